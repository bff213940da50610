"""Places that teams offer, who hosts there, and who asked to come."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base
from offsite.people.models import Person

STATES = ("asked", "accepted", "declined", "withdrawn")


class Stay(Base):
    """A team's offer: from one day to another, so many guests at once."""

    __tablename__ = "stay"
    __table_args__ = (
        CheckConstraint("to_on >= from_on", name="ends_after_it_starts"),
        CheckConstraint("guests > 0", name="guests_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    team: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    from_on: Mapped[date]
    to_on: Mapped[date]
    guests: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    hosts: Mapped[list["StayHost"]] = relationship(
        back_populates="stay", order_by="StayHost.id", cascade="all, delete-orphan"
    )


class StayHost(Base):
    """Somebody of the team who answers those who ask."""

    __tablename__ = "stay_host"
    __table_args__ = (UniqueConstraint("stay_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    stay: Mapped[Stay] = relationship(back_populates="hosts")
    person: Mapped[Person] = relationship()


class StayRequest(Base):
    """Somebody who would like to come, both days included, and what the hosts said.

    ``uid`` names it in calendars for ever, ``sequence`` counts its changes there.
    """

    __tablename__ = "stay_request"
    __table_args__ = (
        UniqueConstraint("uid"),
        CheckConstraint("to_on >= from_on", name="ends_after_it_starts"),
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(String(36))
    from_on: Mapped[date]
    to_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="asked")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    accepted_at: Mapped[datetime | None]
    """Set at the first yes and kept: from then on it stands in calendars."""
    sequence: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    stay: Mapped[Stay] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    @property
    def event_id(self) -> int:
        return self.stay.event_id
