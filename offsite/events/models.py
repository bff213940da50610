"""A series of events, one event, and what an event is made of."""

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.orm import Base
from offsite.people.models import Person


class Series(Base):
    """The recurring meeting."""

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]

    events: Mapped[list["Event"]] = relationship(
        back_populates="series", order_by="Event.starts_on.desc()"
    )


class Event(Base):
    """One edition of a series.  Its days are local dates in ``timezone`` (IANA)."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("guid"),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("visibility IN ('members', 'public')", name="visibility_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    guid: Mapped[str] = mapped_column(String(36))
    slug: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    venue: Mapped[str] = mapped_column(String(200), default="")
    timezone: Mapped[str] = mapped_column(String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    visibility: Mapped[str] = mapped_column(String(10), default="members")
    """Who reads the released schedule: members only, or everybody."""
    call_opens_at: Mapped[datetime | None]
    call_closes_at: Mapped[datetime | None]
    call_text: Mapped[str] = mapped_column(Text, default="")
    voting_opens_at: Mapped[datetime | None]
    voting_closes_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    """When name, venue, zone or days were last edited: calendars show them."""
    archived_at: Mapped[datetime | None]

    series: Mapped[Series] = relationship(back_populates="events")
    rooms: Mapped[list["Room"]] = relationship(order_by="Room.position", back_populates="event")
    slots: Mapped[list["Slot"]] = relationship(order_by="Slot.starts_at", back_populates="event")
    blockers: Mapped[list["Blocker"]] = relationship(
        order_by="Blocker.starts_at", back_populates="event"
    )
    formats: Mapped[list["Format"]] = relationship(
        order_by="Format.position", back_populates="event"
    )
    tracks: Mapped[list["Track"]] = relationship(order_by="Track.position")

    @property
    def event_id(self) -> int:
        return self.id

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.timezone)

    @property
    def is_public(self) -> bool:
        return self.visibility == "public"

    def call_is_open(self, now: datetime) -> bool:
        return is_within(now, self.call_opens_at, self.call_closes_at)

    def voting_is_open(self, now: datetime) -> bool:
        return is_within(now, self.voting_opens_at, self.voting_closes_at)

    def voting_is_over(self, now: datetime) -> bool:
        return self.voting_closes_at is not None and now >= self.voting_closes_at


def is_within(now: datetime, opens_at: datetime | None, closes_at: datetime | None) -> bool:
    """Whether ``now`` lies in [opens_at, closes_at); without an opening it is closed."""
    if opens_at is None or now < opens_at:
        return False
    return closes_at is None or now < closes_at


class Membership(Base):
    """A person in an event."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="membership", cascade="all, delete-orphan"
    )


class RoleGrant(Base):
    """A role beyond plain membership, and who gave it when."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("membership_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    membership: Mapped[Membership] = relationship(back_populates="grants")


class Invitation(Base):
    """A link that lets whoever holds it join the event, until it is revoked."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()

    def is_usable(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class Room(Base):
    """A place where items run.  ``seats`` is None when it does not limit anyone."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("event_id", "name"),
        UniqueConstraint("guid"),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    guid: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(100))
    seats: Mapped[int | None]
    features: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship(back_populates="rooms")


class Slot(Base):
    """A period of the grid in which items can run, in every room that is not blocked."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("event_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="period_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    event: Mapped[Event] = relationship(back_populates="slots")


class Blocker(Base):
    """A period without items: a public break, or a blocker nobody outside sees.

    Without a room it holds for all of them.
    """

    __tablename__ = "blocker"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="period_in_order"),
        CheckConstraint("kind IN ('break', 'blocker')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("room.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    event: Mapped[Event] = relationship(back_populates="blockers")
    room: Mapped[Room | None] = relationship()


class Track(Base):
    """A theme that runs through the programme; never a room."""

    __tablename__ = "track"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    hue: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)


class Format(Base):
    """A way to spend a session: its length, its run sheet, what it must leave behind."""

    __tablename__ = "format"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(100))
    minutes: Mapped[int]
    description: Mapped[str] = mapped_column(Text, default="")
    leaves_behind: Mapped[str] = mapped_column(String(200), default="")
    everyone: Mapped[bool] = mapped_column(default=False)
    """Everybody attends; nothing else runs then."""
    open_to_proposals: Mapped[bool] = mapped_column(default=True)
    default_seats: Mapped[int | None]
    hue: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(back_populates="formats")
    phases: Mapped[list["Phase"]] = relationship(
        order_by="Phase.position", back_populates="format", cascade="all, delete-orphan"
    )


PHASE_KINDS = ("plain", "collect", "pick", "actions")
"""What people do in a phase: nothing special, raise challenges, pick some of them, write
action points."""
_PHASE_KINDS = ", ".join(repr(kind) for kind in PHASE_KINDS)


class Phase(Base):
    """One timed step of a format's run sheet."""

    __tablename__ = "phase"
    __table_args__ = (
        UniqueConstraint("format_id", "position"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint(f"kind IN ({_PHASE_KINDS})", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(10), default="plain")

    format: Mapped[Format] = relationship(back_populates="phases")
