"""Items longer than a slot, from rows to the engine's problem."""

from datetime import timedelta

from offsite.schedule.formulation import grid_of, problem_of
from tests.factories import MORNING, make_event, make_person, make_proposal, make_room, make_slot


def test_a_long_item_may_run_wherever_enough_slots_touch(session):
    event = make_event(session)
    make_room(session, event)
    for minutes in (0, 45, 120):
        make_slot(session, event, MORNING + timedelta(minutes=minutes))
    make_proposal(session, event, make_person(session), state="confirmed", minutes=90)
    session.refresh(event)

    (item,) = problem_of(grid_of(session, event)).items

    assert (item.length, item.slots) == (2, None)


def test_on_an_uneven_grid_a_long_item_may_use_every_slot_of_a_run_that_suffices(session):
    event = make_event(session)
    make_room(session, event)
    for start, minutes in ((0, 30), (30, 30), (90, 45), (135, 45)):
        make_slot(session, event, MORNING + timedelta(minutes=start), minutes)
    make_proposal(session, event, make_person(session), state="confirmed", minutes=90)
    session.refresh(event)
    good = [slot.id for slot in event.slots][2:]

    (item,) = problem_of(grid_of(session, event)).items

    assert (item.length, item.slots) == (2, frozenset(f"s{one}" for one in good))
