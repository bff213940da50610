"""What pages show of questions: rows, or values shaped for one reader.

Nothing here gives away who asked without a name: the row does not know it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.anonymity.devices import proves
from offsite.anonymity.tags import tag_of
from offsite.engines import ranking
from offsite.people.models import Person
from offsite.questions.models import (
    OPEN,
    PUBLIC,
    Question,
    QuestionAnswer,
    QuestionAssignment,
    QuestionAuthor,
    QuestionVote,
    Queue,
)
from offsite.questions.queries.queues import Counts, counts_of

SIMILAR = 3
NEXT_ON_STAGE = 3


@dataclass(frozen=True)
class Reader:
    """Who looks: the person, the secret of their device, the queue's key while there is one."""

    person_id: int
    secret: str = ""
    key: bytes | None = None


@dataclass(frozen=True)
class Card:
    """A question as one reader sees it.

    ``choice`` is the reader's own vote; ``votes`` is None until they have said something.
    """

    question: Question
    choice: str = ""
    votes: int | None = None
    is_own: bool = False
    merged: tuple[Question, ...] = ()

    @property
    def author(self) -> Person | None:
        return self.question.author.person if self.question.author else None

    @property
    def panelist(self) -> Person | None:
        return self.question.assignment.person if self.question.assignment else None


@dataclass(frozen=True)
class Board:
    """Everything on a queue's page for one reader."""

    stage: Card | None
    pinned: tuple[Card, ...]
    fresh: tuple[Card, ...]
    """Open ones about which the reader has said nothing, in their own shuffled order."""
    known: tuple[Card, ...]
    done: tuple[Card, ...]
    """Answered and parked ones."""
    own: tuple[Card, ...]
    """The reader's that others do not see: they wait, or were declined with a reason."""
    counts: Counts


@dataclass(frozen=True)
class Stage:
    """What the projector shows."""

    now: Card | None
    following: tuple[Card, ...]
    counts: Counts


@dataclass(frozen=True)
class Desk:
    """What a moderator works with, each list in its own order."""

    waiting: tuple[Card, ...]
    stage: Card | None
    ranked: tuple[Card, ...]
    done: tuple[Card, ...]
    declined: tuple[Card, ...]
    counts: Counts


def board(session: Session, queue: Queue, reader: Reader) -> Board:
    """The page of a queue.  A fixed number of statements, however many questions."""
    questions = _questions(session, queue)
    choices = _choices_of(session, queue, reader, questions)
    merged = _merged(questions)
    cards = [
        _card(one, reader, choices.get(one.id, ""), merged.get(one.id, ()))
        for one in questions
        if one.merged_into_id is None
    ]
    by_id = {card.question.id: card for card in cards}
    order = ranking.shuffled(by_id, f"{queue.id}:{reader.person_id}")
    shuffled = [by_id[one] for one in order]
    listed = [one for one in shuffled if one.question.state == "shown"]
    loose = [one for one in listed if one.question.pinned_at is None]
    return Board(
        stage=next((one for one in cards if one.question.state == "answering"), None),
        pinned=tuple(one for one in listed if one.question.pinned_at is not None),
        fresh=tuple(one for one in loose if not one.choice),
        known=tuple(one for one in loose if one.choice),
        done=tuple(one for one in cards if one.question.state in ("answered", "parked")),
        own=tuple(
            one for one in cards if one.is_own and one.question.state in ("waiting", "declined")
        ),
        counts=counts_of(session, queue),
    )


def card_of(session: Session, question: Question, reader: Reader) -> Card:
    """One question as the reader sees it."""
    choices = _choices_of(session, question.queue, reader, [question])
    below = merged_into(session, question)
    return _card(question, reader, choices.get(question.id, ""), tuple(below))


def _card(
    question: Question, reader: Reader, choice: str, merged: tuple[Question, ...] = ()
) -> Card:
    is_told = bool(choice) or question.state in ("answered", "parked") or reader.key is None
    return Card(
        question=question,
        choice=choice,
        votes=question.up if is_told else None,
        is_own=is_own(question, reader),
        merged=merged,
    )


def is_own(question: Question, reader: Reader) -> bool:
    """By name, or by the secret of the reader's device."""
    if not question.is_anonymous:
        return question.author is not None and question.author.person_id == reader.person_id
    return proves(reader.secret, question.proof, person_id=reader.person_id, row_id=question.id)


