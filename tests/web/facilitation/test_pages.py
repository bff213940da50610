"""The pages of a running session."""

import re

import pytest

from offsite.actions.services import write_down
from offsite.events.models import Phase
from offsite.facilitation.models import Challenge, Run, Voice
from offsite.policy import Actor, Role
from offsite.schedule import releases
from tests.factories import (
    FIRST_DAY,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)

SHEET = [
    ("Welcome", "plain"),
    ("Challenges", "collect"),
    ("The group picks", "pick"),
    ("Action points", "actions"),
]


class World:
    """Ada hosts, Bob and Dan take part, Fay facilitates."""


@pytest.fixture
def world(rows, sign_in):
    found = World()
    with rows() as session:
        event = make_event(session, slug="tlm")
        people = {name: make_person(session, name) for name in ("Ada", "Bob", "Dan", "Fay")}
        for name, person in people.items():
            make_member(session, event, person, *([Role.FACILITATOR] if name == "Fay" else []))
        kind = make_format(session, event, key="roundtable")
        kind.phases = [
            Phase(position=number, name=name, minutes=10, kind=what)
            for number, (name, what) in enumerate(SHEET)
        ]
        proposal = make_proposal(
            session, event, people["Ada"], state="confirmed", format=kind, title="Round we go"
        )
        other = make_proposal(session, event, people["Ada"], state="confirmed", format=kind)
        draft = make_draft(session, event)
        make_placement(session, draft, proposal, make_room(session, event))
        session.refresh(draft)
        releases.release(session, draft=draft, name="v1", note="", actor=Actor(), now=NOON)
        found.code, found.unreleased, found.proposal = proposal.code, other.code, proposal
    found.path = f"/tlm/run/{found.code}"
    found.ada, found.bob, found.dan, found.fay = (sign_in(one) for one in people.values())
    found.people = people
    return found


def press(world, browser, word, seen, **values):
    queued = values.pop("queued", None)
    headers = {"Idempotency-Key": queued} if queued else {}
    form = {"word": word, "seen": seen, **values}
    return browser.post(f"{world.path}/press", data=form, headers=headers)


def run_to(world, position):
    for seen in range(position + 1):
        press(world, world.ada, "next" if seen else "start", seen)


def row(rows):
    with rows() as session:
        return session.query(Run).one()


def test_a_host_and_a_facilitator_run_it_and_others_look(world):
    page = world.ada.get(f"{world.path}/").text
    assert "Start: Welcome" in page
    press(world, world.ada, "start", 0)
    press(world, world.fay, "next", 1)

    assert "Next: The group picks" in world.fay.get(f"{world.path}/").text
    assert world.bob.get(f"{world.path}/").status_code == 403
    assert press(world, world.bob, "next", 2).status_code == 403
    here = world.bob.get(f"/tlm/schedule/items/{world.code}/").text
    assert "Raise a challenge" in here
    assert "Run this session" not in here
    assert "Challenges" in world.bob.get(f"{world.path}/show").text


def test_a_page_from_before_is_answered_with_what_is_now(world, rows):
    run_to(world, 1)

    answer = press(world, world.fay, "next", 1)

    assert answer.status_code == 409
    assert "Somebody else pressed" in answer.text
    assert "Next: The group picks" in answer.text
    assert row(rows).version == 2


def test_the_same_press_sent_twice_is_one(world, rows):
    press(world, world.ada, "start", 0)
    key = "k" * 20
    first = press(world, world.ada, "next", 1, queued=key)
    again = press(world, world.ada, "next", 1, queued=key)

    assert (first.status_code, again.status_code) == (200, 200)
    assert 'id="run"' in again.text
    assert row(rows).position == 1


def test_a_press_says_what_it_left_and_repeated_never_what_others_did_since(world):
    press(world, world.ada, "start", 0)
    first = press(world, world.ada, "next", 1, queued="k" * 20)
    press(world, world.fay, "pause", 2)
    again = press(world, world.ada, "next", 1, queued="k" * 20)

    assert first.headers["Queue-Seen"] == again.headers["Queue-Seen"] == "2"


@pytest.mark.parametrize(("left", "status"), [("2", 200), ("1", 409)])
def test_a_press_made_after_another_of_ones_own_follows_it(world, rows, left, status):
    """The phone puts in what the first press left; without that it is as if others pressed."""
    press(world, world.ada, "start", 0)
    press(world, world.ada, "next", 1, queued="k" * 20)

    answer = press(world, world.ada, "time", left, minutes="5", queued="l" * 20)

    assert answer.status_code == status
    with rows() as session:
        assert session.query(Run).one().step.added_minutes == (5 if status == 200 else 0)


def test_a_press_that_a_lost_network_held_back_counts_from_when_it_was_made(world, rows):
    press(world, world.ada, "start", 0)
    started = row(rows).since

    press(world, world.ada, "pause", 1, pressed_at=round(started.timestamp() * 1000) - 60_000)

    with rows() as session:
        assert session.query(Run).one().step.spent_ms == 0


