"""Agenda proposals, and what people say about them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event, Format, Membership, Slot, Track
from offsite.orm import Base, one_of
from offsite.people.models import Person

STATES = ("draft", "submitted", "accepted", "confirmed", "rejected", "canceled", "withdrawn")
DECISIONS = ("accepted", "rejected", "canceled")
LEADERSHIP_KINDS = ("direction", "people", "projects", "technical")
LISTED = ("submitted", "accepted", "confirmed")
"""States in which everybody in the event finds it, comments on it and votes for it."""

CHOICES = ("must", "would", "no")
WISH_WEIGHT = {"must": 3, "would": 1}


class Proposal(Base):
    """An agenda item, before and after acceptance: one record.

    ``uid`` names it in every calendar for ever; ``code`` names it in addresses.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("event_id", "code"),
        UniqueConstraint("uid"),
        UniqueConstraint("form_key"),
        CheckConstraint(one_of("state", STATES), name="state_known"),
        CheckConstraint(
            f"pending_state IS NULL OR {one_of('pending_state', DECISIONS)}",
            name="pending_state_known",
        ),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),
        CheckConstraint("priority > 0", name="priority_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(6))
    uid: Mapped[str] = mapped_column(String(36))
    title: Mapped[str] = mapped_column(String(200))
    subtitle: Mapped[str] = mapped_column(String(200), default="")
    abstract: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    """For the organizers only."""
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(
        ForeignKey("track.id", ondelete="SET NULL"), index=True
    )
    minutes: Mapped[int]
    language: Mapped[str] = mapped_column(String(12), default="")
    needs: Mapped[list[str]] = mapped_column(default=list)
    leadership: Mapped[str] = mapped_column(String(20), default="")
    seats: Mapped[int | None]
    priority: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    pending_state: Mapped[str | None] = mapped_column(String(12))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    """Goes with the pending decision to the hosts."""
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    state_changed_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    form_key: Mapped[str | None] = mapped_column(String(36))
    """The form it was written in: sending that form twice is one proposal."""
    imported_as: Mapped[str | None] = mapped_column(String(500))
    """The key it had in the file it was imported from, so that a second import finds it."""

    event: Mapped[Event] = relationship()
    format: Mapped[Format] = relationship()
    track: Mapped[Track | None] = relationship()
    hosts: Mapped[list["ProposalHost"]] = relationship(
        order_by="ProposalHost.position", back_populates="proposal", cascade="all, delete-orphan"
    )

    @property
    def active_hosts(self) -> list[Person]:
        """Those who host it: invitations that were not answered do not count."""
        return [host.person for host in self.hosts if host.accepted_at is not None]


class ProposalHost(Base):
    """A person who hosts a proposal, or was asked to."""

    __tablename__ = "proposal_host"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]

    proposal: Mapped[Proposal] = relationship(back_populates="hosts")
    person: Mapped[Person] = relationship()

    @property
    def event_id(self) -> int:
        return self.proposal.event_id


class Absence(Base):
    """A slot in which a member cannot host."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("membership_id", "slot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id", ondelete="CASCADE"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), index=True)

    membership: Mapped[Membership] = relationship()
    slot: Mapped[Slot] = relationship()


class ProposalVote(Base):
    """How much one member wants one proposal."""

    __tablename__ = "proposal_vote"
    __table_args__ = (
        UniqueConstraint("proposal_id", "membership_id"),
        CheckConstraint(one_of("choice", CHOICES), name="choice_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    membership_id: Mapped[int] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"), index=True
    )
    choice: Mapped[str] = mapped_column(String(5))
    cast_at: Mapped[datetime]

    proposal: Mapped[Proposal] = relationship()
    membership: Mapped[Membership] = relationship()


class Comment(Base):
    """A public remark on a proposal."""

    __tablename__ = "proposal_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    proposal: Mapped[Proposal] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    @property
    def event_id(self) -> int:
        return self.proposal.event_id


class Wanted(Base):
    """ "Someone should talk about ...": a topic that waits for a host."""

    __tablename__ = "wanted"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    nominee_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal.id", ondelete="SET NULL"), index=True
    )
    """The proposal it became, once somebody took it."""

    event: Mapped[Event] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    nominee: Mapped[Person | None] = relationship(foreign_keys=[nominee_id])
    proposal: Mapped[Proposal | None] = relationship()


class MeToo(Base):
    """Another member who wants a wanted topic."""

    __tablename__ = "me_too"
    __table_args__ = (UniqueConstraint("wanted_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    wanted_id: Mapped[int] = mapped_column(ForeignKey("wanted.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    said_at: Mapped[datetime]
