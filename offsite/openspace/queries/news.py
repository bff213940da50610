"""Reports: the news wall, one report, and the whole of them for a book."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.openspace.models import Board, Candidate, Cell, Convener, Topic, TopicReport
from offsite.openspace.queries.wall import board_of, names_of


def report_of(session: Session, topic: Topic) -> TopicReport | None:
    """The notes of a topic, draft or published."""
    return session.scalars(_reports().where(TopicReport.topic_id == topic.id)).one_or_none()


def published_reports(session: Session, board: Board) -> list[TopicReport]:
    """What hangs on the news wall, the newest first."""
    rows = _reports().where(Topic.board_id == board.id, TopicReport.published_at.is_not(None))
    return list(
        session.scalars(rows.order_by(TopicReport.published_at.desc(), TopicReport.id.desc()))
    )


def drafts(session: Session, board: Board) -> list[TopicReport]:
    """Notes that somebody has begun, the last written first."""
    rows = _reports().where(Topic.board_id == board.id, TopicReport.published_at.is_(None))
    return list(
        session.scalars(rows.order_by(TopicReport.updated_at.desc(), TopicReport.id.desc()))
    )


def unreported(session: Session, board: Board, *, now: datetime) -> list[Topic]:
    """Topics that have begun and of which nobody took notes yet, in the order of the grid."""
    rows = (
        select(Topic)
        .join(Topic.cell)
        .join(Cell.round)
        .outerjoin(TopicReport, TopicReport.topic_id == Topic.id)
        .where(Topic.board_id == board.id, TopicReport.id.is_(None))
        .options(selectinload(Topic.conveners).joinedload(Convener.person))
    )
    found = list(session.scalars(rows.options(joinedload(Topic.cell).joinedload(Cell.round))))
    begun = [one for one in found if one.cell and one.cell.round.has_begun(now)]
    return sorted(begun, key=lambda one: (one.cell.round.starts_at if one.cell else now, one.id))


def _reports() -> Select[TopicReport]:
    return (
        select(TopicReport)
        .join(TopicReport.topic)
        .options(
            joinedload(TopicReport.topic).joinedload(Topic.board),
            joinedload(TopicReport.topic).selectinload(Topic.conveners).joinedload(Convener.person),
            joinedload(TopicReport.topic).selectinload(Topic.merged),
            joinedload(TopicReport.updated_by),
        )
    )


@dataclass(frozen=True)
class BookReport:
    """One published report, shaped for the event's book of proceedings.

    Texts are people's markdown; ``conveners`` are names as people read them; ``topic_id``
    and ``room``/``starts_at`` say where it was held (None: nowhere on the grid).
    """

    topic_id: int
    title: str
    also: tuple[str, ...]
    conveners: tuple[str, ...]
    people: str
    summary: str
    recommendations: str
    resources: str
    requests: str
    room: str | None
    starts_at: datetime | None
    published_at: datetime


def reports_for_book(session: Session, *, event_id: int) -> tuple[BookReport, ...]:
    """Every published report of an event, by time and place; none without a board."""
    board = board_of(session, event_id)
    if board is None:
        return ()
    found = [_for_book(one) for one in published_reports(session, board)]
    return tuple(sorted(found, key=lambda one: (one.starts_at or one.published_at, one.room or "")))


def _for_book(report: TopicReport) -> BookReport:
    topic = report.topic
    cell = topic.cell
    return BookReport(
        topic_id=topic.id,
        title=topic.title,
        also=tuple(one.title for one in topic.merged),
        conveners=names_of(topic),
        people=report.people,
        summary=report.summary,
        recommendations=report.recommendations,
        resources=report.resources,
        requests=report.requests,
        room=cell.room.name if cell else None,
        starts_at=cell.round.starts_at if cell else None,
        published_at=report.published_at or report.updated_at,
    )


@dataclass(frozen=True)
class BookStep:
    """A step that got dots, its sum, and who took it on (a name, None for nobody yet)."""

    text: str
    dots: int
    owner: str | None


def steps_for_book(session: Session, *, event_id: int) -> tuple[BookStep, ...]:
    """What people converged on, the most dots first; nothing before the dots are counted."""
    board = board_of(session, event_id)
    if board is None or board.dots_closed_at is None:
        return ()
    return tuple(
        BookStep(one.text, one.dots, one.owner.name if one.owner else None)
        for one in candidates(session, board)
    )


def candidates(session: Session, board: Board) -> list[Candidate]:
    """What can get dots: in the order of posting while they are open, then by their sums."""
    rows = (
        select(Candidate)
        .where(Candidate.board_id == board.id)
        .options(
            joinedload(Candidate.owner),
            joinedload(Candidate.topic),
            joinedload(Candidate.board),
        )
    )
    return list(session.scalars(rows.order_by(Candidate.dots.desc(), Candidate.id)))
