"""Action points, and the trace of what happened to each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base, one_of
from offsite.people.models import Person
from offsite.proposals.models import Proposal

STATES = ("open", "done", "dropped")
STEPS = (
    "written",
    "asked",
    "accepted",
    "declined",
    "given_back",
    "changed",
    "done",
    "dropped",
    "reopened",
    "goes_on",
)


class Action(Base):
    """One thing to do, by one willing owner, until a day.

    ``owner`` has said yes; ``asked`` is who was asked and has not answered yet.  ``uid``
    names it in calendars for ever, ``sequence`` counts its changes there and tells two
    people who edit at once apart.  ``source`` says where it came from in words, also when
    it came from no session of the programme.
    """

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("uid"),
        CheckConstraint(one_of("state", STATES), name="state_known"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_when_not_open"),
        CheckConstraint("(owner_id IS NULL) OR (asked_id IS NULL)", name="asked_or_owned"),
        Index("ix_action_event_id_state", "event_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal.id", ondelete="SET NULL"), index=True
    )
    uid: Mapped[str] = mapped_column(String(36))
    title: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    accepted_at: Mapped[datetime | None]
    asked_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(String(10), default="open")
    closed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was dropped, or what came of it."""
    reminded_after: Mapped[int] = mapped_column(default=0)
    """Weeks after which its owner was last reminded; 0 is not yet."""
    reviewed_in_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL"), index=True
    )
    """The later event of the series in whose review it was last looked at."""
    sequence: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship(foreign_keys=event_id)
    proposal: Mapped[Proposal | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    asked: Mapped[Person | None] = relationship(foreign_keys=asked_id)
    created_by: Mapped[Person | None] = relationship(foreign_keys=created_by_id)
    steps: Mapped[list["ActionStep"]] = relationship(
        back_populates="action", order_by="ActionStep.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class ActionStep(Base):
    """One thing that happened to an action: who, when, and the words they gave."""

    __tablename__ = "action_step"
    __table_args__ = (CheckConstraint(one_of("kind", STEPS), name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    happened_at: Mapped[datetime]

    action: Mapped[Action] = relationship(back_populates="steps")
    person: Mapped[Person | None] = relationship()
