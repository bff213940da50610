"""The book of an event: everything that it holds, as values for a page or a file.

Nothing here says who asked without a name, who voted, or how anybody answered a poll.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.actions.queries import Settled, for_the_book
from offsite.events.models import Event
from offsite.openspace.queries.news import BookReport, BookStep, reports_for_book, steps_for_book
from offsite.proceedings.models import Binding, Notes, Photo
from offsite.proceedings.queries.notes import takers_of
from offsite.proceedings.queries.photos import photos_of
from offsite.proposals.models import Proposal
from offsite.questions.models import PUBLIC, Question, QuestionAnswer, QuestionAuthor, Queue
from offsite.schedule.models import ReleasedItem
from offsite.schedule.queries import latest_release


@dataclass(frozen=True)
class Day:
    """What ran on one day by the last release, by time and room."""

    date: date
    items: tuple[ReleasedItem, ...]


@dataclass(frozen=True)
class SessionNotes:
    """What was written down in a session.  ``body`` is markdown."""

    code: str
    title: str
    hosts: tuple[str, ...]
    takers: tuple[str, ...]
    starts_at: datetime
    body: str


@dataclass(frozen=True)
class Answer:
    """What a panelist wrote; ``by`` is empty when they are gone."""

    by: str
    body: str


@dataclass(frozen=True)
class Answered:
    """A question that was answered; ``asker`` is empty when it was asked without a name."""

    body: str
    asker: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Round:
    """The answered questions of one queue."""

    title: str
    questions: tuple[Answered, ...]


@dataclass(frozen=True)
class Contents:
    """Everything a book can hold, whatever organizers leave out."""

    schedule: tuple[Day, ...] = ()
    notes: tuple[SessionNotes, ...] = ()
    reports: tuple[BookReport, ...] = ()
    steps: tuple[BookStep, ...] = ()
    questions: tuple[Round, ...] = ()
    actions: tuple[Settled, ...] = ()
    photos: tuple[Photo, ...] = ()

    def has(self, chapter: str) -> bool:
        """Whether there is anything for the chapter."""
        return bool(getattr(self, chapter)) or (chapter == "reports" and bool(self.steps))


def binding_of(session: Session, event: Event) -> Binding | None:
    """What organizers decided about the book; None before they did."""
    found = select(Binding).where(Binding.event_id == event.id)
    return session.scalars(found.execution_options(populate_existing=True)).one_or_none()


def contents_of(session: Session, event: Event) -> Contents:
    """All that the event has for its book.  A fixed number of statements."""
    release = latest_release(session, event)
    held = [one for one in release.items if one.canceled_at is None] if release else []
    return Contents(
        schedule=_by_day(held, event.zone),
        notes=_notes(session, event, held),
        reports=reports_for_book(session, event_id=event.id),
        steps=steps_for_book(session, event_id=event.id),
        questions=answered_questions(session, event),
        actions=tuple(for_the_book(session, event)),
        photos=tuple(photos_of(session, event)),
    )


def _by_day(items: Sequence[ReleasedItem], zone: tzinfo) -> tuple[Day, ...]:
    days: dict[date, list[ReleasedItem]] = {}
    for one in sorted(items, key=lambda one: (one.starts_at, one.room_position, one.id)):
        days.setdefault(one.starts_at.astimezone(zone).date(), []).append(one)
    return tuple(Day(on, tuple(found)) for on, found in sorted(days.items()))


def _notes(
    session: Session, event: Event, held: Sequence[ReleasedItem]
) -> tuple[SessionNotes, ...]:
    """Notes of what is in the released schedule: they become public to members with it."""
    starts = {one.proposal_id: one.starts_at for one in held}
    rows = session.scalars(
        select(Notes)
        .join(Notes.proposal)
        .where(Proposal.event_id == event.id, Notes.body != "")
        .options(joinedload(Notes.proposal).selectinload(Proposal.hosts))
    ).all()
    shown = [one for one in rows if one.proposal_id in starts]
    takers = takers_of(session, [one.id for one in shown])
    found = [
        SessionNotes(
            code=one.proposal.code,
            title=one.proposal.title,
            hosts=tuple(person.name for person in one.proposal.active_hosts),
            takers=takers.get(one.id, ()),
            starts_at=starts[one.proposal_id],
            body=one.body,
        )
        for one in shown
    ]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.title)))


def answered_questions(session: Session, event: Event) -> tuple[Round, ...]:
    """What was marked as answered or answered in writing, queue by queue.

    Left out: rehearsals, what was merged into another, and all that members cannot read.
    The order among questions is that of their random names: it tells nothing about when
    they were asked.
    """
    rows = session.scalars(
        select(Question)
        .join(Question.queue)
        .where(
            Queue.event_id == event.id,
            Queue.rehearsal_since.is_(None),
            Question.merged_into_id.is_(None),
            Question.state.in_(PUBLIC),
            or_(Question.state == "answered", Question.answers.any()),
        )
        .options(
            joinedload(Question.queue),
            joinedload(Question.author).joinedload(QuestionAuthor.person),
            selectinload(Question.answers).joinedload(QuestionAnswer.person),
        )
        .order_by(Queue.title, Queue.id, Question.id)
    )
    rounds: dict[int, list[Question]] = {}
    for one in rows:
        rounds.setdefault(one.queue_id, []).append(one)
    return tuple(
        Round(found[0].queue.title, tuple(_answered(one) for one in found))
        for found in rounds.values()
    )


def _answered(question: Question) -> Answered:
    named = question.author if not question.is_anonymous else None
    return Answered(
        body=question.body,
        asker=named.person.name if named else "",
        answers=tuple(
            Answer(one.person.name if one.person else "", one.body) for one in question.answers
        ),
    )
