"""The wall: every round and room, what is in it, and what waits for a place.

Nothing here tells who is interested in what, but the reader's own interest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.engines.periods import at_once
from offsite.events.models import Blocker, Room
from offsite.openspace.models import (
    Board,
    BoardRoom,
    BoardRound,
    Cell,
    Convener,
    Topic,
    TopicInterest,
    TopicReport,
)


@dataclass(frozen=True)
class Card:
    """A topic as it hangs on the wall.

    ``also`` are the titles that merged into it; ``people`` how many are interested, None
    while that is hidden; ``mine`` whether the reader is, ``convened`` whether they convene.
    """

    topic_id: int
    title: str
    also: tuple[str, ...]
    conveners: tuple[str, ...]
    people: int | None
    mine: bool
    convened: bool
    has_report: bool
    pinned: bool = False
    running_on: bool = False
    moved_to: str = ""
    finished: bool = False


@dataclass(frozen=True)
class Square:
    """One room in one round.  Without a card it is free, unless ``blocked`` says by what."""

    round_id: int
    room_id: int
    room: str
    seats: int | None
    card: Card | None
    blocked: str | None = None

    @property
    def is_free(self) -> bool:
        return self.card is None and self.blocked is None


@dataclass(frozen=True)
class Row:
    """One round across all rooms."""

    round_id: int
    starts_at: datetime
    ends_at: datetime
    squares: tuple[Square, ...]

    def is_on(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


@dataclass(frozen=True)
class Wall:
    """Everything that hangs there."""

    rooms: tuple[str, ...]
    rows: tuple[Row, ...]
    waiting: tuple[Card, ...]
    parked: tuple[Card, ...]

    @property
    def free(self) -> tuple[tuple[Row, Square], ...]:
        return tuple((row, one) for row in self.rows for one in row.squares if one.is_free)


def board_of(session: Session, event_id: int) -> Board | None:
    """The event's board, if it has one."""
    return session.scalars(select(Board).where(Board.event_id == event_id)).one_or_none()


def rooms_of(session: Session, board: Board) -> list[Room]:
    """The rooms of the board, in the event's order."""
    return list(
        session.scalars(
            select(Room)
            .join(BoardRoom, BoardRoom.room_id == Room.id)
            .where(BoardRoom.board_id == board.id)
            .order_by(Room.position, Room.id)
        )
    )


def rounds_of(session: Session, board: Board) -> list[BoardRound]:
    """The rounds of the board, the earliest first."""
    statement = (
        select(BoardRound).where(BoardRound.board_id == board.id).order_by(BoardRound.starts_at)
    )
    return list(session.scalars(statement))


def topics_of(session: Session, board: Board) -> list[Topic]:
    """Every topic of the board with its conveners and cell, in the order of posting."""
    return list(
        session.scalars(
            select(Topic)
            .where(Topic.board_id == board.id)
            .options(
                selectinload(Topic.conveners).joinedload(Convener.person),
                selectinload(Topic.cell).joinedload(Cell.round),
                selectinload(Topic.merged),
                joinedload(Topic.board),
            )
            .order_by(Topic.posted_at, Topic.id)
        )
    )


def wall(session: Session, board: Board, *, person_id: int | None) -> Wall:
    """The whole wall, as ``person_id`` sees it; the number of statements does not grow."""
    rooms, rounds, topics = (
        rooms_of(session, board),
        rounds_of(session, board),
        topics_of(session, board),
    )
    cards = cards_of(session, board, topics, person_id=person_id)
    placed = {(one.cell.round_id, one.cell.room_id): one for one in topics if one.cell}
    blockers = _blockers(session, board)
    return Wall(
        rooms=tuple(room.name for room in rooms),
        rows=tuple(
            Row(
                one.id,
                one.starts_at,
                one.ends_at,
                tuple(_square(one, room, placed, cards, blockers) for room in rooms),
            )
            for one in rounds
        ),
        waiting=tuple(cards[one.id] for one in topics if one.is_live and one.cell is None),
        parked=tuple(
            cards[one.id]
            for one in topics
            if one.parked_at and one.withdrawn_at is None and one.merged_at is None
        ),
    )


