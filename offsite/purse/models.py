"""What was spent, the trace of each entry, and the budget that an event may share."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event, Format
from offsite.orm import Base
from offsite.people.models import Person

STEPS = ("written", "changed", "struck", "restored")


class Expense(Base):
    """One line of the ledger.  It is never deleted: what is wrong is struck out.

    ``amount`` counts minor units of ``currency`` (grosz, cents).  ``receipt`` names a
    picture in the folder of receipts.  ``sequence`` tells two people who edit apart.
    """

    __tablename__ = "expense"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("length(currency) = 3", name="currency_is_a_code"),
        Index("ix_expense_event_id_spent_on", "event_id", "spent_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    spent_on: Mapped[date]
    format_id: Mapped[int | None] = mapped_column(
        ForeignKey("format.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    receipt: Mapped[str] = mapped_column(String(40), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    struck_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    format: Mapped[Format | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def counts(self) -> bool:
        return self.struck_at is None


class ExpenseStep(Base):
    """One thing that happened to an entry: who, when, and what it said before."""

    __tablename__ = "expense_step"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(map(repr, STEPS))})", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expense_id: Mapped[int] = mapped_column(
        ForeignKey("expense.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    happened_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()


class SharedBudget(Base):
    """What an event may spend together, in minor units of one currency.  A line, not a wall."""

    __tablename__ = "shared_budget"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("length(currency) = 3", name="currency_is_a_code"),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    set_at: Mapped[datetime]
