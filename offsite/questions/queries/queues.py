"""Queues: which there are, what waits in them, who may sit on their panels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event, Membership
from offsite.people.models import Person
from offsite.proposals.models import Proposal, ProposalHost
from offsite.questions.models import (
    PUBLIC,
    Question,
    Queue,
)


@dataclass(frozen=True)
class Counts:
    """What everybody may know about a queue."""

    asked: int = 0
    shown: int = 0
    declined: int = 0
    waiting: int = 0


def queue_of_proposal(session: Session, proposal: Proposal) -> Queue | None:
    return session.scalars(select(Queue).where(Queue.proposal_id == proposal.id)).one_or_none()


def slugs_of(session: Session, event: Event) -> set[str]:
    return set(session.scalars(select(Queue.slug).where(Queue.event_id == event.id)))


def has_questions(session: Session, queue: Queue) -> bool:
    return session.scalar(select(Question.id).where(Question.queue_id == queue.id)) is not None


def member_ids(session: Session, event_id: int) -> Sequence[int]:
    """Everybody who is or was in the event: whoever left may have voted."""
    return session.scalars(
        select(Membership.person_id).where(Membership.event_id == event_id)
    ).all()


def queues_of(session: Session, event: Event) -> list[tuple[Queue, Counts]]:
    """The event's queues, free ones first, then by title; closed ones last.  Two statements."""
    found = session.scalars(
        select(Queue).where(Queue.event_id == event.id).options(joinedload(Queue.proposal))
    ).all()
    counts = _counts_by_queue(session, [one.id for one in found])
    ordered = sorted(
        found, key=lambda one: (one.closed_at is not None, one.proposal_id is not None, one.title)
    )
    return [(one, counts.get(one.id, Counts())) for one in ordered]


def counts_of(session: Session, queue: Queue) -> Counts:
    return _counts_by_queue(session, [queue.id]).get(queue.id, Counts())


def _counts_by_queue(session: Session, ids: Sequence[int]) -> Mapping[int, Counts]:
    def those(*states: str) -> Any:
        return func.sum(case((Question.state.in_(states), 1), else_=0))

    rows = session.execute(
        select(
            Question.queue_id,
            func.count(),
            those(*PUBLIC),
            those("declined"),
            those("waiting"),
        )
        .where(Question.queue_id.in_(ids))
        .group_by(Question.queue_id)
    )
    return {row[0]: Counts(*row[1:]) for row in rows}


def panel_candidates(session: Session, event_id: int) -> Sequence[Any]:
    """Members as (id, name), by name."""
    return session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.event_id == event_id, Membership.left_at.is_(None))
        .order_by(func.lower(Person.name), Person.id)
    ).all()


def waiting_for(session: Session, event: Event, person_id: int) -> list[tuple[Queue, int]]:
    """Queues whose sessions the person hosts, with how many questions wait there."""
    hosts = select(ProposalHost.proposal_id).where(
        ProposalHost.person_id == person_id, ProposalHost.accepted_at.is_not(None)
    )
    rows = session.execute(
        select(Queue, func.count(Question.id))
        .join(Question, Question.queue_id == Queue.id)
        .where(
            Queue.event_id == event.id,
            Queue.closed_at.is_(None),
            Question.state == "waiting",
            Queue.proposal_id.in_(hosts),
        )
        .group_by(Queue.id)
        .order_by(Queue.id)
    )
    return [(row[0], row[1]) for row in rows]
