"""Drafts that can change, releases that never do, and what a person picked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event, Room
from offsite.orm import Base
from offsite.people.models import Person
from offsite.proposals.models import Proposal


class Draft(Base):
    """A possible schedule.  The one applied last is the event's working draft.

    ``version`` rises with every change, so that a page can tell that it is stale.
    ``plan`` is the engine's whole answer (schedule-plan@1), empty for a draft by hand.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    version: Mapped[int] = mapped_column(default=1)
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """Of the event's problem when the plan was made, without pins: while it is the same,
    what the plan proved is still true."""
    pins: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Placements that the plan had to keep; what it proved holds only with these."""
    kept_days: Mapped[list[str]] = mapped_column(default=list)
    """Days (ISO) that were locked then: it holds only while nothing else stands on them."""
    job_id: Mapped[int | None] = mapped_column(
        ForeignKey("job.id", ondelete="SET NULL"), index=True
    )
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    created_by: Mapped[Person | None] = relationship()
    placements: Mapped[list["Placement"]] = relationship(
        back_populates="draft", cascade="all, delete-orphan"
    )
    locks: Mapped[list["DayLock"]] = relationship(
        order_by="DayLock.on", cascade="all, delete-orphan"
    )

    @property
    def locked_days(self) -> frozenset[date]:
        """The event's days on which nothing may move."""
        return frozenset(one.on for one in self.locks)


class Placement(Base):
    """When and where a proposal runs in a draft."""

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("draft_id", "proposal_id"),
        CheckConstraint("starts_at < ends_at", name="period_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("room.id", ondelete="SET NULL"), index=True
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    pinned_at: Mapped[datetime | None]

    draft: Mapped[Draft] = relationship(back_populates="placements")
    proposal: Mapped[Proposal] = relationship()
    room: Mapped[Room | None] = relationship()

    @property
    def event_id(self) -> int:
        return self.draft.event_id


class DraftChange(Base):
    """One change of a draft by hand, of one item or of many: one step of its history.

    ``version`` is the draft's version that it led to.  A page that is stale says what
    happened since; undo walks the same rows.  ``details`` is what a sentence about a grouped
    change needs: the day that was locked, how far items were shifted.

    To undo or redo is a row of its own, so nothing that happened is ever forgotten:
    ``undoes`` and ``redoes`` are the version of the change that it is about.
    """

    __tablename__ = "draft_change"
    __table_args__ = (
        UniqueConstraint("draft_id", "version"),
        CheckConstraint(
            "kind IN ('place', 'unplace', 'move', 'pin', 'unpin', 'swap', 'shift', 'lock', "
            "'unlock', 'undo', 'redo')",
            name="kind_known",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undoes: Mapped[int | None]
    redoes: Mapped[int | None]
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime]

    changed_by: Mapped[Person | None] = relationship()
    steps: Mapped[list["DraftStep"]] = relationship(
        order_by="DraftStep.position", cascade="all, delete-orphan", passive_deletes=True
    )


class DraftStep(Base):
    """What a change did to one item: where it stood before and after.

    A place is {"room_id", "starts_at", "ends_at", "pinned"} with moments as ISO texts, or
    empty for "not placed".
    """

    __tablename__ = "draft_step"
    __table_args__ = (UniqueConstraint("change_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("draft_change.id", ondelete="CASCADE"))
    position: Mapped[int]
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)

    proposal: Mapped[Proposal] = relationship()


class DayLock(Base):
    """A local day of a draft on which nothing moves until it is unlocked."""

    __tablename__ = "day_lock"
    __table_args__ = (UniqueConstraint("draft_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    on: Mapped[date]
    pinned: Mapped[list[Any]] = mapped_column(default=list)
    """Proposal ids that were pinned by the lock: unlocking lets go of these alone."""
    locked_at: Mapped[datetime]
    locked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    locked_by: Mapped[Person | None] = relationship()


class SilencedWarning(Base):
    """A warning about the event's schedule that somebody looked at and accepted, and why.

    It stays silenced in every draft.  ``mark`` names the warning (`silences.mark_of`); rule
    and subjects ({"proposals", "room", "people"}: ids) put it into words.
    """

    __tablename__ = "silenced_warning"
    __table_args__ = (UniqueConstraint("event_id", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    mark: Mapped[str] = mapped_column(String(24))
    rule: Mapped[str] = mapped_column(String(40))
    subjects: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(500))
    silenced_at: Mapped[datetime]
    silenced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    silenced_by: Mapped[Person | None] = relationship()


class Release(Base):
    """A named, frozen schedule."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        UniqueConstraint("event_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    slug: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text, default="")
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    event: Mapped[Event] = relationship()
    items: Mapped[list["ReleasedItem"]] = relationship(
        back_populates="release",
        cascade="all, delete-orphan",
        order_by="ReleasedItem.starts_at, ReleasedItem.room_position, ReleasedItem.id",
    )


class ReleasedItem(Base):
    """An item as it was released: a copy, so that later edits cannot reach it.

    An item that an earlier release had and this one has not stays as a tombstone with
    ``canceled_at``: calendars need it to vanish.  ``sequence`` and ``changed_at`` follow
    RFC 5545: the sequence rises when time or room change or it is cancelled.
    """

    __tablename__ = "released_item"
    __table_args__ = (UniqueConstraint("release_id", "uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal.id", ondelete="SET NULL"), index=True
    )
    uid: Mapped[str] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(6))
    title: Mapped[str] = mapped_column(String(200))
    subtitle: Mapped[str] = mapped_column(String(200), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="")
    format_name: Mapped[str] = mapped_column(String(100), default="")
    format_hue: Mapped[int] = mapped_column(default=1)
    track_name: Mapped[str] = mapped_column(String(100), default="")
    everyone: Mapped[bool] = mapped_column(default=False)
    hosts: Mapped[list[Any]] = mapped_column(default=list)
    """[{"guid", "name", "person_id"}], in order."""
    room_id: Mapped[int | None] = mapped_column(
        ForeignKey("room.id", ondelete="SET NULL"), index=True
    )
    room_guid: Mapped[str] = mapped_column(String(36), default="")
    room_name: Mapped[str] = mapped_column(String(100), default="")
    room_position: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    canceled_at: Mapped[datetime | None]

    release: Mapped[Release] = relationship(back_populates="items")
    proposal: Mapped[Proposal | None] = relationship()


class Pick(Base):
    """An item a person put on their own agenda.

    A pick taken back stays with ``dropped_at``, so that the person's calendar can show it
    as cancelled; ``flips`` counts the changes of mind and raises its sequence there.
    """

    __tablename__ = "pick"
    __table_args__ = (UniqueConstraint("person_id", "proposal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    picked_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    flips: Mapped[int] = mapped_column(default=0)

    person: Mapped[Person] = relationship()
    proposal: Mapped[Proposal] = relationship()
