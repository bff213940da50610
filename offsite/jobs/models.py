"""Work that takes longer than a page may wait."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from offsite.orm import Base

STATES = ("queued", "running", "done", "failed", "canceled")


class Job(Base):
    """One piece of work and how far it is.

    ``attempt`` rises each time a worker takes it: a result is saved only by the attempt
    that still holds the row.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(50))
    event_id: Mapped[int | None] = mapped_column(index=True)
    """Only to find an event's jobs; jobs know nothing of events."""
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="queued", index=True)
    attempt: Mapped[int] = mapped_column(default=0)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "canceled"}
