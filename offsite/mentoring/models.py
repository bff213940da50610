"""Rounds of mentor selection: seats of mentors, private orders, and who came together."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base
from offsite.people.models import Person


class MentorRound(Base):
    """One round: open for orders until it is closed, which matches; then published."""

    __tablename__ = "mentor_round"
    __table_args__ = (
        CheckConstraint(
            "published_at IS NULL OR closed_at IS NOT NULL", name="published_when_closed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    seats: Mapped[list["MentorSeat"]] = relationship(
        back_populates="round", order_by="MentorSeat.id", cascade="all, delete-orphan"
    )

    @property
    def state(self) -> str:
        if self.published_at is not None:
            return "published"
        if self.closed_at is not None:
            return "closed"
        return "open" if self.opened_at is not None else "prepared"


class MentorSeat(Base):
    """A mentor of a round, and for how many."""

    __tablename__ = "mentor_seat"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("mentor_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    capacity: Mapped[int] = mapped_column(Integer)

    round: Mapped[MentorRound] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship()


class MentorWish(Base):
    """A mentee's choice: 1 is the first.  Nobody but the mentee ever reads it."""

    __tablename__ = "mentor_wish"
    __table_args__ = (
        UniqueConstraint("seat_id", "person_id"),
        CheckConstraint("rank > 0", name="rank_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("mentor_seat.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]

    seat: Mapped[MentorSeat] = relationship()


class MentorOrder(Base):
    """Where a mentor puts a mentee; without a rank it is a "not".  The mentor's alone."""

    __tablename__ = "mentor_order"
    __table_args__ = (
        UniqueConstraint("seat_id", "person_id"),
        CheckConstraint("rank IS NULL OR rank > 0", name="rank_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("mentor_seat.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int | None]

    seat: Mapped[MentorSeat] = relationship()


class MentorMatch(Base):
    """What a round decided for one mentee: a seat, or none."""

    __tablename__ = "mentor_match"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("mentor_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int | None] = mapped_column(
        ForeignKey("mentor_seat.id", ondelete="SET NULL"), index=True
    )

    person: Mapped[Person] = relationship()
    seat: Mapped[MentorSeat | None] = relationship()
