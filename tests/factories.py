"""Rows for tests: plain functions; name only what matters to the test.

The three people: Ada organizes, Bob is a member, Cleo is a stranger.
"""

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from offsite.events.models import (
    Blocker,
    Event,
    Format,
    Membership,
    RoleGrant,
    Room,
    Series,
    Slot,
    Track,
)
from offsite.people.models import Person
from offsite.policy import Role
from offsite.proposals.letters import Desk
from offsite.proposals.models import Proposal, ProposalHost, ProposalVote
from offsite.questions.models import Question, Queue
from offsite.schedule.models import Draft, Placement

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 10, 1)
MORNING = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)
"""Nine o'clock in Warsaw on the first day of the event."""

DESK = Desk(
    address_of=lambda one: f"https://offsite.example/{one.code}",
    address_of_wanted=lambda one: f"https://offsite.example/wanted/{one.id}",
)
"""Where mails about proposals find addresses, in English."""

Row = TypeVar("Row")
_numbers = itertools.count(1)


def _save(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _guid() -> str:
    return str(uuid.uuid4())


def make_person(session: Session, name: str = "Bob", **values: Any) -> Person:
    number = next(_numbers)
    values.setdefault("email", f"{name.split()[0].lower()}{number}@example.org")
    return _save(session, Person(name=name, guid=_guid(), **{"created_at": NOON, **values}))


def make_series(session: Session, name: str = "Tech Leaders' Meeting", **values: Any) -> Series:
    values.setdefault("slug", f"series-{next(_numbers)}")
    return _save(session, Series(name=name, **{"created_at": NOON, **values}))


def make_event(session: Session, **values: Any) -> Event:
    """Two days in Warsaw; call and voting have no dates unless given."""
    number = next(_numbers)
    if "series" not in values and "series_id" not in values:
        values["series"] = make_series(session)
    defaults = {
        "guid": _guid(),
        "slug": f"event-{number}",
        "name": "Leaders' Meeting",
        "timezone": "Europe/Warsaw",
        "starts_on": FIRST_DAY,
        "ends_on": FIRST_DAY + timedelta(days=1),
        "created_at": NOON,
    }
    return _save(session, Event(**{**defaults, **values}))


def make_member(
    session: Session, event: Event, person: Person | None = None, *roles: Role
) -> Membership:
    """``person`` (or a new Bob) in the event, with ``roles`` beyond membership."""
    person = person or make_person(session)
    member = _save(session, Membership(event_id=event.id, person_id=person.id, joined_at=NOON))
    for role in roles:
        _save(session, RoleGrant(membership_id=member.id, role=role.value, granted_at=NOON))
    return member


def make_room(session: Session, event: Event, name: str = "", **values: Any) -> Room:
    number = next(_numbers)
    defaults = {"guid": _guid(), "name": name or f"Room {number}", "position": number}
    return _save(session, Room(event_id=event.id, **{**defaults, **values}))


def make_slot(
    session: Session, event: Event, starts_at: datetime = MORNING, minutes: int = 45
) -> Slot:
    ends_at = starts_at + timedelta(minutes=minutes)
    return _save(session, Slot(event_id=event.id, starts_at=starts_at, ends_at=ends_at))


def make_blocker(session: Session, event: Event, **values: Any) -> Blocker:
    defaults = {
        "kind": "break",
        "title": "Coffee",
        "starts_at": MORNING,
        "ends_at": MORNING + timedelta(minutes=30),
    }
    return _save(session, Blocker(event_id=event.id, **{**defaults, **values}))


def make_track(session: Session, event: Event, name: str = "Platform") -> Track:
    return _save(session, Track(event_id=event.id, name=name))


def make_format(session: Session, event: Event, **values: Any) -> Format:
    number = next(_numbers)
    defaults = {
        "key": f"format-{number}",
        "name": "Presentation",
        "minutes": 45,
        "position": number,
    }
    return _save(session, Format(event_id=event.id, **{**defaults, **values}))


def make_proposal(
    session: Session, event: Event, *hosts: Person, state: str = "submitted", **values: Any
) -> Proposal:
    number = next(_numbers)
    if "format" not in values and "format_id" not in values:
        values["format"] = make_format(session, event)
    defaults = {
        "code": _code(number),
        "uid": _guid(),
        "title": f"Proposal {number}",
        "minutes": 45,
        "created_at": NOON,
        "updated_at": NOON,
        "state_changed_at": NOON,
        "submitted_at": None if state == "draft" else NOON,
        "created_by_id": hosts[0].id if hosts else None,
    }
    proposal = _save(session, Proposal(event_id=event.id, state=state, **{**defaults, **values}))
    for position, person in enumerate(hosts):
        _save(
            session,
            ProposalHost(
                proposal_id=proposal.id,
                person_id=person.id,
                position=position,
                invited_at=NOON,
                accepted_at=NOON,
            ),
        )
    session.refresh(proposal)
    return proposal


def _code(number: int) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    code = ""
    for _ in range(6):
        number, digit = divmod(number, len(letters))
        code = letters[digit] + code
    return code


def make_vote(
    session: Session, proposal: Proposal, member: Membership, choice: str = "would"
) -> ProposalVote:
    return _save(
        session,
        ProposalVote(proposal_id=proposal.id, membership_id=member.id, choice=choice, cast_at=NOON),
    )


def make_draft(session: Session, event: Event, **values: Any) -> Draft:
    defaults = {"name": "By hand", "created_at": NOON, "updated_at": NOON}
    return _save(session, Draft(event_id=event.id, **{**defaults, **values}))


def make_placement(
    session: Session, draft: Draft, proposal: Proposal, room: Room | None, **values: Any
) -> Placement:
    starts_at = values.pop("starts_at", MORNING)
    ends_at = values.pop("ends_at", starts_at + timedelta(minutes=proposal.minutes))
    return _save(
        session,
        Placement(
            draft_id=draft.id,
            proposal_id=proposal.id,
            room_id=room.id if room else None,
            starts_at=starts_at,
            ends_at=ends_at,
            **values,
        ),
    )


def make_queue(session: Session, event: Event, **values: Any) -> Queue:
    """A free queue that shows questions at once."""
    number = next(_numbers)
    defaults = {
        "slug": f"queue-{number}",
        "title": "AMA dinner",
        "created_at": NOON,
        "is_moderated": False,
    }
    return _save(session, Queue(event_id=event.id, **{**defaults, **values}))


def make_question(session: Session, queue: Queue, body: str = "Why?", **values: Any) -> Question:
    """An anonymous question that nobody's device can prove."""
    defaults = {"is_anonymous": True, "proof": "0" * 64, "state": "shown", "asked_at": NOON}
    return _save(session, Question(queue_id=queue.id, body=body, **{**defaults, **values}))
