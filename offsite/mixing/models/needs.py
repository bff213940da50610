"""What people need, and the words in which an event asks for it.

`Need` and `Apart` are sensitive: they are read for their subject and for the travel role,
and vanish some time after the event.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event, Membership
from offsite.orm import Base, one_of
from offsite.people.models import Person

JOURNEYS = ("", "ride", "drive", "own")
RHYTHMS = ("", "early", "late")
NO_BED = "no bed"
"""The pool of somebody who needs no bed; no organizer's word."""
SINGLE = "single room"
"""The pool that every list begins with: whoever is in it shares with nobody."""


class MixSettings(Base):
    """How an event mixes: the pools people choose from, and the rules in plain words."""

    __tablename__ = "mix_settings"
    __table_args__ = (UniqueConstraint("event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    pools: Mapped[list[str]] = mapped_column(default=list)
    """The organizer's words for who shares a room with whom; `SINGLE` is always among them."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What the organizers say on the page of needs and beside the rules."""
    updated_at: Mapped[datetime]

    event: Mapped[Event] = relationship()


class Need(Base):
    """What a member needs on the way and at night, in their own words: private.

    Empty means "not said".  Times are instants; ``leaves_at`` is the departure from home
    towards the event, ``departs_at`` the one from the event towards home.
    """

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("membership_id"),
        CheckConstraint(one_of("rhythm", RHYTHMS), name="rhythm_known"),
        CheckConstraint(one_of("journey", JOURNEYS), name="journey_known"),
        CheckConstraint("car_seats IS NULL OR car_seats > 0", name="car_seats_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    pool: Mapped[str] = mapped_column(String(60), default="")
    """One of the event's pools, or `NO_BED`."""
    quiet: Mapped[bool] = mapped_column(default=False)
    rhythm: Mapped[str] = mapped_column(String(5), default="")
    access: Mapped[str] = mapped_column(Text, default="")
    tells_hotel: Mapped[bool] = mapped_column(default=False)
    """Whether the hotel may read ``access``."""
    diet: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    """How to reach them; shown to the people they share a published group with."""
    arrives_at: Mapped[datetime | None]
    departs_at: Mapped[datetime | None]
    journey: Mapped[str] = mapped_column(String(5), default="")
    leaves_from: Mapped[str] = mapped_column(String(100), default="")
    leaves_at: Mapped[datetime | None]
    meeting_point: Mapped[str] = mapped_column(String(200), default="")
    car_seats: Mapped[int | None]
    """Seats that a driver offers, besides their own."""
    updated_at: Mapped[datetime]

    membership: Mapped[Membership] = relationship()

    @property
    def event_id(self) -> int:
        return self.membership.event_id

    @property
    def person_id(self) -> int:
        return self.membership.person_id

    @property
    def offers_seats(self) -> bool:
        return self.journey == "drive" and bool(self.car_seats)


class Apart(Base):
    """Somebody whom a member would rather not share with.  Never told to the named person."""

    __tablename__ = "need_apart"
    __table_args__ = (UniqueConstraint("membership_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    membership: Mapped[Membership] = relationship()
    person: Mapped[Person] = relationship()
