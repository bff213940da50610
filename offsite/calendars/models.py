"""Addresses of calendar feeds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base
from offsite.people.models import Person


class FeedToken(Base):
    """A secret address of a calendar; only its hash is kept."""

    __tablename__ = "feed_token"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("kind IN ('mine', 'whole')", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    event: Mapped[Event] = relationship()
