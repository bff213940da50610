"""Publishing: what is frozen, who hears of it, what the series remembers."""

import pytest
from sqlalchemy import select

from offsite.events import members as membership
from offsite.mixing import drafts, drawing, letters, publishing, queries
from offsite.mixing.formulation import seats_of, stage_of
from offsite.mixing.letters import Desk
from offsite.mixing.models import Meeting, PublishedMix
from offsite.mixing.needs import missing
from offsite.outbox.models import Mail
from tests import mixers
from tests.factories import NOON, make_event

ACT = {"actor": mixers.NOBODY, "now": NOON}
DESK = Desk(mine="https://x.example/mixing/", needs="https://x.example/mixing/needs")


def publish(session, mix, **values):
    def tell(session, published, changes):
        letters.tell_affected(session, published, changes, desk=DESK, held=False, now=NOON)

    defaults = {"note": "", "seen_version": mix.version, "acknowledged": None, **ACT}
    return publishing.publish(session, mix=mix, tell=[tell], **{**defaults, **values})


def mails_of(session, published):
    rows = session.scalars(select(Mail).where(Mail.key.like(f"%:{published.id}:%")))
    return {one.person_id: one for one in rows}


@pytest.fixture
def night(session):
    """Four people in two rooms and at one table, published."""
    event = make_event(session)
    people = mixers.make_people(session, event, 8)
    mixers.say_all(session, people)
    rooms = mixers.draw_hotel(session, event, 2, 2, 2, 2)
    mixers.draw_dinner(session, event, size=4)
    mix = mixers.mix(session, event)
    return event, people, rooms, mix, publish(session, mix)


def test_everybody_finds_their_own_groups_and_gets_one_mail(session, night):
    event, people, _rooms, _mix, published = night

    groups = queries.own_groups(session, event_id=event.id, person_id=people[0].person_id)

    assert [one.round_name for one in groups] == ["Night", "Dinner"]
    assert people[0].person_id in {seat.person_id for seat in groups[0].seats}
    assert set(mails_of(session, published)) == {one.person_id for one in people}


def test_a_change_is_told_to_those_it_is_about_and_to_nobody_else(session, night):
    _event, _people, rooms, mix, _published = night
    seats = seats_of(session, mix)[rooms.id]
    one, other = next((p, q) for p in seats for q in seats if seats[p] != seats[q])
    drafts.swap(session, mix=mix, round=rooms, person_id=one, other_id=other, seen_version=1, **ACT)

    second = publish(session, mix, note="Sorry!")

    told = mails_of(session, second)
    assert set(told) == {p for p, group in seats.items() if group in (seats[one], seats[other])}
    mate = next(p for p in told if p not in (one, other))
    assert "with somebody else" in told[mate].body
    assert "From the organizers:\nSorry!" in told[mate].body
    assert ", not " in told[one].body


def test_mails_name_no_people_and_no_needs(session, night):
    event, people, _rooms, _mix, published = night
    names = {one.person.name for one in people}

    for mail in mails_of(session, published).values():
        own = next(one.person.name for one in people if one.person_id == mail.person_id)
        assert not [name for name in names - {own} if name in mail.body]
        assert mixers.SHARED not in mail.body
    assert event.name in mail.subject


def test_publishing_the_same_again_tells_nobody(session, night):
    _event, _people, _rooms, mix, _published = night

    assert mails_of(session, publish(session, mix)) == {}


def test_what_was_published_outlives_its_round(session, night):
    event, people, rooms, _mix, _published = night

    drawing.delete_round(session, round=rooms)
    session.expire_all()

    groups = queries.own_groups(session, event_id=event.id, person_id=people[0].person_id)
    assert [one.round_name for one in groups] == ["Night", "Dinner"]


def test_the_series_remembers_each_pair_once_a_kind_as_published_last(session, night):
    event, _people, rooms, mix, _published = night
    first = session.scalars(select(Meeting).where(Meeting.kind == "beds")).all()
    assert len(first) == 4
    seats = seats_of(session, mix)[rooms.id]
    one, other = next((p, q) for p in seats for q in seats if seats[p] != seats[q])
    drafts.swap(session, mix=mix, round=rooms, person_id=one, other_id=other, seen_version=1, **ACT)

    publish(session, mix)

    now = {
        (row.person_id, row.other_id)
        for row in session.scalars(select(Meeting).where(Meeting.kind == "beds"))
    }
    groups = mixers.mates(session, mix, rooms)
    assert now == {tuple(pair) for pair in groups}
    later = make_event(
        session,
        series=event.series,
        starts_on=event.starts_on.replace(month=11),
        ends_on=event.ends_on.replace(month=11),
    )
    assert set(queries.met_before(session, later)) >= now
    assert queries.met_before(session, event) == {}


def test_warnings_are_acknowledged_first(session, night):
    event, _people, rooms, mix, _published = night
    seats = seats_of(session, mix)[rooms.id]
    person = next(iter(seats))
    full = next(one for one in rooms.groups if one.id != seats[person])
    drafts.move(session, mix=mix, person_id=person, group=full, seen_version=1, **ACT)
    seen = publishing.preview(session, mix=mix)
    assert "holds 3" in seen.broken[0]

    with pytest.raises(publishing.NotAcknowledged):
        publish(session, mix, acknowledged="")
    assert session.query(PublishedMix).filter_by(event_id=event.id).count() == 1

    assert publish(session, mix, acknowledged=seen.mark).number == 2


def test_who_left_is_nobodys_room_mate_any_more(session, night):
    event, people, _rooms, _mix, _published = night
    membership.remove_member(session, member=people[0], now=NOON)
    ids = [one.person_id for one in people]

    assert set(queries.contacts_of(session, event_id=event.id, person_ids=ids)) == set(ids[1:])


def test_an_empty_draft_cannot_be_published(session):
    event = make_event(session)
    mixers.make_people(session, event, 2)
    mixers.draw_dinner(session, event)
    mix = mixers.mix(session, event)
    mix.seats = []
    session.flush()

    with pytest.raises(publishing.NothingToPublish):
        publish(session, mix)
    assert session.query(PublishedMix).count() == 0


def test_a_reminder_is_written_once_a_day_to_whoever_said_nothing(session):
    event = make_event(session)
    ada, bob = mixers.make_people(session, event, 2)
    mixers.say(session, ada, pool=mixers.SHARED)
    mixers.draw_hotel(session, event, 2)

    for _ in range(2):
        found = missing(stage_of(session, event))
        assert letters.remind(session, event=event, missing=found, desk=DESK, now=NOON) == 1

    mail = session.scalars(select(Mail)).one()
    assert (mail.person_id, mail.kind) == (bob.person_id, letters.REMINDER)
    assert DESK.needs in mail.body