@pytest.mark.parametrize(
    ("word", "seen", "values", "status"),
    [
        ("fly", "1", {}, 400),
        ("time", "1", {"minutes": "many"}, 400),
        ("time", "1", {"minutes": "-" + "9" * 30}, 400),
        ("time", "1", {"minutes": "-10"}, 409),
        ("next", "1e3", {}, 409),
        ("next", "-1", {}, 409),
        ("pause", "1", {"pressed_at": "9" * 14}, 303),
        ("back", "1", {}, 409),
    ],
)
def test_odd_presses_are_answered_kindly(world, word, seen, values, status):
    press(world, world.ada, "start", 0)

    assert press(world, world.ada, word, seen, **values).status_code == status


@pytest.mark.parametrize("page", ["", "show", "challenges", "now", "show/live"])
def test_a_session_outside_of_the_schedule_is_not_run(world, page):
    assert world.ada.get(f"/tlm/run/{world.unreleased}/{page}").status_code == 404
    assert world.ada.get(f"/tlm/run/ZZZZZZ/{page}").status_code == 404


def test_phones_raise_choose_and_the_room_sees_what_was_picked(world, rows):
    run_to(world, 1)
    world.bob.post(f"{world.path}/challenges", data={"text": "Too many meetings"})
    world.ada.post(f"{world.path}/challenges", data={"text": "Said aloud", "told_by": "Eve"})
    press(world, world.ada, "next", 2)
    with rows() as session:
        _one, two = session.query(Challenge).order_by(Challenge.id)
    for browser in (world.bob, world.dan):
        browser.post(f"{world.path}/challenges/{two.id}/voice", data={"give": "1"})

    before = world.dan.get(f"{world.path}/challenges").text
    show = world.dan.get(f"{world.path}/show").text
    assert "You have 1 voice left." in before
    assert "2 voices" not in before + show
    assert "2 people have given voices." in show
    assert world.bob.post(f"{world.path}/voices").status_code == 403
    world.ada.post(f"{world.path}/voices")
    assert "2 voices" in world.dan.get(f"{world.path}/challenges").text
    world.ada.post(f"{world.path}/challenges/{two.id}/pick")
    press(world, world.ada, "next", 3)

    stage = world.dan.get(f"{world.path}/show").text
    assert "Action points" in stage
    here = world.dan.get(f"/tlm/schedule/items/{world.code}/").text
    assert "Said aloud" in here
    assert "Too many meetings" not in here
    with rows() as session:
        assert session.query(Voice).count() == 0


def test_what_is_refused_on_a_phone_keeps_the_words(world, rows):
    run_to(world, 0)

    answer = world.bob.post(f"{world.path}/challenges", data={"text": "Too early"})

    assert answer.status_code == 409
    assert "not raised in this phase" in answer.text
    with rows() as session:
        assert session.query(Challenge).count() == 0


def test_only_the_author_or_a_leader_takes_a_challenge_back(world, rows):
    run_to(world, 1)
    world.bob.post(f"{world.path}/challenges", data={"text": "One"})
    with rows() as session:
        ident = session.query(Challenge).one().id

    assert world.dan.post(f"{world.path}/challenges/{ident}/withdraw").status_code == 403
    assert world.fay.post(f"{world.path}/challenges/{ident}/withdraw").status_code == 303
    with rows() as session:
        assert session.query(Challenge).count() == 0


def test_the_last_phase_shows_the_action_points(world, rows):
    run_to(world, 3)
    with rows() as session:
        write_down(
            session,
            event=session.merge(world.proposal).event,
            title="Write the guide",
            proposal=session.merge(world.proposal),
            due_on=FIRST_DAY,
            person_id=world.people["Ada"].id,
            now=NOON,
        )

    lead, show = (world.ada.get(f"{world.path}/{page}").text for page in ("", "show"))
    assert "Write the guide" in lead
    assert f"session={world.code}" in lead
    assert "Write the guide" in show


def test_live_looks_change_with_a_press_and_not_without(world):
    press(world, world.ada, "start", 0)
    for page in ("show/live", "now"):
        first = world.bob.get(f"{world.path}/{page}")
        assert "Welcome" in first.text
        same = {"If-None-Match": first.headers["ETag"]}
        assert world.bob.get(f"{world.path}/{page}", headers=same).status_code == 304

    press(world, world.ada, "next", 1)

    assert "Raise a challenge" in world.bob.get(f"{world.path}/now").text


def test_the_clock_is_told_by_the_server_as_a_moment(world, rows):
    press(world, world.ada, "start", 0)

    page = world.ada.get(f"{world.path}/").text

    ends = int(re.search(r'data-ends="(\d+)"', page).group(1))
    assert abs(ends - row(rows).since.timestamp() * 1000 - 600_000) < 100
    assert "10:00" in page