def _square(
    one: BoardRound,
    room: Room,
    placed: dict[tuple[int, int], Topic],
    cards: dict[int, Card],
    blockers: Sequence[Blocker],
) -> Square:
    topic = placed.get((one.id, room.id))
    card = cards[topic.id] if topic else None
    blocked = None if card else blocked_by(blockers, one, room.id)
    return Square(one.id, room.id, room.name, room.seats, card, blocked)


def _blockers(session: Session, board: Board) -> Sequence[Blocker]:
    return session.scalars(select(Blocker).where(Blocker.event_id == board.event_id)).all()


def blocked_by(blockers: Iterable[Blocker], one: BoardRound, room_id: int) -> str | None:
    """The title of what keeps the room closed in this round; None when nothing does."""
    for blocker in blockers:
        if blocker.room_id in (None, room_id) and at_once(blocker, one):
            return blocker.title
    return None


def cards_of(
    session: Session, board: Board, topics: Sequence[Topic], *, person_id: int | None
) -> dict[int, Card]:
    """A card for each topic, by its id."""
    people = {} if board.hides_counts else interested(session, topics)
    mine = _own_interests(session, board, person_id)
    reported = set(
        session.scalars(
            select(TopicReport.topic_id)
            .join(Topic, Topic.id == TopicReport.topic_id)
            .where(Topic.board_id == board.id, TopicReport.published_at.is_not(None))
        )
    )
    cards = {
        one.id: Card(
            topic_id=one.id,
            title=one.title,
            also=tuple(other.title for other in one.merged),
            conveners=names_of(one),
            people=None if board.hides_counts else people.get(one.id, 0),
            mine=bool({one.id, *(other.id for other in one.merged)} & mine),
            convened=any(
                who.person_id == person_id for who in one.conveners if who.person_id is not None
            ),
            has_report=one.id in reported,
        )
        for one in topics
    }
    for one in topics:
        if one.cell is not None:
            cards[one.id] = _with_words(cards[one.id], one.cell)
    return cards


def _with_words(card: Card, cell: Cell) -> Card:
    """The card with what its conveners said about time and place."""
    return replace(
        card,
        pinned=cell.pinned_at is not None,
        running_on=cell.running_on_at is not None,
        moved_to=cell.moved_to,
        finished=cell.finished_at is not None,
    )


def names_of(topic: Topic) -> tuple[str, ...]:
    """Who convenes it, as people read it."""
    return tuple(one.shown_name for one in topic.conveners if one.shown_name)


def interested(session: Session, topics: Iterable[Topic]) -> dict[int, int]:
    """How many people are interested in each topic, those of merged ones counted once."""
    root = {one.id: one.merged_into_id or one.id for one in topics}
    found: dict[int, int] = defaultdict(int)
    lone = (
        set(root)
        - {into for one, into in root.items() if one != into}
        - {one for one, into in root.items() if one != into}
    )
    counts = (
        select(TopicInterest.topic_id, func.count(TopicInterest.id))
        .where(TopicInterest.topic_id.in_(lone))
        .group_by(TopicInterest.topic_id)
    )
    for topic_id, count in session.execute(counts):
        found[topic_id] = count
    pairs = select(TopicInterest.topic_id, TopicInterest.person_id).where(
        TopicInterest.topic_id.in_(set(root) - lone)
    )
    for topic_id, _person in {(root[one], person) for one, person in session.execute(pairs)}:
        found[topic_id] += 1
    return found


def _own_interests(session: Session, board: Board, person_id: int | None) -> set[int]:
    if person_id is None:
        return set()
    return set(
        session.scalars(
            select(TopicInterest.topic_id)
            .join(Topic, Topic.id == TopicInterest.topic_id)
            .where(Topic.board_id == board.id, TopicInterest.person_id == person_id)
        )
    )
