"""The plan that an event's feedback makes, line by line."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.engines.verdicts import Verdict
from offsite.events.models import Event
from offsite.orm import Base, one_of
from offsite.people.models import Person
from offsite.rfc.models import Rfc

VERDICTS = tuple(one.value for one in Verdict)


class Plan(Base):
    """What one event's feedback says about the next; one for each event.

    ``step`` is the number of minutes in which time moves.  ``rfc`` puts it before everybody;
    it is settled when that stands.  ``next_event`` is what was made of it.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("event_id"),
        CheckConstraint("step > 0", name="step_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    step: Mapped[int]
    rfc_id: Mapped[int | None] = mapped_column(
        ForeignKey("rfc.id", ondelete="SET NULL"), index=True
    )
    next_event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL"), index=True
    )
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship(foreign_keys=event_id)
    next_event: Mapped[Event | None] = relationship(foreign_keys=next_event_id)
    rfc: Mapped[Rfc | None] = relationship()
    lines: Mapped[list["PlanLine"]] = relationship(
        back_populates="plan", order_by="PlanLine.position", cascade="all, delete-orphan"
    )

    @property
    def is_published(self) -> bool:
        return self.rfc is not None and self.rfc.state not in ("draft", "withdrawn")

    @property
    def is_settled(self) -> bool:
        return self.rfc is not None and self.rfc.state == "settled"

    @property
    def undecided(self) -> int:
        return sum(one.decided is None for one in self.lines)


class PlanLine(Base):
    """One format in the plan.

    ``verdict`` is what the answers said when the plan was made, with the counts that
    everybody may see (all zero where it is hidden); ``decided`` what the organizers made of
    it, the same or another, and why.  ``minutes`` is how much of it there was;
    ``minutes_set`` what somebody wants instead of what the verdicts give.
    """

    __tablename__ = "plan_line"
    __table_args__ = (
        UniqueConstraint("plan_id", "key"),
        CheckConstraint(one_of("verdict", VERDICTS), name="verdict_known"),
        CheckConstraint(f"decided IS NULL OR {one_of('decided', VERDICTS)}", name="decided_known"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        CheckConstraint("minutes_set IS NULL OR minutes_set >= 0", name="set_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(50))
    label: Mapped[str] = mapped_column(String(200))
    hue: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(10))
    more: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    less: Mapped[int] = mapped_column(default=0)
    drop: Mapped[int] = mapped_column(default=0)
    net: Mapped[float] = mapped_column(default=0.0)
    net_low: Mapped[float] = mapped_column(default=0.0)
    net_high: Mapped[float] = mapped_column(default=0.0)
    decided: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    decided_at: Mapped[datetime | None]
    minutes_set: Mapped[int | None]

    plan: Mapped[Plan] = relationship(back_populates="lines")
    decided_by: Mapped[Person | None] = relationship()

    @property
    def event_id(self) -> int:
        return self.plan.event_id

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.more, self.same, self.less, self.drop

    @property
    def is_overridden(self) -> bool:
        return self.decided is not None and self.decided != self.verdict
