"""Places where questions are asked: opened, rehearsed, closed for good."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from offsite.anonymity.keys import KeyFolder
from offsite.anonymity.rewriting import rewrite
from offsite.errors import BadInput, RuleBroken
from offsite.events import queries as events
from offsite.events.models import Event
from offsite.events.rules import slug_of
from offsite.proposals.models import LISTED, Proposal
from offsite.questions import queries
from offsite.questions.models import (
    KEY_PREFIX,
    Question,
    QuestionAnswer,
    QuestionAssignment,
    QuestionAuthor,
    QuestionSlot,
    QuestionVote,
    Queue,
    QueuePanelist,
)
from offsite.questions.services.locking import changed, lock, lock_open

MOST_PER_PERSON = 50
CLOSES_AFTER = timedelta(days=30)
"""Pages promise that the key lives no longer than this beyond the event."""

RESERVED = frozenset({"for"})


class BadQueue(BadInput):
    """These details cannot be a queue's."""


class NoRehearsal(RuleBroken):
    """The queue is not being rehearsed, or cannot be any more."""


@dataclass(frozen=True)
class QueuePlan:
    """What an organizer says about a queue."""

    title: str
    intro: str = ""
    is_moderated: bool = True
    allows_anonymous: bool = True
    per_person: int = 10


def open_queue(
    session: Session,
    *,
    event: Event,
    plan: QueuePlan,
    now: datetime,
    proposal: Proposal | None = None,
    is_rehearsal: bool = False,
) -> Queue:
    """A new place for questions; of a session there is one: asked again, it is returned.

    Raises:
        BadQueue: no title, or a number of questions that is none.
        RuleBroken: the session is not (yet) part of the programme.
    """
    _check(plan)
    lock(session, event)
    if proposal is not None:
        if found := queries.queue_of_proposal(session, proposal):
            return found
        if proposal.state not in LISTED:
            raise RuleBroken("Questions are asked about sessions that everybody can see.")
    queue = Queue(
        event_id=event.id,
        proposal_id=proposal.id if proposal else None,
        slug=_free_slug(session, event, proposal.code if proposal else plan.title),
        created_at=now,
        rehearsal_since=now if is_rehearsal else None,
    )
    _apply(queue, plan)
    session.add(queue)
    session.flush()
    return queue


def _check(plan: QueuePlan) -> None:
    if not plan.title.strip():
        raise BadQueue("Give the questions a title.")
    if len(plan.title) > 200:
        raise BadQueue("A title has at most 200 characters.")
    if not 1 <= plan.per_person <= MOST_PER_PERSON:
        raise BadQueue("One person may ask between 1 and 50 questions.")


def _apply(queue: Queue, plan: QueuePlan) -> None:
    queue.title = " ".join(plan.title.split())
    queue.intro = plan.intro.strip()
    queue.is_moderated = plan.is_moderated
    queue.allows_anonymous = plan.allows_anonymous
    queue.per_person = plan.per_person


def _free_slug(session: Session, event: Event, name: str) -> str:
    base = slug_of(name)[:40].strip("-") or "questions"
    taken = queries.slugs_of(session, event) | RESERVED
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in candidates if one not in taken)


def change_queue(session: Session, *, queue: Queue, plan: QueuePlan) -> Queue:
    """Say it in other words or switch moderation; what waits stays waiting.

    Anonymity goes one way: what was promised to those who ask is not taken back.

    Raises:
        BadQueue: as `open_queue`.
        QueueClosed: it is over.
        RuleBroken: somebody asked already, and anonymity would be switched off.
    """
    _check(plan)
    lock_open(session, queue)
    revoked = queue.allows_anonymous and not plan.allows_anonymous
    if revoked and queries.has_questions(session, queue):
        raise RuleBroken("Somebody has asked already: asking without a name stays possible.")
    _apply(queue, plan)
    session.flush()
    changed(session, queue)
    return queue


def seat_panel(session: Session, *, queue: Queue, person_ids: Iterable[int]) -> None:
    """Say who answers; those who are not members of the event are left out."""
    lock_open(session, queue)
    wanted = {
        one
        for one in person_ids
        if events.membership_of(session, event_id=queue.event_id, person_id=one)
    }
    session.execute(delete(QueuePanelist).where(QueuePanelist.queue_id == queue.id))
    session.add_all(QueuePanelist(queue_id=queue.id, person_id=one) for one in sorted(wanted))
    session.flush()
    session.expire(queue, ["panelists"])
    changed(session, queue)


def go_live(session: Session, *, queue: Queue) -> None:
    """End the rehearsal: everything that was asked, voted and written in it vanishes.

    Raises:
        NoRehearsal: it is live already.
    """
    lock_open(session, queue)
    if queue.rehearsal_since is None:
        raise NoRehearsal("This is live already.")
    _forget_questions(session, queue)
    queue.rehearsal_since = None
    session.flush()
    changed(session, queue)


def _forget_questions(session: Session, queue: Queue) -> None:
    ids = select(Question.id).where(Question.queue_id == queue.id)
    for model in (QuestionAuthor, QuestionVote, QuestionAssignment, QuestionAnswer):
        session.execute(delete(model).where(model.question_id.in_(ids)))
    mine = Question.queue_id == queue.id
    session.execute(update(Question).where(mine).values(merged_into_id=None))
    session.execute(delete(Question).where(mine))
    session.execute(delete(QuestionSlot).where(QuestionSlot.queue_id == queue.id))
    session.expire_all()


def close_queue(session: Session, *, queue: Queue, now: datetime) -> None:
    """Close for good: tags vanish, counts stay, and rows lose the order of their coming.

    Whoever calls destroys the key ``queue.key_file`` once this is saved.  Closing twice
    changes nothing.  Answers can still be written.
    """
    lock(session, queue)
    if queue.closed_at is not None:
        return
    ids = select(Question.id).where(Question.queue_id == queue.id)
    session.execute(delete(QuestionVote).where(QuestionVote.question_id.in_(ids)))
    session.execute(delete(QuestionSlot).where(QuestionSlot.queue_id == queue.id))
    authors = QuestionAuthor.__table__
    rewrite(session, authors, authors.c.question_id.in_(ids))
    rewrite(session, Question.__table__, Question.__table__.c.queue_id == queue.id)
    queue.closed_at = now
    session.flush()
    changed(session, queue)


def close_long_over(session: Session, *, now: datetime) -> list[Queue]:
    """Close what nobody closed within `CLOSES_AFTER` of the event's last day."""
    last_day = (now - CLOSES_AFTER).date()
    due = session.scalars(
        select(Queue)
        .join(Event, Event.id == Queue.event_id)
        .where(Queue.closed_at.is_(None), Event.ends_on < last_day)
    ).all()
    for queue in due:
        close_queue(session, queue=queue, now=now)
    return list(due)


def destroy_keys(session: Session, *, keys: KeyFolder) -> None:
    """Destroy the keys of queues that are closed or gone: a close may have been cut short."""
    open_ones = set(session.scalars(select(Queue.key_name).where(Queue.closed_at.is_(None))))
    for name in keys.names():
        if name.startswith(KEY_PREFIX) and name.removeprefix(KEY_PREFIX) not in open_ones:
            keys.destroy(name)
