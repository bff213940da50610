from datetime import timedelta

import pytest

from offsite.policy import Actor
from offsite.schedule import agenda, drafts, queries, releases
from offsite.schedule.now import rooms_now
from offsite.schedule.personal import agenda_of
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
    make_vote,
)

SLOT = timedelta(minutes=45)
ADA = Actor(name="Ada")


class Stage:
    """Two rooms and two slots, four items "00", "01", "10", "11": slot and room."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.bob = make_member(session, self.event)
        self.rooms = [make_room(session, self.event, name) for name in ("A", "B")]
        self.kind = make_format(session, self.event)
        self.draft = make_draft(session, self.event, applied_at=NOON)
        self.items = {f"{s}{r}": self.add(s, r) for s in range(2) for r in range(2)}
        self.release("v1")

    def add(self, slot, room, *hosts, **values):
        proposal = make_proposal(
            self.session,
            self.event,
            *(hosts or [make_person(self.session)]),
            state="confirmed",
            format=values.pop("format", self.kind),
            title=f"{slot}{room}",
        )
        starts_at = MORNING + slot * SLOT
        make_placement(self.session, self.draft, proposal, self.rooms[room], starts_at=starts_at)
        return proposal

    def release(self, name):
        self.session.expire_all()
        return releases.release(
            self.session, draft=self.draft, name=name, note="", actor=ADA, now=NOON
        )

    def pick(self, *names):
        for name in names:
            agenda.pick(
                self.session, proposal=self.items[name], person_id=self.bob.person_id, now=NOON
            )

    def shown(self):
        self.session.expire_all()
        found = agenda_of(self.session, self.event, person_id=self.bob.person_id)
        return found, [stretch for day in found.days for stretch in day.stretches]


@pytest.fixture
def stage(session):
    return Stage(session)


def titles(things):
    return [one.item.title for one in things]


def test_before_a_release_there_is_no_agenda(session):
    event = make_event(session)
    bob = make_member(session, event)

    assert agenda_of(session, event, person_id=bob.person_id).release is None


def test_two_picks_at_once_are_a_clash(stage):
    stage.pick("00", "01")

    _found, (clash, _gap) = stage.shown()

    assert clash.clashes
    assert titles(clash.own) == ["00", "01"]


def test_keeping_one_drops_the_picks_beside_it_and_nothing_else(stage, session):
    stage.pick("00", "01", "10")

    dropped = agenda.keep(
        session, proposal=stage.items["01"], person_id=stage.bob.person_id, now=NOON
    )

    _found, stretches = stage.shown()
    assert dropped == 1
    assert [titles(one.own) for one in stretches] == [["01"], ["10"]]


def test_a_pick_taken_back_stays_as_a_row_for_the_calendar(stage, session):
    stage.pick("00")
    agenda.drop(session, proposal=stage.items["00"], person_id=stage.bob.person_id, now=NOON)

    (row,) = queries.picks_of(session, event=stage.event, person_id=stage.bob.person_id)

    assert (row.dropped_at, row.flips) == (NOON, 1)


def test_what_is_not_released_cannot_be_kept(stage, session):
    other = make_proposal(session, stage.event, state="confirmed", format=stage.kind)

    with pytest.raises(agenda.NotReleased):
        agenda.keep(session, proposal=other, person_id=stage.bob.person_id, now=NOON)

    assert queries.picks_of(session, event=stage.event, person_id=stage.bob.person_id) == []


def test_hosting_and_what_everybody_attends_is_on_the_agenda_without_a_pick(stage, session):
    stage.add(2, 0, stage.bob.person)
    opening = make_format(session, stage.event, everyone=True)
    stage.add(3, 0, format=opening)
    stage.release("v2")

    _found, stretches = stage.shown()

    own = [one.because for stretch in stretches for one in stretch.own]
    assert own == ["host", "everyone"]


def test_a_gap_suggests_musts_then_woulds_then_what_many_want_and_never_a_no(stage, session):
    for name in ("22", "23", "24"):
        stage.rooms.append(make_room(session, stage.event, name))
    for room in range(2, 5):
        stage.items[f"0{room}"] = stage.add(0, room)
    stage.release("v2")
    make_vote(session, stage.items["01"], stage.bob, "must")
    make_vote(session, stage.items["03"], stage.bob, "would")
    make_vote(session, stage.items["00"], stage.bob, "no")
    for _ in range(2):
        make_vote(session, stage.items["04"], make_member(session, stage.event), "would")

    _found, (gap, _later) = stage.shown()

    assert [(one.item.title, one.choice) for one in gap.suggestions] == [
        ("01", "must"),
        ("03", "would"),
        ("04", ""),
    ]


def test_nothing_is_suggested_beside_a_pick(stage):
    stage.pick("00")

    _found, (own, gap) = stage.shown()

    assert titles(own.own) == ["00"]
    assert titles(gap.suggestions) == ["10", "11"]


def test_musts_wait_until_they_are_picked_or_dropped(stage, session):
    for name in ("00", "10", "11"):
        make_vote(session, stage.items[name], stage.bob, "must")
    stage.pick("00", "10")
    agenda.drop(session, proposal=stage.items["10"], person_id=stage.bob.person_id, now=NOON)

    found, _stretches = stage.shown()

    assert [one.title for one in found.musts] == ["11"]


def test_adding_all_musts_counts_only_what_was_missing(stage, session):
    stage.pick("00")
    wanted = [stage.items["00"], stage.items["10"]]

    added = agenda.pick_all(session, proposals=wanted, person_id=stage.bob.person_id, now=NOON)

    assert added == 1


def test_a_picked_item_that_was_canceled_is_named(stage, session):
    stage.pick("00")
    drafts.unplace(
        session,
        draft=stage.draft,
        proposal=stage.items["00"],
        seen_version=stage.draft.version,
        actor=ADA,
        now=NOON,
    )
    stage.release("v2")

    found, stretches = stage.shown()

    assert [one.title for one in found.lost] == ["00"]
    assert all(not stretch.own for stretch in stretches)


def test_now_and_next_in_each_room(stage, session):
    items = queries.latest_release(session, stage.event).items

    found = rooms_now(items, now=MORNING + timedelta(minutes=10), zone=stage.event.zone)

    assert [(one.room, one.now.title, one.next.title) for one in found] == [
        ("A", "00", "10"),
        ("B", "01", "11"),
    ]


def test_between_two_items_nothing_is_on(stage, session):
    items = queries.latest_release(session, stage.event).items

    found = rooms_now(items, now=MORNING - timedelta(minutes=1), zone=stage.event.zone)

    assert [(one.now, one.next.title) for one in found] == [(None, "00"), (None, "01")]


def test_on_another_day_no_room_is_shown(stage, session):
    items = queries.latest_release(session, stage.event).items

    assert rooms_now(items, now=MORNING + timedelta(days=1), zone=stage.event.zone) == []
