"""A list for each released item with a limit, and the claims of people on it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base
from offsite.people.models import Person
from offsite.proposals.models import Proposal


class SeatList(Base):
    """The seats of one item, from its first release on.

    ``seats`` is what fits: the item's own limit or its room's, whichever is smaller; hosts
    sit on them, too.  ``seed`` is what the lottery among equals is drawn from; everybody
    may read it.  A closed list takes nobody in and lets nobody move up.
    """

    __tablename__ = "seat_list"
    __table_args__ = (
        UniqueConstraint("proposal_id"),
        CheckConstraint("seats > 0", name="seats_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    seats: Mapped[int]
    seed: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    event: Mapped[Event] = relationship()
    proposal: Mapped[Proposal] = relationship()
    closed_by: Mapped[Person | None] = relationship()


class SeatClaim(Base):
    """One person on one list: seated, waiting, or gone again.

    ``weight`` is the wish at the moment of asking (must 3, would 1, none 0) and ``lot`` what
    the lottery drew: both stay, so nobody's place depends on who else asks or leaves.
    ``put_back_at`` is set by an organizer and sends the person to the end of the list.
    ``turns`` counts changes between having a seat and waiting: calendars need it to follow.
    """

    __tablename__ = "seat_claim"
    __table_args__ = (
        UniqueConstraint("list_id", "person_id"),
        CheckConstraint("weight >= 0", name="weight_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("seat_list.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    weight: Mapped[int]
    lot: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    seated_at: Mapped[datetime | None]
    put_back_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    turns: Mapped[int] = mapped_column(default=0)
    moved_up_at: Mapped[datetime | None]
    """When a seat came to somebody who waited."""
    told_at: Mapped[datetime | None]
    """When the mail about that was written."""

    seat_list: Mapped[SeatList] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def state(self) -> str:
        """seated, waiting or gone."""
        if self.left_at is not None:
            return "gone"
        return "waiting" if self.seated_at is None else "seated"


class SeatMove(Base):
    """What an organizer did by hand to one claim, so that it can be undone.

    ``before`` is the claim's seat as it was: {"seated_at", "put_back_at", "left_at"}, moments
    as ISO texts or None; ``state_before`` and ``state_after`` say the same in a word.
    """

    __tablename__ = "seat_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(
        ForeignKey("seat_claim.id", ondelete="CASCADE"), index=True
    )
    state_before: Mapped[str] = mapped_column(String(10))
    state_after: Mapped[str] = mapped_column(String(10))
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    moved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    moved_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    claim: Mapped[SeatClaim] = relationship()
    moved_by: Mapped[Person | None] = relationship()
