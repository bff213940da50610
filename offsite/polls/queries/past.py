"""Results that were brought from elsewhere, under the same rule as our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.polls.cells import FEWEST, may_show, shown_parts
from offsite.polls.models import PastQuestion, PastRemark, PastResult

_shuffled = SystemRandom()


@dataclass(frozen=True)
class PastAnswer:
    """One answer and how many gave it; None where they are too few to be counted."""

    label: str
    people: int | None


@dataclass(frozen=True)
class PastShown:
    """What is shown of one question; ``n`` is None where fewer than five answered."""

    kind: str
    label: str
    n: int | None
    answers: tuple[PastAnswer, ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()
    seats: int | None = None


@dataclass(frozen=True)
class PastSubject:
    """The questions about one thing; the thing has no name when it is the whole."""

    name: str
    questions: tuple[PastShown, ...]


def past_results(session: Session, *, event_id: int) -> Sequence[PastResult]:
    """What was brought to the event, the newest first."""
    return session.scalars(
        select(PastResult)
        .where(PastResult.event_id == event_id)
        .order_by(PastResult.imported_at.desc(), PastResult.id.desc())
    ).all()


def shown_subjects(session: Session, past: PastResult) -> tuple[PastSubject, ...]:
    """All that is shown of ``past``, by what was asked about, in the file's order."""
    questions = session.scalars(
        select(PastQuestion)
        .where(PastQuestion.past_result_id == past.id)
        .order_by(PastQuestion.position, PastQuestion.id)
    ).all()
    texts = _texts(session, past)
    by_subject: dict[str, list[PastShown]] = {}
    for one in questions:
        by_subject.setdefault(one.subject, []).append(_shown(one, texts.get(one.id, [])))
    return tuple(PastSubject(name, tuple(found)) for name, found in by_subject.items())


def _texts(session: Session, past: PastResult) -> dict[int, list[str]]:
    rows = session.execute(
        select(PastRemark.past_question_id, PastRemark.text)
        .join(PastQuestion, PastQuestion.id == PastRemark.past_question_id)
        .where(PastQuestion.past_result_id == past.id)
    )
    found: dict[int, list[str]] = {}
    for ident, text in rows:
        found.setdefault(ident, []).append(text)
    return found


def _shown(question: PastQuestion, texts: list[str]) -> PastShown:
    if question.kind == "text":
        return _shown_text(question, texts)
    if not may_show(question.n):
        return PastShown(question.kind, question.label, None, seats=question.seats)
    if question.kind == "rating":
        answers = tuple(PastAnswer(str(label), people) for label, people in question.counts)
        return PastShown(
            "rating", question.label, question.n, answers, _mean(question), seats=question.seats
        )
    return PastShown("choice", question.label, question.n, _choices(question))


def _shown_text(question: PastQuestion, texts: list[str]) -> PastShown:
    if len(texts) < FEWEST:
        return PastShown("text", question.label, None)
    _shuffled.shuffle(texts)
    return PastShown("text", question.label, len(texts), texts=tuple(texts))


def _choices(question: PastQuestion) -> tuple[PastAnswer, ...]:
    """What people are (a region, a role) may be a choice too: small parts stay hidden."""
    counts = {str(label): int(people) for label, people in question.counts}
    shown = shown_parts(counts)
    return tuple(
        PastAnswer(label, people if label in shown else None) for label, people in counts.items()
    )


def _mean(question: PastQuestion) -> float | None:
    pairs = [(float(label), int(people)) for label, people in question.counts]
    people = sum(count for _value, count in pairs)
    return sum(value * count for value, count in pairs) / people if people else None
