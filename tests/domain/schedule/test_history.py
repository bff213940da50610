"""Undo and redo of everything an organizer does to a draft."""

import contextlib
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offsite.errors import RuleBroken
from offsite.policy import Actor
from offsite.schedule import drafts, history, ledger, locking, moves, queries
from offsite.undoing import NothingToRedo, NothingToUndo
from tests.factories import (
    FIRST_DAY,
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_placement,
    make_proposal,
    make_room,
)

ADA = Actor(name="Ada")
SLOT = timedelta(minutes=45)
ITEMS, ROOMS, TIMES = 4, 3, 5

STEPS = st.one_of(
    st.tuples(
        st.just("place"),
        st.integers(0, ITEMS - 1),
        st.integers(0, ROOMS - 1),
        st.integers(0, TIMES - 1),
    ),
    st.tuples(st.just("unplace"), st.integers(0, ITEMS - 1)),
    st.tuples(st.just("pin"), st.integers(0, ITEMS - 1), st.booleans()),
    st.tuples(st.just("swap"), st.integers(0, ITEMS - 1), st.integers(0, ITEMS - 1)),
    st.tuples(st.just("shift"), st.sampled_from((-15, 15, 45))),
    st.tuples(st.just("lock"), st.booleans()),
)


@pytest.fixture
def stage(session):
    """An event with two of its four items placed in a draft."""
    event = make_event(session)
    rooms = [make_room(session, event, f"Room {n}") for n in range(ROOMS)]
    kind = make_format(session, event)
    items = [make_proposal(session, event, state="accepted", format=kind) for _ in range(ITEMS)]
    draft = make_draft(session, event)
    for item in items[:2]:
        make_placement(session, draft, item, rooms[0])
    session.expire_all()
    return draft, items, rooms


def standing(session, draft):
    """Where everything stands and which days are locked, read from the database."""
    session.expire_all()
    places = {
        one.proposal_id: (one.room_id, one.starts_at, one.ends_at, one.pinned_at is not None)
        for one in draft.placements
    }
    return places | {"locked": draft.locked_days}


def do(session, stage, step):
    """Make one change; what a rule refuses changes nothing."""
    with contextlib.suppress(RuleBroken):
        CHANGES[step[0]](session, stage, *step[1:])


def asked(draft):
    return {"draft": draft, "seen_version": draft.version, "actor": ADA, "now": NOON}


def place(session, stage, item, room, time):
    draft, items, rooms = stage
    starts_at = MORNING + time * SLOT
    drafts.place(
        session, proposal=items[item], room=rooms[room], starts_at=starts_at, **asked(draft)
    )


def unplace(session, stage, item):
    drafts.unplace(session, proposal=stage[1][item], **asked(stage[0]))


def pin(session, stage, item, stays):
    draft, items, _rooms = stage
    for placement in list(draft.placements):
        if placement.proposal_id == items[item].id:
            wanted = asked(draft)
            del wanted["draft"]
            drafts.pin(session, placement=placement, stays=stays, **wanted)


def swap(session, stage, first, second):
    items = stage[1]
    moves.swap(session, first=items[first], second=items[second], **asked(stage[0]))


def shift(session, stage, minutes):
    far = moves.Shift(FIRST_DAY, time(9), minutes=minutes)
    moves.shift(session, shift=far, **asked(stage[0]))


def lock(session, stage, locks):
    act = locking.lock_day if locks else locking.unlock_day
    act(session, on=FIRST_DAY, **asked(stage[0]))


CHANGES = {
    "place": place,
    "unplace": unplace,
    "pin": pin,
    "swap": swap,
    "shift": shift,
    "lock": lock,
}


def walk(session, stage, what):
    draft = stage[0]
    return what(session, draft=draft, seen_version=draft.version, actor=ADA, now=NOON)


def walk_to_the_end(session, stage, what, end):
    """Walk until nothing is left; the standings passed, the first one included."""
    passed = [standing(session, stage[0])]
    while True:
        try:
            walk(session, stage, what)
        except end:
            return passed
        passed.append(standing(session, stage[0]))


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=8))
def test_any_changes_are_undone_to_the_exact_places_and_redone(session, stage, steps):
    with session.begin_nested() as trial:
        seen = [standing(session, stage[0])]
        for step in steps:
            do(session, stage, step)
            now_there = standing(session, stage[0])
            if now_there != seen[-1]:
                seen.append(now_there)

        back = walk_to_the_end(session, stage, history.undo, NothingToUndo)
        forth = walk_to_the_end(session, stage, history.redo, NothingToRedo)
        trial.rollback()
    session.expire_all()

    assert back == seen[::-1]
    assert forth == seen


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.one_of(STEPS, st.just(("undo",)), st.just(("redo",))), max_size=14))
def test_undo_and_redo_among_changes_do_what_two_stacks_do(session, stage, steps):
    done, undone = [], []
    with session.begin_nested() as trial:
        for step in steps:
            before = standing(session, stage[0])
            if step[0] == "undo":
                if done:
                    walk(session, stage, history.undo)
                    assert standing(session, stage[0]) == done[-1]
                    done.pop()
                    undone.append(before)
            elif step[0] == "redo":
                if undone:
                    walk(session, stage, history.redo)
                    assert standing(session, stage[0]) == undone[-1]
                    undone.pop()
                    done.append(before)
                else:
                    assert not history.walk(session, stage[0]).redo
            else:
                do(session, stage, step)
                if standing(session, stage[0]) != before:
                    done.append(before)
                    undone.clear()
        trial.rollback()
    session.expire_all()


def test_an_undo_from_a_stale_page_is_refused_and_changes_nothing(session, stage):
    do(session, stage, ("place", 2, 1, 3))
    draft = stage[0]
    before = standing(session, draft)

    with pytest.raises(ledger.DraftMoved):
        history.undo(session, draft=draft, seen_version=draft.version - 1, actor=ADA, now=NOON)

    assert standing(session, draft) == before


def test_an_item_goes_back_to_its_time_when_its_room_is_gone(session, stage):
    draft, items, rooms = stage
    do(session, stage, ("place", 0, 1, 3))
    session.delete(rooms[0])
    session.flush()

    walk(session, stage, history.undo)

    assert standing(session, draft)[items[0].id][:2] == (None, MORNING)


def test_an_undo_is_told_as_one_more_change(session, stage):
    do(session, stage, ("place", 2, 1, 3))
    walk(session, stage, history.undo)

    told = queries.latest_changes(session, stage[0], most=5)

    assert [(one.version, one.undoes, bool(one.steps[0].after)) for one in told] == [
        (3, 2, False),
        (2, None, True),
    ]
