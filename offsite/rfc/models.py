"""Texts put out for comments, their versions, and what people said."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base, one_of
from offsite.people.models import Person

KINDS = ("text", "goals", "rules", "plan")
STATES = ("draft", "open", "last_call", "settled", "withdrawn")
COMMENT_STATES = ("open", "answered", "resolved")


class Rfc(Base):
    """A text that everybody in the event is asked about.

    ``version`` is the number of the newest version; ``last_call_ends_at`` the instant from
    which it may stand, while the last call runs.
    """

    __tablename__ = "rfc"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind_known"),
        CheckConstraint(one_of("state", STATES), name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="text")
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    last_call_ends_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    created_by: Mapped[Person | None] = relationship()
    versions: Mapped[list["RfcVersion"]] = relationship(
        back_populates="rfc", order_by="RfcVersion.number", cascade="all, delete-orphan"
    )

    @property
    def takes_comments(self) -> bool:
        return self.state in ("open", "last_call")


class RfcVersion(Base):
    """One wording.  ``note`` says what changed and why."""

    __tablename__ = "rfc_version"
    __table_args__ = (UniqueConstraint("rfc_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rfc_id: Mapped[int] = mapped_column(ForeignKey("rfc.id", ondelete="CASCADE"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(500), default="")
    written_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    written_at: Mapped[datetime]

    rfc: Mapped[Rfc] = relationship(back_populates="versions")
    written_by: Mapped[Person | None] = relationship()


class RfcComment(Base):
    """What somebody said about one version.  A concern must be resolved before the text stands."""

    __tablename__ = "rfc_comment"
    __table_args__ = (CheckConstraint(one_of("state", COMMENT_STATES), name="state_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rfc_id: Mapped[int] = mapped_column(ForeignKey("rfc.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[str] = mapped_column(Text)
    is_concern: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="open")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    resolution: Mapped[str] = mapped_column(String(500), default="")
    resolved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    resolved_at: Mapped[datetime | None]

    rfc: Mapped[Rfc] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=resolved_by_id)
    replies: Mapped[list["RfcReply"]] = relationship(
        back_populates="comment", order_by="RfcReply.id", cascade="all, delete-orphan"
    )

    @property
    def event_id(self) -> int:
        return self.rfc.event_id

    @property
    def is_open_concern(self) -> bool:
        return self.is_concern and self.state != "resolved"


class RfcReply(Base):
    """An answer to a comment."""

    __tablename__ = "rfc_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(
        ForeignKey("rfc_comment.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    comment: Mapped[RfcComment] = relationship(back_populates="replies")
    person: Mapped[Person | None] = relationship()


class RfcFollower(Base):
    """Who hears of a text once a day when something is new.  ``told_up_to`` is how far."""

    __tablename__ = "rfc_follower"
    __table_args__ = (UniqueConstraint("rfc_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rfc_id: Mapped[int] = mapped_column(ForeignKey("rfc.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    follows: Mapped[bool] = mapped_column(default=True)
    """False is somebody who does not want to hear of it, whatever they write."""
    told_up_to: Mapped[datetime]

    rfc: Mapped[Rfc] = relationship()
    person: Mapped[Person] = relationship()
