"""What was published, and what a series remembers of it: `Meeting` stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.mixing.models.drafts import KINDS
from offsite.orm import Base, one_of
from offsite.people.models import Person


class PublishedMix(Base):
    """A frozen mix that everybody sees their own part of.  The highest number counts."""

    __tablename__ = "published_mix"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    mix_id: Mapped[int | None] = mapped_column(
        ForeignKey("mix.id", ondelete="SET NULL"), index=True
    )
    mix_version: Mapped[int]
    number: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    score: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The engine's score of what was published."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    event: Mapped[Event] = relationship()
    groups: Mapped[list["PublishedGroup"]] = relationship(
        back_populates="published",
        order_by="PublishedGroup.round_position, PublishedGroup.position, PublishedGroup.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class PublishedGroup(Base):
    """A group as it was published: a copy, so that later edits cannot reach it."""

    __tablename__ = "published_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    published_id: Mapped[int] = mapped_column(
        ForeignKey("published_mix.id", ondelete="CASCADE"), index=True
    )
    round_id: Mapped[int | None] = mapped_column(
        ForeignKey("mix_round.id", ondelete="SET NULL"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("mix_group.id", ondelete="SET NULL"), index=True
    )
    round_uid: Mapped[str] = mapped_column(String(36), default="")
    """The round's ``uid``, which outlives the round."""
    kind: Mapped[str] = mapped_column(String(10))
    round_name: Mapped[str] = mapped_column(String(100))
    round_position: Mapped[int] = mapped_column(default=0)
    round_note: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int] = mapped_column(default=0)
    most: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    driver_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    leaves_from: Mapped[str] = mapped_column(String(100), default="")
    leaves_at: Mapped[datetime | None]
    meeting_point: Mapped[str] = mapped_column(String(200), default="")

    published: Mapped[PublishedMix] = relationship(back_populates="groups")
    seats: Mapped[list["PublishedSeat"]] = relationship(
        back_populates="group", cascade="all, delete-orphan", passive_deletes=True
    )


class PublishedSeat(Base):
    """Somebody in a published group."""

    __tablename__ = "published_seat"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("published_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    group: Mapped[PublishedGroup] = relationship(back_populates="seats")
    person: Mapped[Person] = relationship()


class Meeting(Base):
    """Two people who were together in an event, by kind: what the next event remembers.

    ``person_id`` is the smaller of the two ids.  The rows of an event are those of its
    latest published mix.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("event_id", "kind", "person_id", "other_id"),
        CheckConstraint(one_of("kind", KINDS), name="kind_known"),
        CheckConstraint("times > 0", name="times_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    times: Mapped[int] = mapped_column(default=1)
