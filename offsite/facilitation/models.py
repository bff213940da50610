"""A session while it runs: its phases, its clock, and the challenges that people raise."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import PHASE_KINDS, Event
from offsite.orm import Base
from offsite.people.models import Person
from offsite.proposals.models import Proposal

_KINDS = ", ".join(repr(kind) for kind in PHASE_KINDS)


class Run(Base):
    """One session of the schedule as it is run.

    The steps are a copy of the format's phases, taken at the start: later edits of the
    format move nothing.  ``since`` is when the clock of the present step last began to go;
    None means that it stands.  ``version`` counts the presses of facilitators, so that two
    who press at once do not both take effect.
    """

    __tablename__ = "session_run"
    __table_args__ = (
        UniqueConstraint("proposal_id"),
        CheckConstraint("position >= 0", name="position_known"),
        CheckConstraint("since IS NULL OR started_at IS NOT NULL", name="goes_when_started"),
        CheckConstraint("since IS NULL OR ended_at IS NULL", name="stands_when_ended"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None]
    since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]
    """When the voices for challenges were counted; who gave them is forgotten then."""

    event: Mapped[Event] = relationship()
    proposal: Mapped[Proposal] = relationship()
    steps: Mapped[list["RunStep"]] = relationship(
        order_by="RunStep.position", cascade="all, delete-orphan", back_populates="run"
    )
    challenges: Mapped[list["Challenge"]] = relationship(
        order_by="Challenge.id", cascade="all, delete-orphan", back_populates="run"
    )

    @property
    def has_started(self) -> bool:
        return self.started_at is not None

    @property
    def step(self) -> "RunStep":
        """The present step of a run that has started."""
        return self.steps[self.position]

    @property
    def takes_challenges(self) -> bool:
        """Whether people may raise challenges now."""
        is_open = self.is_under_way and self.counted_at is None
        return is_open and self.step.kind in ("collect", "pick")

    @property
    def takes_voices(self) -> bool:
        """Whether people may say now which challenge they want."""
        return self.is_under_way and self.step.kind == "pick" and self.counted_at is None

    @property
    def is_under_way(self) -> bool:
        return self.has_started and self.ended_at is None


class RunStep(Base):
    """One phase of a run: what was planned, what was added, what was spent."""

    __tablename__ = "session_run_step"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("minutes + added_minutes > 0", name="some_time_left"),
        CheckConstraint("spent_ms >= 0", name="spent_positive"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("session_run.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(10), default="plain")
    minutes: Mapped[int]
    added_minutes: Mapped[int] = mapped_column(default=0)
    spent_ms: Mapped[int] = mapped_column(default=0)
    """Milliseconds of its clock up to when it last stood."""

    run: Mapped[Run] = relationship(back_populates="steps")


class Challenge(Base):
    """What somebody wants to be coached on, in a sentence or two.

    ``told_by`` is the name of whoever said it aloud while somebody else typed.  ``voices``
    is empty until they are counted.
    """

    __tablename__ = "session_challenge"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(
        ForeignKey("session_run.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    told_by: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(String(300))
    raised_at: Mapped[datetime]
    voices: Mapped[int | None]
    picked_at: Mapped[datetime | None]

    run: Mapped[Run] = relationship(back_populates="challenges")
    person: Mapped[Person | None] = relationship()

    @property
    def event_id(self) -> int:
        return self.run.event_id

    @property
    def name(self) -> str:
        """Whose challenge it is, as the room knows it."""
        return self.told_by or (self.person.name if self.person else "")


class Voice(Base):
    """That a person wants a challenge to be taken; kept only until voices are counted."""

    __tablename__ = "session_voice"
    __table_args__ = (UniqueConstraint("challenge_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(
        ForeignKey("session_challenge.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
