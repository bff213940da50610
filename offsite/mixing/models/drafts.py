"""Rounds with their groups, and drafts of who sits where."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base, one_of
from offsite.people.models import Person

KINDS = ("beds", "cars", "tables", "groups", "pairs")


class Round(Base):
    """One time at which people are put together: a night, a ride, a dinner, a workshop.

    ``size`` is how many a group of a drawn round holds; rooms and cars have their own.
    ``uid`` names the round in calendars for ever.
    """

    __tablename__ = "mix_round"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("event_id", "name"),
        CheckConstraint(one_of("kind", KINDS), name="kind_known"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("size IS NULL OR size > 0", name="size_positive"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid4()))
    template: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)
    size: Mapped[int | None]
    weight: Mapped[int] = mapped_column(default=1)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    """None for the usual length of its kind."""
    place: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    groups: Mapped[list["Group"]] = relationship(
        back_populates="round",
        order_by="Group.position, Group.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )
    absences: Mapped[list["RoundAbsence"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class Group(Base):
    """A bedroom, car, table, group or pair of a round: what the engine fills.

    ``pools`` empty admits everybody; a bedroom without any is given to the pool that needs
    it when people are mixed.  A car has its driver, where and when it leaves.
    """

    __tablename__ = "mix_group"
    __table_args__ = (
        UniqueConstraint("round_id", "name"),
        CheckConstraint("least >= 0", name="least_not_negative"),
        CheckConstraint("most > 0 AND least <= most", name="sizes_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("mix_round.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int]
    pools: Mapped[list[str]] = mapped_column(default=list)
    driver_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    leaves_from: Mapped[str] = mapped_column(String(100), default="")
    leaves_at: Mapped[datetime | None]
    meeting_point: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")

    round: Mapped[Round] = relationship(back_populates="groups")
    driver: Mapped[Person | None] = relationship()

    @property
    def event_id(self) -> int:
        return self.round.event_id


class RoundAbsence(Base):
    """A member who takes no part in a round."""

    __tablename__ = "mix_absence"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("mix_round.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    person: Mapped[Person] = relationship()


class Mix(Base):
    """A draft of who sits where in every round.

    ``version`` rises with every change, so that a page can tell that it is stale.  ``plan``
    is what the engine said of it (status, score, seed, seconds), empty for one by hand.
    ``base_id`` is the mix it was made from with the fewest changes.
    """

    __tablename__ = "mix"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    base_id: Mapped[int | None] = mapped_column(
        ForeignKey("mix.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """Of the problem that the plan answers: while it is the same, what was proven holds."""
    job_id: Mapped[int | None] = mapped_column(
        ForeignKey("job.id", ondelete="SET NULL"), index=True
    )
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    discarded_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    base: Mapped["Mix | None"] = relationship(remote_side="Mix.id")
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="mix", cascade="all, delete-orphan", passive_deletes=True
    )
    locks: Mapped[list["GroupLock"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )


class Seat(Base):
    """Who sits in which group of a round, in a draft; ``fixed_at`` keeps them there."""

    __tablename__ = "mix_seat"
    __table_args__ = (UniqueConstraint("mix_id", "round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mix_id: Mapped[int] = mapped_column(ForeignKey("mix.id", ondelete="CASCADE"))
    round_id: Mapped[int] = mapped_column(
        ForeignKey("mix_round.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int] = mapped_column(
        ForeignKey("mix_group.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    fixed_at: Mapped[datetime | None]

    mix: Mapped[Mix] = relationship(back_populates="seats")


class GroupLock(Base):
    """A group that stays as it is in a draft, whatever is generated from it."""

    __tablename__ = "mix_lock"
    __table_args__ = (UniqueConstraint("mix_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mix_id: Mapped[int] = mapped_column(ForeignKey("mix.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(
        ForeignKey("mix_group.id", ondelete="CASCADE"), index=True
    )
    locked_at: Mapped[datetime]
    locked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )


class MixChange(Base):
    """One change of a draft by hand.

    ``version`` is the draft's version that it led to.  ``moves`` are
    [round_id, person_id, group_id before, group_id after], None for no seat.  To undo or
    redo is a row of its own: ``undoes`` or ``redoes`` names the version it is about.
    """

    __tablename__ = "mix_change"
    __table_args__ = (UniqueConstraint("mix_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mix_id: Mapped[int] = mapped_column(ForeignKey("mix.id", ondelete="CASCADE"))
    version: Mapped[int]
    moves: Mapped[list[Any]] = mapped_column(default=list)
    undoes: Mapped[int | None]
    redoes: Mapped[int | None]
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime]
