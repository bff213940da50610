"""Changes of several items: swap, shift, lock a day; each is one step of history."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest

from offsite.policy import Actor
from offsite.schedule import drafts, history, ledger, locking, moves, queries
from offsite.schedule.formulation import grid_of, problem_of
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
    make_slot,
)

ADA = Actor(name="Ada")
SLOT = timedelta(minutes=45)
NEXT_DAY = FIRST_DAY + timedelta(days=1)


@pytest.fixture
def stage(session):
    """Four slots on the first day and one on the next; items 0 to 2 stand in the Aula at
    slots 0 to 2, item 3 lasts two slots and has no place."""
    event = make_event(session)
    for number in range(4):
        make_slot(session, event, MORNING + number * SLOT)
    make_slot(session, event, MORNING + timedelta(days=1))
    aula, cellar = (make_room(session, event, name) for name in ("Aula", "Cellar"))
    kind = make_format(session, event)
    items = [make_proposal(session, event, state="confirmed", format=kind) for _ in range(3)]
    items.append(make_proposal(session, event, state="confirmed", format=kind, minutes=90))
    draft = make_draft(session, event)
    for number, item in enumerate(items[:3]):
        make_placement(session, draft, item, aula, starts_at=MORNING + number * SLOT)
    session.expire_all()
    return SimpleNamespace(event=event, draft=draft, items=items, aula=aula, cellar=cellar)


def asked(stage):
    return {
        "draft": stage.draft,
        "seen_version": stage.draft.version,
        "actor": ADA,
        "now": NOON,
    }


def standing(session, stage):
    """Item number -> minutes after the morning, room name, pinned."""
    session.expire_all()
    numbers = {item.id: number for number, item in enumerate(stage.items)}
    return {
        numbers[one.proposal_id]: (
            (one.starts_at - MORNING).total_seconds() // 60,
            one.room.name,
            one.pinned_at is not None,
        )
        for one in stage.draft.placements
    }


def kinds(session, stage):
    return [
        (one.kind, len(one.steps)) for one in queries.latest_changes(session, stage.draft, most=9)
    ]


# --- Swap -----------------------------------------------------------------------------------


def test_two_items_swap_in_one_step_and_keep_their_pins(session, stage):
    stage.draft.placements[0].pinned_at = NOON
    session.flush()

    moves.swap(session, first=stage.items[0], second=stage.items[2], **asked(stage))

    assert standing(session, stage) == {
        0: (90, "Aula", True),
        1: (45, "Aula", False),
        2: (0, "Aula", False),
    }
    assert kinds(session, stage) == [("swap", 2)]


def test_an_item_without_a_place_takes_the_others_and_keeps_its_length(session, stage):
    moves.swap(session, first=stage.items[3], second=stage.items[1], **asked(stage))

    assert 1 not in standing(session, stage)
    placed = ledger.standing(stage.draft, stage.items[3].id)
    assert (placed.starts_at, placed.ends_at) == (MORNING + SLOT, MORNING + 3 * SLOT)


def test_an_item_does_not_swap_with_itself(session, stage):
    before = standing(session, stage)

    with pytest.raises(moves.CannotSwap):
        moves.swap(session, first=stage.items[0], second=stage.items[0], **asked(stage))

    assert standing(session, stage) == before


# --- Shift ----------------------------------------------------------------------------------


def test_everything_from_a_time_on_shifts_by_minutes_in_one_step(session, stage):
    shift = moves.Shift(FIRST_DAY, time(9, 45), minutes=15)

    moves.shift(session, shift=shift, **asked(stage))

    assert standing(session, stage) == {
        0: (0, "Aula", False),
        1: (60, "Aula", False),
        2: (105, "Aula", False),
    }
    history.undo(session, **asked(stage))
    assert standing(session, stage)[2] == (90, "Aula", False)


def test_a_shift_by_slots_keeps_to_the_slots(session, stage):
    moves.shift(session, shift=moves.Shift(FIRST_DAY, time(9), slots=1), **asked(stage))

    assert [standing(session, stage)[n][0] for n in range(3)] == [45, 90, 135]


def test_a_shift_beyond_the_days_slots_is_refused_and_moves_nothing(session, stage):
    before = standing(session, stage)

    with pytest.raises(moves.NoSlotThere):
        moves.shift(session, shift=moves.Shift(FIRST_DAY, time(9), slots=2), **asked(stage))

    assert standing(session, stage) == before


def test_a_shift_in_one_room_leaves_the_others(session, stage):
    shift = moves.Shift(FIRST_DAY, time(9), room_id=stage.cellar.id, minutes=15)

    with pytest.raises(moves.NothingToShift):
        moves.shift(session, shift=shift, **asked(stage))

    moves.swap(session, first=stage.items[0], second=stage.items[3], **asked(stage))
    assert stage.draft.version == 2


# --- A locked day ---------------------------------------------------------------------------


def test_nothing_moves_on_to_or_from_a_locked_day(session, stage):
    locking.lock_day(session, on=FIRST_DAY, **asked(stage))
    locked = standing(session, stage)

    with pytest.raises(ledger.DayLocked):
        drafts.place(
            session,
            proposal=stage.items[0],
            room=stage.cellar,
            starts_at=MORNING + timedelta(days=1),
            **asked(stage),
        )
    with pytest.raises(ledger.DayLocked):
        drafts.place(
            session,
            proposal=stage.items[3],
            room=stage.cellar,
            starts_at=MORNING,
            **asked(stage),
        )
    with pytest.raises(ledger.DayLocked):
        drafts.unplace(session, proposal=stage.items[0], **asked(stage))

    assert standing(session, stage) == locked
    assert all(pinned for _at, _room, pinned in locked.values())


def test_unlocking_lets_go_of_what_the_lock_pinned_alone(session, stage):
    stage.draft.placements[0].pinned_at = NOON
    session.flush()

    locking.lock_day(session, on=FIRST_DAY, **asked(stage))
    locking.unlock_day(session, on=FIRST_DAY, **asked(stage))

    assert [standing(session, stage)[n][2] for n in range(3)] == [True, False, False]
    assert stage.draft.locked_days == frozenset()


def test_a_lock_is_undone_and_redone_as_one_step(session, stage):
    locking.lock_day(session, on=FIRST_DAY, **asked(stage))

    history.undo(session, **asked(stage))
    open_again = standing(session, stage), stage.draft.locked_days
    history.redo(session, **asked(stage))

    assert open_again[1] == frozenset()
    assert not any(pinned for _at, _room, pinned in open_again[0].values())
    assert stage.draft.locked_days == {FIRST_DAY}
    assert kinds(session, stage) == [("redo", 3), ("undo", 3), ("lock", 3)]


def test_an_empty_day_can_be_locked_and_that_undone(session, stage):
    locking.lock_day(session, on=NEXT_DAY, **asked(stage))
    history.undo(session, **asked(stage))

    assert stage.draft.locked_days == frozenset()
    assert history.walk(session, stage.draft).undo == ()


def test_a_generation_keeps_a_locked_day_as_it_is(session, stage):
    locking.lock_day(session, on=FIRST_DAY, **asked(stage))
    session.expire_all()

    problem = problem_of(grid_of(session, stage.event, base=stage.draft), base=stage.draft)

    slots = {slot.starts_at: f"s{slot.id}" for slot in stage.event.slots}
    aula = problem.room[f"r{stage.aula.id}"].slots
    cellar = problem.room[f"r{stage.cellar.id}"].slots
    assert aula == {slots[MORNING + n * SLOT] for n in range(3)} | {
        slots[MORNING + timedelta(days=1)]
    }
    assert cellar == {slots[MORNING + timedelta(days=1)]}
    assert sum(item.pinned is not None for item in problem.items) == 3


def test_a_copy_of_a_draft_keeps_its_locks(session, stage):
    locking.lock_day(session, on=FIRST_DAY, **asked(stage))

    copied = drafts.copy_draft(session, draft=stage.draft, name="Copy", actor=ADA, now=NOON)

    assert copied.locked_days == {FIRST_DAY}
    locking.unlock_day(
        session, **{**asked(stage), "draft": copied, "seen_version": 1}, on=FIRST_DAY
    )
    assert stage.draft.locked_days == {FIRST_DAY}
