"""Notes of sessions with every saved version, photos, and what organizers say about the book."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base
from offsite.people.models import Person
from offsite.proposals.models import Proposal

NAME_LENGTH = 32


class Notes(Base):
    """What was said in a session: one text that any member may write on.

    ``revision`` counts its saved versions; ``body`` is the newest of them.
    """

    __tablename__ = "session_notes"
    __table_args__ = (
        UniqueConstraint("proposal_id"),
        CheckConstraint("revision > 0", name="revision_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    proposal: Mapped[Proposal] = relationship()
    updated_by: Mapped[Person | None] = relationship()

    @property
    def event_id(self) -> int:
        return self.proposal.event_id


class NotesVersion(Base):
    """The notes as somebody saved them; never changed, so that nothing is lost."""

    __tablename__ = "session_notes_version"
    __table_args__ = (UniqueConstraint("notes_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notes_id: Mapped[int] = mapped_column(ForeignKey("session_notes.id", ondelete="CASCADE"))
    revision: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    saved_by: Mapped[Person | None] = relationship()


class Binding(Base):
    """What organizers decide about the book of an event.

    ``places`` are the names of all chapters in their order, ``left_out`` those that the book
    does not show.  ``revision`` tells two organizers who edit at once apart.
    """

    __tablename__ = "proceedings"
    __table_args__ = (UniqueConstraint("event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    foreword: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[list[str]] = mapped_column(default=list)
    left_out: Mapped[list[str]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )


class Photo(Base):
    """A picture of the event.  Its files are called by its random ``name``."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("width > 0 AND height > 0", name="size_positive"),
        Index("ix_photo_event_id_removed_at", "event_id", "removed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    caption: Mapped[str] = mapped_column(String(300), default="")
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    removed_at: Mapped[datetime | None]
    """Since when nobody sees it; its files follow a month later."""

    event: Mapped[Event] = relationship()
    created_by: Mapped[Person | None] = relationship()
