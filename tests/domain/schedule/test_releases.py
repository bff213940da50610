from datetime import timedelta

import pytest

from offsite.policy import Actor
from offsite.schedule import drafts, ledger, releases
from offsite.schedule.models import Release
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_person,
    make_placement,
    make_proposal,
    make_room,
)

ADA = Actor(person_id=None, name="Ada")
LATER = NOON + timedelta(days=1)


def make_schedule(session, count=2):
    event = make_event(session)
    room, kind = make_room(session, event), make_format(session, event)
    host = make_person(session)
    proposals = [
        make_proposal(session, event, host, state="confirmed", format=kind) for _ in range(count)
    ]
    draft = make_draft(session, event)
    for number, proposal in enumerate(proposals):
        make_placement(session, draft, proposal, room, starts_at=MORNING + timedelta(hours=number))
    session.refresh(draft)
    return draft, room, proposals


def release(session, draft, name, now=NOON):
    return releases.release(session, draft=draft, name=name, note="", actor=ADA, now=now)


def by_uid(release):
    return {item.uid: item for item in release.items}


def test_a_first_release_starts_every_item_at_sequence_zero(session):
    draft, _room, (one, two) = make_schedule(session)

    items = by_uid(release(session, draft, "1.0"))

    assert {uid: item.sequence for uid, item in items.items()} == {one.uid: 0, two.uid: 0}


def test_a_moved_item_keeps_its_uid_and_gains_one_sequence(session):
    draft, room, (one, two) = make_schedule(session)
    release(session, draft, "1.0")
    drafts.place(
        session,
        draft=draft,
        proposal=one,
        room=room,
        starts_at=MORNING + timedelta(hours=3),
        seen_version=draft.version,
        actor=ADA,
        now=LATER,
    )

    items = by_uid(release(session, draft, "1.1", now=LATER))

    assert (items[one.uid].sequence, items[one.uid].changed_at) == (1, LATER)
    assert (items[two.uid].sequence, items[two.uid].changed_at) == (0, NOON)


def test_a_dropped_item_stays_as_a_tombstone_for_ever(session):
    draft, _room, (one, two) = make_schedule(session)
    release(session, draft, "1.0")
    drafts.unplace(
        session,
        draft=draft,
        proposal=two,
        seen_version=draft.version,
        actor=ADA,
        now=LATER,
    )
    release(session, draft, "1.1", now=LATER)

    items = by_uid(release(session, draft, "1.2", now=LATER + timedelta(days=1)))

    assert (items[two.uid].sequence, items[two.uid].canceled_at) == (1, LATER)
    assert items[one.uid].canceled_at is None


def test_a_corrected_title_changes_the_time_of_change_but_no_sequence(session):
    draft, _room, (one, _two) = make_schedule(session)
    release(session, draft, "1.0")
    one.title = "Better title"

    items = by_uid(release(session, draft, "1.1", now=LATER))

    assert (items[one.uid].sequence, items[one.uid].changed_at) == (0, LATER)


def test_only_confirmed_items_become_public(session):
    draft, _room, (one, two) = make_schedule(session)
    two.state = "accepted"

    assert set(by_uid(release(session, draft, "1.0"))) == {one.uid}


def test_a_release_never_changes_when_its_proposal_does(session):
    draft, _room, (one, _two) = make_schedule(session)
    first = release(session, draft, "1.0")
    title = one.title
    one.title = "Changed"
    session.flush()
    session.expire_all()

    assert by_uid(first)[one.uid].title == title


def test_two_releases_cannot_share_a_name(session):
    draft, _room, _proposals = make_schedule(session)
    release(session, draft, "First plan")

    with pytest.raises(releases.NameTaken, match="first  plan"):
        release(session, draft, "first  plan")

    assert session.query(Release).count() == 1


def test_a_draft_without_confirmed_items_cannot_be_released(session):
    draft, _room, proposals = make_schedule(session)
    for proposal in proposals:
        proposal.state = "accepted"

    with pytest.raises(releases.NothingToRelease):
        release(session, draft, "1.0")

    assert session.query(Release).count() == 0


def test_a_change_from_an_old_page_is_refused_and_nothing_moves(session):
    draft, room, (one, _two) = make_schedule(session)

    with pytest.raises(ledger.DraftMoved):
        drafts.place(
            session,
            draft=draft,
            proposal=one,
            room=room,
            starts_at=MORNING + timedelta(hours=5),
            seen_version=draft.version - 1,
            actor=ADA,
            now=LATER,
        )

    assert {placement.starts_at for placement in draft.placements} == {
        MORNING,
        MORNING + timedelta(hours=1),
    }