def _questions(session: Session, queue: Queue) -> Sequence[Question]:
    """Every question that was not taken back, with all that is shown beside it."""
    return session.scalars(
        select(Question)
        .where(Question.queue_id == queue.id, Question.state != "withdrawn")
        .options(
            joinedload(Question.author).joinedload(QuestionAuthor.person),
            joinedload(Question.assignment).joinedload(QuestionAssignment.person),
            selectinload(Question.answers).joinedload(QuestionAnswer.person),
        )
        .order_by(Question.asked_at, Question.id)
    ).all()


def merged_into(session: Session, question: Question) -> Sequence[Question]:
    return session.scalars(
        select(Question)
        .where(Question.merged_into_id == question.id)
        .order_by(Question.asked_at, Question.id)
    ).all()


def _merged(questions: Iterable[Question]) -> dict[str, tuple[Question, ...]]:
    found: dict[str, tuple[Question, ...]] = {}
    for one in questions:
        if one.merged_into_id is not None:
            found[one.merged_into_id] = (*found.get(one.merged_into_id, ()), one)
    return found


def _choices_of(
    session: Session, queue: Queue, reader: Reader, questions: Sequence[Question]
) -> dict[str, str]:
    """The reader's own votes, found by their tags; none once the key is gone."""
    if reader.key is None:
        return {}
    tags = {
        tag_of(reader.key, "vote", reader.person_id, one.id): one.id
        for one in questions
        if one.state in OPEN
    }
    rows = session.execute(
        select(QuestionVote.tag, QuestionVote.choice)
        .join(Question, Question.id == QuestionVote.question_id)
        .where(Question.queue_id == queue.id, QuestionVote.tag.in_(tags))
    )
    return {tags[row.tag]: row.choice for row in rows}


def prior_of(session: Session, event_id: int) -> float:
    """The event's overall share of *up* among sights."""
    rows = session.execute(
        select(Question.id, Question.up, Question.seen, Question.asked_at)
        .join(Queue, Queue.id == Question.queue_id)
        .where(Queue.event_id == event_id, Question.state.in_(PUBLIC))
    )
    return ranking.question_prior(ranking.Asked(*row) for row in rows)


def ranked(session: Session, queue: Queue, questions: Iterable[Question]) -> list[Question]:
    """The most wanted first; pinned ones before all others."""
    found = {one.id: one for one in questions}
    asked = [ranking.Asked(one.id, one.up, one.seen, one.asked_at) for one in found.values()]
    order = ranking.rank_questions(asked, prior=prior_of(session, queue.event_id))
    best = [found[one.item] for one in order]
    return sorted(best, key=lambda one: one.pinned_at is None)


def desk(session: Session, queue: Queue) -> Desk:
    """What a moderator works with.  A fixed number of statements."""
    questions = _questions(session, queue)
    merged = _merged(questions)

    def cards(found: Iterable[Question]) -> tuple[Card, ...]:
        return tuple(Card(one, votes=one.up, merged=merged.get(one.id, ())) for one in found)

    def those(*states: str) -> list[Question]:
        return [one for one in questions if one.state in states and one.merged_into_id is None]

    return Desk(
        waiting=cards(those("waiting")),
        stage=next(iter(cards(those("answering"))), None),
        ranked=cards(ranked(session, queue, those("shown"))),
        done=cards(those("answered", "parked")),
        declined=cards(those("declined")),
        counts=counts_of(session, queue),
    )


def stage(session: Session, queue: Queue) -> Stage:
    """The question that is being answered and the next three."""
    questions = [one for one in _questions(session, queue) if one.merged_into_id is None]
    now = next((one for one in questions if one.state == "answering"), None)
    following = ranked(session, queue, [one for one in questions if one.state == "shown"])
    return Stage(
        now=Card(now) if now else None,
        following=tuple(Card(one) for one in following[:NEXT_ON_STAGE]),
        counts=counts_of(session, queue),
    )


def similar(session: Session, queue: Queue, text: str) -> list[Question]:
    """The questions of the event that are most like ``text`` and can be voted for."""
    found = {
        one.id: one
        for one in session.scalars(
            select(Question)
            .join(Queue, Queue.id == Question.queue_id)
            .where(
                Queue.event_id == queue.event_id,
                Queue.closed_at.is_(None),
                Question.state.in_(OPEN),
                Question.merged_into_id.is_(None),
            )
            .options(joinedload(Question.queue))
        )
    }
    near = ranking.nearest(text, [(one.id, one.body) for one in found.values()], limit=SIMILAR)
    return [found[key] for key, _ in near]


def written(session: Session, queue: Queue) -> Sequence[Question]:
    """What an export holds: questions that everybody could read, the merged ones too."""
    return [one for one in _questions(session, queue) if one.state in PUBLIC]
