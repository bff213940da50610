"""What one person's calendar shows, as releases and the person's mind change."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from offsite.calendars import feeds, queries
from offsite.policy import Actor
from offsite.proposals.models import ProposalHost
from offsite.schedule import agenda, releases
from offsite.schedule.models import Placement
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

FRAME = feeds.Frame(
    host="offsite.example",
    page_of=lambda item: f"https://offsite.example/{item.code}",
    schedule_page="https://offsite.example/",
    cancelled_prefix="Cancelled: ",
)


class World:
    """An event with two sessions, and Bob's calendar of it.  Each act is an hour later."""

    def __init__(self, session):
        self.session, self.now, self.count = session, NOON, 0
        self.event, self.bob = make_event(session), make_person(session)
        self.draft, self.room = make_draft(session, self.event), make_room(session, self.event)
        self.items = tuple(self._make_item() for _ in range(2))
        # A release needs an item; this one is always placed and never Bob's.
        self.place(self._make_item())

    def _make_item(self):
        return make_proposal(
            self.session,
            self.event,
            make_person(self.session, "Hana"),
            state="confirmed",
            format=make_format(self.session, self.event),
        )

    def _later(self):
        self.now += timedelta(hours=1)
        return self.now

    def place(self, item, hour=0):
        self.unplace(item)
        starts_at = MORNING + timedelta(hours=hour)
        make_placement(self.session, self.draft, item, self.room, starts_at=starts_at)

    def unplace(self, item):
        found = select(Placement).where(
            Placement.draft_id == self.draft.id, Placement.proposal_id == item.id
        )
        for placement in self.session.scalars(found):
            self.session.delete(placement)
        self.session.flush()

    def host(self, item, hosting=True):
        found = next((one for one in item.hosts if one.person_id == self.bob.id), None)
        if found is None:
            found = ProposalHost(person_id=self.bob.id, position=9, invited_at=NOON)
            item.hosts.append(found)
        found.accepted_at = NOON if hosting else None
        self.session.flush()
        self.session.refresh(item)

    def everyone(self, item, attends=True):
        item.format.everyone = attends
        self.session.flush()

    def release(self):
        self.count += 1
        self.session.refresh(self.draft)
        releases.release(
            self.session,
            draft=self.draft,
            name=f"v{self.count}",
            note="",
            actor=Actor(name="Ada"),
            now=self._later(),
        )

    def pick(self, item):
        agenda.pick(self.session, proposal=item, person_id=self.bob.id, now=self._later())

    def drop(self, item):
        agenda.drop(self.session, proposal=item, person_id=self.bob.id, now=self._later())

    def shown(self):
        """Bob's entries by the UID of their item."""
        kept = queries.personal_items(self.session, event=self.event, person_id=self.bob.id)
        return {one.item.uid: feeds.personal_entry(one, self.event, FRAME) for one in kept}

    def state_of(self, item):
        """Whether the item runs for Bob, and its SEQUENCE."""
        entry = self.shown()[item.uid]
        return ("cancelled" if entry.cancelled else "runs", entry.sequence)


@pytest.fixture
def world(session):
    return World(session)


def test_a_host_who_is_removed_and_comes_back_sees_a_higher_sequence_each_time(world):
    item, _other = world.items
    world.place(item)
    states = []

    for hosting in (True, False, True):
        world.host(item, hosting)
        world.release()
        states.append(world.state_of(item))

    assert states == [("runs", 0), ("cancelled", 1), ("runs", 2)]


def test_an_item_taken_back_before_it_was_ever_released_is_not_in_the_calendar(world):
    item, _other = world.items
    world.pick(item)
    world.drop(item)
    world.place(item)

    world.release()

    assert world.shown() == {}


def test_an_item_taken_back_after_it_was_released_stays_as_cancelled(world):
    item, _other = world.items
    world.pick(item)
    world.place(item)
    world.release()

    world.drop(item)

    assert world.state_of(item) == ("cancelled", 1)


def test_each_change_of_mind_raises_the_sequence(world):
    item, _other = world.items
    world.place(item)
    world.release()
    states = []

    for act in (world.pick, world.drop, world.pick, world.drop):
        act(item)
        states.append(world.state_of(item))

    assert states == [("runs", 0), ("cancelled", 1), ("runs", 2), ("cancelled", 3)]


def test_an_item_that_is_not_for_everyone_any_more_is_cancelled_for_who_did_not_pick_it(world):
    item, other = world.items
    for one in (item, other):
        world.everyone(one)
        world.place(one)
    world.pick(other)
    world.release()

    for one in (item, other):
        world.everyone(one, False)
    world.release()

    assert world.state_of(item) == ("cancelled", 1)
    assert world.state_of(other)[0] == "runs"


def test_picking_what_one_no_longer_hosts_raises_the_sequence(world):
    item, _other = world.items
    world.place(item)
    for hosting in (True, False):
        world.host(item, hosting)
        world.release()
    assert world.state_of(item) == ("cancelled", 1)

    world.pick(item)

    assert world.state_of(item) == ("runs", 2)


def test_an_item_unplaced_and_placed_again_is_cancelled_and_comes_back(world):
    item, _other = world.items
    world.pick(item)
    states = []

    for act in (world.place, world.unplace, world.place):
        act(item)
        world.release()
        states.append(world.state_of(item))

    assert states == [("runs", 0), ("cancelled", 1), ("runs", 2)]


# What goes wrong needs several changes of one item, hence the weights.
WHICH = st.sampled_from([0, 0, 0, 1])
RELEASED = st.sampled_from([True, True, False])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pick"), WHICH),
        st.tuples(st.just("drop"), WHICH),
        st.tuples(st.just("host"), WHICH, RELEASED, st.booleans()),
        st.tuples(st.just("everyone"), WHICH, RELEASED, st.booleans()),
        st.tuples(st.just("place"), WHICH, RELEASED, st.integers(0, 2)),
        st.tuples(st.just("unplace"), WHICH, RELEASED),
    ),
    min_size=4,
    max_size=16,
)


def act(world, step):
    """One change; those of organizers are often released at once, others wait."""
    name, which, *rest = step
    released, *arguments = rest or (False,)
    getattr(world, name)(world.items[which], *arguments)
    if released:
        world.release()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
@example([("host", 0, True, True), ("host", 0, True, False), ("pick", 0), ("drop", 0)])
@example([("everyone", 0, True, True), ("pick", 0), ("everyone", 0, True, False), ("drop", 0)])
@example([("pick", 0), ("drop", 0), ("place", 0, True, 0), ("pick", 0), ("unplace", 0, True)])
def test_no_sequence_of_changes_takes_anything_back_from_a_calendar(session, steps):
    world = World(session)
    for item in world.items:
        world.place(item)
    seen = [world.shown()]

    for step in steps:
        act(world, step)
        seen.append(world.shown())

    for before, after in pairwise(seen):
        assert before.keys() <= after.keys()
        for uid, old in before.items():
            new = after[uid]
            assert new.sequence >= old.sequence
            assert new.changed_at >= old.changed_at
            if (new.cancelled, new.starts_at, new.ends_at) != (
                old.cancelled,
                old.starts_at,
                old.ends_at,
            ):
                assert new.sequence > old.sequence
            if new != old:
                assert new.changed_at > old.changed_at
