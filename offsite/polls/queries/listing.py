"""Which polls there are, and what a person still has to do with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event, Format, Membership, RoleGrant
from offsite.openspace.models import Board
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part
from offsite.policy import Role
from offsite.polls.models import (
    Answer,
    NamedAnswer,
    Participation,
    Poll,
    PollSlot,
    SessionRating,
)
from offsite.proposals.models import Proposal


def polls_of(session: Session, *, event_id: int) -> Sequence[Poll]:
    """Every poll of the event, drafts too, the newest first."""
    return session.scalars(
        select(Poll)
        .where(Poll.event_id == event_id)
        .options(selectinload(Poll.items))
        .order_by(Poll.created_at.desc(), Poll.id.desc())
    ).all()


def open_polls(session: Session, *, event_id: int, now: datetime) -> Sequence[Poll]:
    """Polls that take answers now, those about the meeting first.  One statement."""
    return session.scalars(
        select(Poll)
        .where(
            Poll.event_id == event_id,
            Poll.sealed_at.is_(None),
            Poll.opens_at <= now,
            or_(Poll.closes_at.is_(None), Poll.closes_at > now),
        )
        .order_by(Poll.kind, Poll.opens_at, Poll.id)
    ).all()


def due_polls(session: Session, *, now: datetime) -> Sequence[Poll]:
    """Polls of all events whose time is over and which are not sealed."""
    return session.scalars(
        select(Poll).where(Poll.sealed_at.is_(None), Poll.closes_at <= now).order_by(Poll.id)
    ).all()


def sealed_polls(session: Session, *, event_id: int) -> Sequence[Poll]:
    """Polls whose results exist, the newest first."""
    return session.scalars(
        select(Poll)
        .where(Poll.event_id == event_id, Poll.sealed_at.is_not(None))
        .options(selectinload(Poll.items))
        .order_by(Poll.closes_at.desc(), Poll.id.desc())
    ).all()


def latest_results(session: Session, *, event_id: int, kind: str = "meeting") -> Poll | None:
    """The poll of this kind whose results are the event's: the one that closed last."""
    return session.scalars(
        select(Poll)
        .where(Poll.event_id == event_id, Poll.kind == kind, Poll.sealed_at.is_not(None))
        .options(selectinload(Poll.items), joinedload(Poll.event))
        .order_by(Poll.closes_at.desc(), Poll.id.desc())
        .limit(1)
    ).first()


def poll_before(session: Session, poll: Poll) -> Poll | None:
    """The poll of the edition before, of the same series and kind, with its results."""
    return session.scalars(
        select(Poll)
        .join(Event, Event.id == Poll.event_id)
        .where(
            Event.series_id == poll.event.series_id,
            Event.starts_on < poll.event.starts_on,
            Poll.kind == poll.kind,
            Poll.sealed_at.is_not(None),
        )
        .options(selectinload(Poll.items), joinedload(Poll.event))
        .order_by(Event.starts_on.desc(), Poll.closes_at.desc(), Poll.id.desc())
        .limit(1)
    ).first()


def participation_of(session: Session, *, poll_id: int, person_id: int) -> Participation | None:
    return session.get(Participation, (poll_id, person_id))


def turnout(session: Session, poll: Poll) -> tuple[int, int]:
    """How many answered, of how many who were asked.  Only these two numbers are told."""
    asked = _count(session, Participation, poll)
    if not poll.is_anonymous:
        return _count(session, NamedAnswer, poll), asked
    if poll.sealed_at is None:
        return _count(session, PollSlot, poll), asked
    return _count(session, Answer, poll), asked


def _count(session: Session, model: Any, poll: Poll) -> int:
    return session.scalar(select(func.count()).where(model.poll_id == poll.id)) or 0


def has_slot(session: Session, *, tag: str) -> bool:
    """Whether somebody answered whose slot is ``tag``."""
    return session.get(PollSlot, tag) is not None


def spent_slots(session: Session, poll: Poll) -> frozenset[str]:
    return frozenset(session.scalars(select(PollSlot.tag).where(PollSlot.poll_id == poll.id)))


def people_asked(session: Session, poll: Poll) -> Sequence[Person]:
    """Everybody who was asked and can still sign in."""
    return session.scalars(
        select(Person)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.poll_id == poll.id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    ).all()


def named_people(session: Session, poll: Poll) -> frozenset[int]:
    """Who answered a poll with names."""
    found = select(NamedAnswer.person_id).where(NamedAnswer.poll_id == poll.id)
    return frozenset(session.scalars(found))


def not_yet_asked(session: Session, poll: Poll) -> list[int]:
    """Person ids of the event's members without a participation; no screens."""
    screens = (
        select(RoleGrant.membership_id)
        .group_by(RoleGrant.membership_id)
        .having(func.min(RoleGrant.role) == Role.DISPLAY.value)
        .having(func.max(RoleGrant.role) == Role.DISPLAY.value)
    )
    asked = select(Participation.person_id).where(Participation.poll_id == poll.id)
    return list(
        session.scalars(
            select(Membership.person_id).where(
                Membership.event_id == poll.event_id,
                Membership.left_at.is_(None),
                Membership.id.not_in(screens),
                Membership.person_id.not_in(asked),
            )
        )
    )


FEWEST_LISTED = 10
"""With fewer answers nobody learns who answered, only how many."""


def answered_list(session: Session, poll: Poll) -> list[tuple[str, bool]]:
    """Everybody who was asked with yes or no, by name; empty before the poll is sealed and
    when fewer than ten answered."""
    if poll.sealed_at is None or turnout(session, poll)[0] < FEWEST_LISTED:
        return []
    rows = session.execute(
        select(Person.name, Participation.done)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.poll_id == poll.id)
        .order_by(func.lower(Person.name), Person.id)
    )
    return [(name, done) for name, done in rows]


def answer_called(session: Session, ident: str) -> Answer | None:
    return session.get(Answer, ident) if ident else None


def named_answer(session: Session, *, poll_id: int, person_id: int) -> NamedAnswer | None:
    return session.get(NamedAnswer, (poll_id, person_id))


def own_ratings(session: Session, *, poll_id: int, tags: dict[int, str]) -> dict[int, Any]:
    """The ratings that bear one of the person's ``tags``, by proposal id.  One statement."""
    rows = session.scalars(
        select(SessionRating).where(
            SessionRating.poll_id == poll_id, SessionRating.tag.in_(tags.values())
        )
    )
    return {one.proposal_id: one for one in rows}


@part("poll_participations")
def participations_of(session: Session, person_id: int) -> Any:
    """For the export: what a person said without a name cannot be found, and is not here."""
    rows = session.scalars(
        select(Participation)
        .where(Participation.person_id == person_id)
        .order_by(Participation.poll_id)
    )
    return [columns_of(one) for one in rows]


@part("poll_named_answers")
def named_answers_of(session: Session, person_id: int) -> Any:
    rows = session.scalars(
        select(NamedAnswer).where(NamedAnswer.person_id == person_id).order_by(NamedAnswer.poll_id)
    )
    return [columns_of(one) for one in rows]


OPEN_SPACE = "open-space"


def formats_with_sessions(session: Session, event: Event) -> frozenset[str]:
    """Keys of the formats that the event's programme has, and open space when a board is there."""
    held = session.scalars(
        select(Format.key)
        .join(Proposal, Proposal.format_id == Format.id)
        .where(Proposal.event_id == event.id, Proposal.state.in_(("accepted", "confirmed")))
        .distinct()
    )
    board = session.scalar(select(Board.id).where(Board.event_id == event.id))
    return frozenset([*held, *([OPEN_SPACE] if board is not None else [])])
