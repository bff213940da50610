"""How often a topic changed, and which requests have had their effect."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from offsite.orm import Base


class LiveTopic(Base):
    """What open pages of an event watch under one name, and how often it changed."""

    __tablename__ = "live_topic"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class Receipt(Base):
    """A request that had its effect: sent again, it has none.

    ``mark`` is a hash of who sent what with which random key, and the only key of the table
    on disk, too: the row names nobody and neither its order nor its one date tells when.
    """

    __tablename__ = "live_receipt"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer: Mapped[str] = mapped_column(String(500), default="")
    """What the first answer was about, for instance the address it led to."""
    kept_until: Mapped[date] = mapped_column(index=True)
