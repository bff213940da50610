"""Moving people by hand: steps that can be walked back, and what is kept."""

import pytest

from offsite.errors import NotFound
from offsite.mixing import drafts, history
from offsite.mixing.formulation import seats_of
from offsite.mixing.models import Group, MixChange, Seat
from offsite.undoing import NothingToRedo
from tests import mixers
from tests.factories import NOON, make_event

ACT = {"actor": mixers.NOBODY, "now": NOON}


@pytest.fixture
def table(session):
    """A draft of a dinner at two tables of three, with a seat free at each."""
    event = make_event(session)
    people = mixers.make_people(session, event, 4)
    dinner = mixers.draw_dinner(session, event, size=3)
    mix = mixers.mix(session, event)
    return mix, dinner, people


def here(session, mix, dinner):
    return dict(seats_of(session, mix)[dinner.id])


def other_table(session, mix, dinner, person_id):
    where = here(session, mix, dinner)[person_id]
    return next(one for one in dinner.groups if one.id != where)


def test_a_move_is_undone_and_made_again(session, table):
    mix, dinner, (ada, *_others) = table
    before = here(session, mix, dinner)
    target = other_table(session, mix, dinner, ada.person_id)

    drafts.move(session, mix=mix, person_id=ada.person_id, group=target, seen_version=1, **ACT)
    moved = here(session, mix, dinner)
    assert moved[ada.person_id] == target.id
    assert mix.version == 2

    history.undo(session, mix=mix, seen_version=2, **ACT)
    assert here(session, mix, dinner) == before
    history.redo(session, mix=mix, seen_version=3, **ACT)
    assert here(session, mix, dinner) == moved
    with pytest.raises(NothingToRedo):
        history.redo(session, mix=mix, seen_version=4, **ACT)


def test_two_change_places_in_one_step(session, table):
    mix, dinner, _people = table
    before = here(session, mix, dinner)
    one, other = next((p, q) for p in before for q in before if before[p] != before[q])

    drafts.swap(
        session, mix=mix, round=dinner, person_id=one, other_id=other, seen_version=1, **ACT
    )

    after = here(session, mix, dinner)
    assert (after[one], after[other]) == (before[other], before[one])
    history.undo(session, mix=mix, seen_version=2, **ACT)
    assert here(session, mix, dinner) == before


def test_a_page_that_is_stale_changes_nothing(session, table):
    mix, dinner, (ada, *_others) = table
    before = here(session, mix, dinner)
    target = other_table(session, mix, dinner, ada.person_id)

    with pytest.raises(drafts.MixMoved):
        drafts.move(session, mix=mix, person_id=ada.person_id, group=target, seen_version=7, **ACT)

    assert here(session, mix, dinner) == before
    assert session.query(MixChange).count() == 0


def test_locked_groups_and_kept_seats_are_left_alone(session, table):
    mix, dinner, (ada, *_others) = table
    target = other_table(session, mix, dinner, ada.person_id)
    move = {"mix": mix, "person_id": ada.person_id, "group": target, "seen_version": 1, **ACT}
    lock = {"mix": mix, "group": target, "seen_version": 1, **ACT}

    drafts.lock_group(session, stays=True, **lock)
    with pytest.raises(drafts.Locked, match="locked"):
        drafts.move(session, **move)
    drafts.lock_group(session, stays=False, **lock)
    keep = {"mix": mix, "round": dinner, "person_id": ada.person_id, "seen_version": 1, "now": NOON}
    drafts.keep_seat(session, stays=True, **keep)
    with pytest.raises(drafts.Locked, match="kept"):
        drafts.move(session, **move)

    drafts.keep_seat(session, stays=False, **keep)
    drafts.move(session, **move)
    assert here(session, mix, dinner)[ada.person_id] == target.id


def test_nobody_is_seated_in_a_round_without_part_in_it(session, table):
    mix, dinner, _people = table
    stranger = mixers.make_person(session, "Stranger")

    with pytest.raises(NotFound):
        drafts.move(
            session,
            mix=mix,
            person_id=stranger.id,
            group=dinner.groups[0],
            seen_version=1,
            **ACT,
        )

    assert session.query(Seat).filter_by(person_id=stranger.id).count() == 0


def test_a_step_back_to_a_group_that_is_gone_leaves_no_seat(session, table):
    mix, dinner, (ada, *_others) = table
    origin = here(session, mix, dinner)[ada.person_id]
    target = other_table(session, mix, dinner, ada.person_id)
    drafts.move(session, mix=mix, person_id=ada.person_id, group=target, seen_version=1, **ACT)
    session.delete(session.get(Group, origin))
    session.flush()

    history.undo(session, mix=mix, seen_version=2, **ACT)

    assert ada.person_id not in here(session, mix, dinner)


def test_a_discarded_draft_waits_until_it_is_restored(session, table):
    mix, dinner, (ada, *_others) = table
    target = other_table(session, mix, dinner, ada.person_id)
    drafts.discard(session, mix=mix, now=NOON)

    with pytest.raises(drafts.MixOver):
        drafts.move(session, mix=mix, person_id=ada.person_id, group=target, seen_version=1, **ACT)

    drafts.restore(session, mix=mix)
    drafts.move(session, mix=mix, person_id=ada.person_id, group=target, seen_version=1, **ACT)
    assert here(session, mix, dinner)[ada.person_id] == target.id
