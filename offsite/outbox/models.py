"""Every mail waits here until a person or a rule lets it go."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from offsite.orm import Base


class Mail(Base):
    """A message: held, let go, sent, failed or discarded, each with its time.

    ``key`` makes writing the same mail twice impossible.
    """

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(50))
    event_id: Mapped[int | None] = mapped_column(index=True)
    """Only to find an event's mails; the outbox knows nothing of events."""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    to_name: Mapped[str] = mapped_column(String(200), default="")
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(250))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    let_go_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
