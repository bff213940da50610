"""Who answered a poll and what was said, attacked as the kernel is."""

from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, select

from offsite.anonymity.apart import UnitOfWork
from offsite.anonymity.keys import KeyFolder
from offsite.polls.models import Answer, Participation, Poll, PollSlot
from offsite.polls.services import answering, running
from offsite.polls.services.answering import Respondent
from tests.attackers.attacks import ATTACKS
from tests.attackers.evidence import Evidence, Files, Schema, rows_of
from tests.attackers.harness import MEAN_AT_MOST, NONE_ABOVE, PEOPLE, SEEDS, besiege, right
from tests.factories import NOON, make_event
from tests.polling import LATER, make_crowd, make_poll, said

ROUNDS = SEEDS
AFTER = ("the hidden number of rows", "the physical order", "the transaction",
         "the place in the file", "the order of keys", "times")  # fmt: skip


class PollScene:
    """People answer an open poll through the real services."""

    schema = Schema(
        PollSlot.__table__,  # type: ignore[arg-type]
        Answer.__table__,  # type: ignore[arg-type]
        "poll_id",
        lambda row: None,
    )

    def __init__(self, folder: Path) -> None:
        self.keys = KeyFolder(folder)
        self.numbers = count(1)

    def begin(self, unit: UnitOfWork, people: int) -> tuple[int, list[int]]:
        with unit() as session:
            event = make_event(session)
            persons = [one.person_id for one in make_crowd(session, event, people)]
            poll = make_poll(session, event)
            running.open_now(session, poll=poll, keys=self.keys, now=NOON)
            return poll.id, persons

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        who = Respondent(person_id, f"{next(self.numbers):064x}")
        sheet = said(start=f"only-{person_id}-says-this")
        answering.give_answer(unit, poll_id=scope, who=who, sheet=sheet, keys=self.keys, now=LATER)
        return answering.answer_id(scope, who), []

    def end(self, unit: UnitOfWork, scope: Any) -> None:
        pass


def test_no_attack_on_an_open_poll_is_better_than_chance(
    engine: Engine, unit: UnitOfWork, tmp_path: Path
) -> None:
    found = besiege(engine, unit, PollScene(tmp_path), seeds=ROUNDS)

    assert found.faults() == []


def test_the_list_of_who_answered_finds_no_answer_after_the_close(
    engine: Engine, unit: UnitOfWork, tmp_path: Path
) -> None:
    """After the close names stand beside "answered": where rows lie must not join them."""
    scene = PollScene(tmp_path)
    rounds = [closed_round(engine, unit, scene, Random(seed)) for seed in range(ROUNDS)]

    for name in AFTER:
        counts = [
            right(ATTACKS[name](one, Random(f"guess-{seed}")), one.truth)
            for seed, one in enumerate(rounds)
        ]
        assert sum(counts) / ROUNDS <= MEAN_AT_MOST, name
        assert max(counts) <= NONE_ABOVE, name


def closed_round(engine: Engine, unit: UnitOfWork, scene: PollScene, rng: Random) -> Evidence:
    """Everybody answers, the poll closes, and the attacker looks at what is left.

    Keys of rows change at the close, so the truth is known by what each one wrote.
    """
    poll_id, persons = scene.begin(unit, PEOPLE)
    for person_id in rng.sample(persons, len(persons)):
        scene.act(unit, poll_id, person_id)
    with unit() as session:
        running.close_now(session, poll=session.get_one(Poll, poll_id), keys=scene.keys, now=LATER)
    files = Files(engine) if engine.dialect.name == "sqlite" else None
    evidence, where = Evidence(persons), ("poll_id", poll_id)
    with unit() as session:
        acted: Any = Participation.__table__
        written: Any = Answer.__table__
        evidence.acted = rows_of(session, acted, where, lambda row: row["person_id"], files)
        evidence.said = rows_of(session, written, where, lambda row: None, files)
        for one in session.scalars(select(Answer).where(Answer.poll_id == poll_id)):
            evidence.truth[one.id] = int(one.payload["lines"]["start"].split("-")[1])
    assert len(evidence.truth) == len(evidence.acted) == PEOPLE
    return evidence
