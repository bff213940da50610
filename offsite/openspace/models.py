"""The board of an open space: topics, the cells they take, and who convenes them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event, Room
from offsite.orm import Base
from offsite.people.models import Person

MODES = ("open", "vote")
"""Open Space: whoever cares takes a place.  Vote selects: the most wanted topics get one."""


class Board(Base):
    """The space-time matrix of one event, and how its open space is held."""

    __tablename__ = "board"
    __table_args__ = (
        UniqueConstraint("event_id"),
        CheckConstraint("mode IN ('open', 'vote')", name="mode_known"),
        CheckConstraint("dots_per_person > 0", name="dots_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    theme: Mapped[str] = mapped_column(String(200), default="")
    mode: Mapped[str] = mapped_column(String(5), default="open")
    created_at: Mapped[datetime]
    circle_opened_at: Mapped[datetime | None]
    circle_closed_at: Mapped[datetime | None]
    """While the circle is open a new topic queues up to be pitched."""
    voting_closed_at: Mapped[datetime | None]
    """Only where votes select: counts are hidden until then."""
    dots_per_person: Mapped[int] = mapped_column(default=5)
    dots_opened_at: Mapped[datetime | None]
    dots_closed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    rounds: Mapped[list["BoardRound"]] = relationship(
        order_by="BoardRound.starts_at", cascade="all, delete-orphan"
    )

    @property
    def votes_select(self) -> bool:
        return self.mode == "vote"

    @property
    def circle_is_open(self) -> bool:
        return self.circle_opened_at is not None and self.circle_closed_at is None

    @property
    def hides_counts(self) -> bool:
        return self.votes_select and self.voting_closed_at is None

    @property
    def dots_are_open(self) -> bool:
        return self.dots_opened_at is not None and self.dots_closed_at is None


class BoardRound(Base):
    """A period in which topics run side by side, one in each room of the board."""

    __tablename__ = "board_round"
    __table_args__ = (
        UniqueConstraint("board_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="period_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    board: Mapped[Board] = relationship(back_populates="rounds")

    @property
    def event_id(self) -> int:
        return self.board.event_id

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


class BoardRoom(Base):
    """A room of the event in which topics may run."""

    __tablename__ = "board_room"
    __table_args__ = (UniqueConstraint("board_id", "room_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), index=True)

    room: Mapped[Room] = relationship()


class Topic(Base):
    """What somebody cares about.

    It waits to be placed unless it has a cell, or was parked, withdrawn or merged.
    """

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint("length(title) > 0", name="has_a_title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who typed it, maybe for somebody without a phone."""
    parked_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    merged_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("topic.id", ondelete="SET NULL"), index=True
    )
    last_round_id: Mapped[int | None] = mapped_column(
        ForeignKey("board_round.id", ondelete="SET NULL"), index=True
    )
    last_room_id: Mapped[int | None] = mapped_column(
        ForeignKey("room.id", ondelete="SET NULL"), index=True
    )
    """The cell it gave up, so that undo finds it again while it is free."""

    board: Mapped[Board] = relationship()
    conveners: Mapped[list["Convener"]] = relationship(
        order_by="Convener.position, Convener.id",
        cascade="all, delete-orphan",
        foreign_keys="Convener.topic_id",
        back_populates="topic",
    )
    merged: Mapped[list["Topic"]] = relationship(order_by="Topic.id", viewonly=True)
    cell: Mapped["Cell | None"] = relationship(back_populates="topic", cascade="all, delete-orphan")

    @property
    def event_id(self) -> int:
        return self.board.event_id

    @property
    def is_live(self) -> bool:
        """Whether it is on the wall: placed or waiting for a place."""
        return self.parked_at is None and self.withdrawn_at is None and self.merged_at is None


class Convener(Base):
    """Who answers for a topic; the one with the lowest position leads.

    Somebody without an account is a name only.
    """

    __tablename__ = "topic_convener"
    __table_args__ = (UniqueConstraint("topic_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    came_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("topic.id", ondelete="SET NULL"), index=True
    )
    """The merged topic that brought this convener."""

    topic: Mapped[Topic] = relationship(foreign_keys=[topic_id], back_populates="conveners")
    person: Mapped[Person | None] = relationship()

    @property
    def shown_name(self) -> str:
        return self.person.name if self.person else self.name


class Cell(Base):
    """One round in one room, taken by one topic: the database lets nobody else in.

    ``running_on_at``, ``moved_to`` and ``finished_at`` are what the convener says about it.
    """

    __tablename__ = "board_cell"
    __table_args__ = (UniqueConstraint("round_id", "room_id"), UniqueConstraint("topic_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("board_round.id", ondelete="CASCADE"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    placed_at: Mapped[datetime]
    placed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    pinned_at: Mapped[datetime | None]
    running_on_at: Mapped[datetime | None]
    moved_to: Mapped[str] = mapped_column(String(100), default="")
    finished_at: Mapped[datetime | None]

    round: Mapped[BoardRound] = relationship()
    room: Mapped[Room] = relationship()
    topic: Mapped[Topic] = relationship(back_populates="cell")


class TopicInterest(Base):
    """A person would like to be there; not a seat.  Where votes select, it is a vote.

    Without a time: who came when is nobody's business.
    """

    __tablename__ = "topic_interest"
    __table_args__ = (UniqueConstraint("topic_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


class Pitch(Base):
    """A place in the queue of those who tell the circle what they care about."""

    __tablename__ = "pitch"
    __table_args__ = (
        UniqueConstraint("topic_id"),
        Index(
            "uq_pitch_one_waiting",
            "board_id",
            "person_id",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """The speaker; None for somebody without an account."""
    queued_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship()


class TopicOffer(Base):
    """The conveners of ``topic`` ask those of ``other`` to swap places, or to merge into it."""

    __tablename__ = "topic_offer"
    __table_args__ = (CheckConstraint("kind IN ('swap', 'merge')", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(5))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """Answered, taken back, or overtaken by what happened on the board."""

    topic: Mapped[Topic] = relationship(foreign_keys=[topic_id])
    other: Mapped[Topic] = relationship(foreign_keys=[other_id])

    @property
    def event_id(self) -> int:
        return self.topic.event_id


class TopicReport(Base):
    """What a topic leaves behind; a draft until it is published."""

    __tablename__ = "topic_report"
    __table_args__ = (UniqueConstraint("topic_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    people: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    recommendations: Mapped[str] = mapped_column(Text, default="")
    resources: Mapped[str] = mapped_column(Text, default="")
    requests: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    published_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship()
    updated_by: Mapped[Person | None] = relationship()


class Candidate(Base):
    """What people give dots to: a report, or one step that a report recommends.

    ``dots`` is 0 until the dots close; then it is the sum, and who gave them is forgotten.
    """

    __tablename__ = "convergence_candidate"
    __table_args__ = (
        CheckConstraint("kind IN ('report', 'step')", name="kind_known"),
        CheckConstraint("dots >= 0", name="dots_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(6))
    topic_id: Mapped[int | None] = mapped_column(
        ForeignKey("topic.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(String(300))
    dots: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    owned_at: Mapped[datetime | None]

    board: Mapped[Board] = relationship()
    topic: Mapped[Topic | None] = relationship()
    owner: Mapped[Person | None] = relationship()

    @property
    def event_id(self) -> int:
        return self.board.event_id


class Dot(Base):
    """How many dots a person gave to a candidate; kept only while dots are open."""

    __tablename__ = "convergence_dot"
    __table_args__ = (
        UniqueConstraint("candidate_id", "person_id"),
        CheckConstraint("count > 0", name="count_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("convergence_candidate.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    count: Mapped[int]
