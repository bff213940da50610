"""An event with a schedule, and the three people: Ada organizes, Bob is a member, Cleo is not."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from offsite.events.models import Event
from offsite.people.models import Person
from offsite.policy import Actor, Role
from offsite.proposals.models import Proposal
from offsite.schedule import drafts, releases
from offsite.schedule.models import Draft
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
    make_slot,
)

SLOT = timedelta(minutes=45)


@dataclass
class Stage:
    """The rows of a small event; ``items[n]`` stands in slot n of the draft."""

    event: Event
    draft: Draft
    ada: Person
    bob: Person
    cleo: Person
    items: list[Proposal] = field(default_factory=list)
    base: str = "/tlm"

    @property
    def page(self) -> str:
        return f"/tlm/organize/schedule/{self.draft.id}/"


def build(session, *, items=2, visibility="members"):
    event = make_event(session, slug="tlm", visibility=visibility)
    ada, bob, cleo = (make_person(session, name) for name in ("Ada", "Bob", "Cleo"))
    make_member(session, event, ada, Role.ORGANIZER)
    make_member(session, event, bob)
    for number in range(4):
        make_slot(session, event, MORNING + number * SLOT)
    room = make_room(session, event, "Aula", seats=50)
    make_room(session, event, "Cellar", seats=20)
    kind = make_format(session, event)
    draft = make_draft(session, event, applied_at=NOON)
    found = [
        make_proposal(
            session, event, make_person(session), state="confirmed", format=kind, title=f"Talk {n}"
        )
        for n in range(items)
    ]
    for number, proposal in enumerate(found):
        make_placement(session, draft, proposal, room, starts_at=MORNING + number * SLOT)
    return read_again(session, Stage(event, draft, ada, bob, cleo, found))


def read_again(session, stage):
    """The stage with everything loaded that tests look at once the session is gone."""
    session.flush()
    session.expire_all()
    for row in (stage.event, stage.draft, stage.ada, stage.bob, stage.cleo, *stage.items):
        session.refresh(row)
    for lazy in (stage.event.slots, stage.event.rooms, stage.draft.placements):
        list(lazy)
    for proposal in stage.items:
        _ = proposal.format, [host.person for host in proposal.hosts]
    return stage


def here(session, row):
    """The same row in another session, as it is in the database now."""
    return session.get(type(row), row.id, populate_existing=True)


def publish(session, stage, name="v1", now=NOON):
    return releases.release(
        session,
        draft=here(session, stage.draft),
        name=name,
        note="",
        actor=Actor(person_id=stage.ada.id),
        now=now,
    )


def move(session, stage, number, *, slots, now=NOON):
    """Move item ``number`` by so many slots in the draft."""
    draft = here(session, stage.draft)
    proposal = here(session, stage.items[number])
    there = next(one for one in draft.placements if one.proposal_id == proposal.id)
    drafts.place(
        session,
        draft=draft,
        proposal=proposal,
        room=there.room,
        starts_at=there.starts_at + slots * SLOT,
        seen_version=draft.version,
        actor=Actor(person_id=stage.ada.id),
        now=now,
    )


@pytest.fixture
def stage(rows):
    """An event for members with two items in its working draft and no release."""
    with rows() as session:
        found = build(session)
    return found


@pytest.fixture
def released(rows, stage):
    """The same with its first release."""
    with rows() as session:
        publish(session, stage)
    return stage
