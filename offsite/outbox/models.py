"""Every mail waits here until a person or a rule lets it go."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from offsite.orm import Base

STATES = ("waiting", "sending", "sent", "failed", "discarded")


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
    let_go_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    """Who let it go; empty when a rule did."""
    next_try_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it is due for delivery; empty when it is not to be delivered (any more)."""
    taken_at: Mapped[datetime | None]
    """A worker has it since then; a new value is a new holder."""
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """Given up after a day of tries, until a person asks for more."""
    discarded_at: Mapped[datetime | None]
    discarded_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")

    @property
    def state(self) -> str:
        """One of `STATES`, from what happened to it so far."""
        if self.discarded_at is not None:
            return "discarded"
        if self.sent_at is not None:
            return "sent"
        if self.failed_at is not None:
            return "failed"
        return "waiting" if self.let_go_at is None else "sending"
