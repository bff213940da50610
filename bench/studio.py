"""Measure the studio: `python -m bench.studio [--people 100] [--items 45]`.

An organizer asks what a move would cost, makes it, and takes it back, again and again, in
one process with SQLite.  Beside it stands an ordinary page of the same site, the list of
proposals: what counts is the ratio within one run.  Times are processor time of the whole
answer, the best of each kind and the middle one, for the machine does other work, too.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from offsite import db
from offsite.config import Settings
from offsite.events.models import Event
from offsite.people.models import SignIn
from offsite.people.secrets import hash_of
from offsite.policy import Role
from offsite.web import cookies, create_app
from tests.conftest import FAR_AWAY
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
    make_vote,
)

TOKEN = "token-of-ada"
ROOMS, SLOTS = 6, 10
SLOT = timedelta(minutes=45)
LIMIT_MS = 100.0
"""What the server may take for a move at 100 people and 45 items."""


@dataclass(frozen=True)
class Stage:
    """Where the draft is, and ids of what moves."""

    page: str
    codes: list[str]
    slots: list[int]
    rooms: list[int]


def build(people: int, items: int, rng: random.Random) -> Stage:
    """An event with votes and a draft that places what fits."""
    with db.unit_of_work() as session:
        event: Event = make_event(session, slug="bench")
        ada = make_person(session, "Ada")
        make_member(session, event, ada, Role.ORGANIZER)
        session.add(
            SignIn(
                person_id=ada.id,
                token_hash=hash_of(TOKEN),
                method="test",
                created_at=NOON,
                expires_at=FAR_AWAY,
            )
        )
        slots = [make_slot(session, event, MORNING + n * SLOT) for n in range(SLOTS)]
        rooms = [make_room(session, event, f"Room {n}", seats=20 + 20 * n) for n in range(ROOMS)]
        members = [make_member(session, event, make_person(session)) for _ in range(people)]
        kind = make_format(session, event)
        hosts = rng.sample(members, min(items, people))
        proposals = [
            make_proposal(
                session, event, hosts[n % len(hosts)].person, state="confirmed", format=kind
            )
            for n in range(items)
        ]
        for member in members:
            for proposal in rng.sample(proposals, items // 3):
                make_vote(session, proposal, member, rng.choice(("must", "would", "would")))
        draft = make_draft(session, event)
        for n, proposal in enumerate(proposals[: SLOTS * ROOMS - 5]):
            starts_at = MORNING + n % SLOTS * SLOT
            make_placement(session, draft, proposal, rooms[n // SLOTS], starts_at=starts_at)
        return Stage(
            f"/bench/organize/schedule/{draft.id}/",
            [one.code for one in proposals],
            [one.id for one in slots],
            [one.id for one in rooms],
        )


def times_of(ask: Callable[[int], Any], rounds: int) -> list[float]:
    """Milliseconds of processor time of each round."""
    found = []
    for number in range(rounds):
        begun = time.process_time()
        answer = ask(number)
        found.append(1000 * (time.process_time() - begun))
        assert answer.status_code == 200, (answer.status_code, answer.text[:500])
    return found


def measure(client: FlaskClient, stage: Stage, rounds: int, rng: random.Random) -> dict[str, Any]:
    """The times of each kind of answer."""
    version = 1

    def place(_number: int) -> Any:
        nonlocal version
        answer = client.post(
            f"{stage.page}items/{rng.choice(stage.codes)}/place",
            data={**_anywhere(stage, rng), "seen_version": str(version)},
            headers={"HX-Request": "true"},
        )
        version += 'data-say="Nothing' not in answer.text
        return answer

    def cost(_number: int) -> Any:
        code = rng.choice(stage.codes)
        return client.get(f"{stage.page}items/{code}/cost", query_string=_anywhere(stage, rng))

    kinds: dict[str, Callable[[int], Any]] = {
        "an ordinary page (proposals)": lambda _: client.get("/bench/proposals/"),
        "what a move would cost": cost,
        "a move, with the page it changes": place,
        "the whole page of the draft": lambda _: client.get(stage.page),
        "why an item is here": lambda _: client.get(f"{stage.page}items/{stage.codes[0]}/why"),
    }
    for ask in kinds.values():
        ask(0)
    return {name: times_of(ask, rounds) for name, ask in kinds.items()}


def _anywhere(stage: Stage, rng: random.Random) -> dict[str, str]:
    slot, room = rng.choice(stage.slots), rng.choice(stage.rooms)
    return {"slot": str(slot), "room": str(room), "day": "2026-10-01", "clock": ""}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--items", type=int, default=45)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                instance_dir=Path(folder),
                secret_key="a secret of forty characters for the bench",
                mail_url="memory:",
                log_level="ERROR",
                _env_file=None,
            )
        )
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        with app.app_context():
            db.db.create_all()
            stage = build(asked.people, asked.items, rng)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie[cookies.SIGN_IN] = TOKEN
        report(measure(client, stage, asked.rounds, rng), asked.people, asked.items)


def report(times: dict[str, list[float]], people: int, items: int) -> None:
    """A table; the first kind is what the others are compared with."""
    beside = statistics.median(next(iter(times.values())))
    print(f"{people} people, {items} items; processor time of an answer")
    print(f"{'':36}{'best':>9}{'middle':>9}{'ratio':>8}")
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"{name:36}{min(found):6.0f} ms{middle:6.0f} ms{middle / beside:8.1f}")
    move = statistics.median(times["a move, with the page it changes"])
    said = "within" if move < LIMIT_MS else "beyond"
    print(f"A move takes {move:.0f} ms: {said} the {LIMIT_MS:.0f} ms it may take.")


if __name__ == "__main__":
    main()
