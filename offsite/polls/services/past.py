"""Results of surveys that were held elsewhere: counts are kept, their rows never."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.polls.models import PastQuestion, PastRemark, PastResult

LONGEST_TITLE = 200
LONGEST_TEXT = 5000


class NothingToBring(BadInput):
    """No column was chosen, or the survey has no title."""


@dataclass(frozen=True)
class Counted:
    """One question about one subject (empty for the whole), as `PastQuestion` keeps it."""

    kind: str
    label: str
    n: int
    counts: tuple[tuple[str, int], ...] = ()
    texts: tuple[str, ...] = ()
    subject: str = ""
    seats: int | None = None


def bring(
    session: Session,
    *,
    event: Event,
    title: str,
    file_name: str,
    answered: int,
    questions: Sequence[Counted],
    person_id: int | None,
    now: datetime,
) -> PastResult:
    """Keep the counts of a survey as past results of the event.

    Raises:
        NothingToBring: there is no title or no question.
    """
    title = " ".join(title.split())[:LONGEST_TITLE]
    if not title:
        raise NothingToBring("Say what this was: a title people will recognize.")
    if not questions:
        raise NothingToBring("Choose at least one column that holds answers.")
    past = PastResult(
        event_id=event.id,
        title=title,
        file_name=file_name[:100],
        answered=answered,
        imported_at=now,
        imported_by_id=person_id,
    )
    session.add(past)
    session.flush()
    for position, one in enumerate(questions):
        _keep(session, past, position, one)
    session.flush()
    return past


def _keep(session: Session, past: PastResult, position: int, one: Counted) -> None:
    question = PastQuestion(
        past_result_id=past.id,
        position=position,
        kind=one.kind,
        subject=one.subject[:300],
        label=one.label,
        seats=one.seats,
        n=one.n,
        counts=[list(pair) for pair in one.counts],
    )
    session.add(question)
    session.flush()
    session.add_all(
        PastRemark(past_question_id=question.id, text=text[:LONGEST_TEXT]) for text in one.texts
    )


def forget(session: Session, *, past: PastResult) -> None:
    """Take past results away; the file they came from brings them back."""
    questions = [one.id for one in past.questions]
    session.execute(delete(PastRemark).where(PastRemark.past_question_id.in_(questions)))
    session.delete(past)
    session.flush()
