"""Notes of a topic: anyone may take them, drafts are kept, the news wall shows what is ready."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Stale
from offsite.openspace.models import Topic, TopicReport
from offsite.openspace.pulse import touch
from offsite.proposals.services.locking import lock

LONGEST_PART = 20_000


class BadReport(BadInput):
    """A part is too long."""


class NothingToTell(RuleBroken):
    """A report without a summary is no news."""


class NotesChanged(Stale):
    """Somebody else wrote meanwhile."""


@dataclass(frozen=True)
class Notes:
    """The words of a report."""

    people: str = ""
    summary: str = ""
    recommendations: str = ""
    resources: str = ""
    requests: str = ""


def write_notes(
    session: Session,
    *,
    topic: Topic,
    notes: Notes,
    seen: int,
    person_id: int,
    now: datetime,
) -> TopicReport:
    """Keep the notes of a topic.  ``seen`` is the revision they were written on, 0 for none.

    The same words again change nothing.

    Raises:
        BadReport: a part is too long.
        NotesChanged: somebody else saved another revision meanwhile.
    """
    if any(len(part) > LONGEST_PART for part in vars(notes).values()):
        raise BadReport("Each part of a report has at most 20,000 characters.")
    lock(session, topic)
    report = session.scalars(
        select(TopicReport).where(TopicReport.topic_id == topic.id)
    ).one_or_none()
    if report is None:
        report = TopicReport(topic_id=topic.id, revision=0, updated_at=now)
        session.add(report)
    elif all(getattr(report, name) == value for name, value in vars(notes).items()):
        return report
    elif report.revision != seen:
        raise NotesChanged(
            "Somebody else has saved these notes meanwhile. Yours are still below; take over "
            "what is missing and save again."
        )
    for name, value in vars(notes).items():
        setattr(report, name, value)
    report.revision += 1
    report.updated_at, report.updated_by_id = now, person_id
    session.flush()
    touch(session, topic.board)
    return report


def publish(session: Session, *, report: TopicReport, now: datetime) -> None:
    """Put the report on the news wall; there already, nothing changes.

    Raises:
        NothingToTell: it has no summary.
    """
    lock(session, report)
    if not report.summary.strip():
        raise NothingToTell("Write one sentence of summary first.")
    if report.published_at is None:
        report.published_at = now
        session.flush()
        touch(session, report.topic.board)


def take_back(session: Session, *, report: TopicReport) -> None:
    """Make it a draft again; a draft already, nothing changes."""
    lock(session, report)
    if report.published_at is not None:
        report.published_at = None
        session.flush()
        touch(session, report.topic.board)
