"""Writing down what was spent, correcting it with a trace, and sharing a budget."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Stale
from offsite.events.models import Event, Format
from offsite.proposals.services.locking import lock
from offsite.purse.models import Expense, ExpenseStep, SharedBudget
from offsite.purse.rules import decimal_of, minor_units

LONGEST_TITLE = 200


class BadExpense(BadInput):
    """The entry cannot be kept as it is."""


class StruckOut(RuleBroken):
    """The entry is struck out: it has to be taken back first."""


class ExpenseChanged(Stale):
    """Somebody changed the entry since the page was made."""


@dataclass(frozen=True)
class Spending:
    """What the form says; ``amount`` as people write it."""

    title: str
    amount: str
    currency: str
    spent_on: date
    format_id: int | None = None


def log_expense(
    session: Session,
    *,
    event: Event,
    spending: Spending,
    person_id: int | None,
    now: datetime,
    receipt: str = "",
) -> Expense:
    """Write down what was spent.  Nobody approves it; everybody sees it.

    Raises:
        BadExpense, BadAmount: the words, the format or the amount cannot be.
    """
    title, amount = _checked(session, event.id, spending)
    expense = Expense(
        event_id=event.id,
        title=title,
        amount=amount,
        currency=spending.currency,
        spent_on=spending.spent_on,
        format_id=spending.format_id,
        person_id=person_id,
        receipt=receipt,
        created_at=now,
        changed_at=now,
    )
    session.add(expense)
    session.flush()
    _trace(session, expense, "written", person_id, now)
    return expense


def _checked(session: Session, event_id: int, spending: Spending) -> tuple[str, int]:
    title = " ".join(spending.title.split())
    if not title:
        raise BadExpense("Say what the money was spent on.")
    if len(title) > LONGEST_TITLE:
        raise BadExpense("One line of at most 200 characters.")
    if spending.format_id is not None:
        found = session.get(Format, spending.format_id)
        if found is None or found.event_id != event_id:
            raise BadExpense("Choose a format of this event, or none.")
    return title, minor_units(spending.amount, spending.currency)


def change(
    session: Session,
    *,
    expense: Expense,
    spending: Spending,
    seen: int,
    person_id: int | None,
    now: datetime,
    receipt: str = "",
) -> None:
    """Correct an entry; the trace keeps what it said.  A new ``receipt`` replaces the old.

    ``seen`` is the sequence that the page showed.

    Raises:
        StruckOut: it is struck out.
        ExpenseChanged: somebody else changed it meanwhile; nothing is overwritten.
        BadExpense, BadAmount: as `log_expense`.
    """
    title, amount = _checked(session, expense.event_id, spending)
    lock(session, expense)
    if not expense.counts:
        raise StruckOut("This is struck out. Take that back first.")
    if expense.sequence != seen:
        raise ExpenseChanged(
            "Somebody changed this meanwhile. It now says “%(title)s”, %(amount)s; your words "
            "are still in the form.",
            title=expense.title,
            amount=_amount_text(expense),
        )
    before = _summary(expense)
    expense.title, expense.amount, expense.currency = title, amount, spending.currency
    expense.spent_on, expense.format_id = spending.spent_on, spending.format_id
    expense.receipt = receipt or expense.receipt
    _step(session, expense, "changed", person_id, now, before)


def strike_out(
    session: Session, *, expense: Expense, reason: str, person_id: int | None, now: datetime
) -> None:
    """Take the entry out of every total; it stays readable, with the reason.  Twice is once.

    Raises:
        BadExpense: there is no reason.
    """
    if not reason.strip():
        raise BadExpense("Say in a line why it is struck out: others wonder.")
    lock(session, expense)
    if expense.counts:
        expense.struck_at = now
        _step(session, expense, "struck", person_id, now, reason.strip())


def restore(session: Session, *, expense: Expense, person_id: int | None, now: datetime) -> None:
    """Let a struck entry count again.  Twice is once."""
    lock(session, expense)
    if not expense.counts:
        expense.struck_at = None
        _step(session, expense, "restored", person_id, now)


def share_budget(
    session: Session, *, event: Event, amount: str, currency: str, now: datetime
) -> None:
    """Say what the event may spend together; an empty amount says there is no budget.

    Raises:
        BadAmount: it is no amount.
    """
    minor = minor_units(amount, currency) if amount.strip() else None
    lock(session, event)
    budget = session.get(SharedBudget, event.id)
    if minor is None:
        if budget is not None:
            session.delete(budget)
    elif budget is None:
        session.add(SharedBudget(event_id=event.id, amount=minor, currency=currency, set_at=now))
    else:
        budget.amount, budget.currency, budget.set_at = minor, currency, now
    session.flush()


def _amount_text(expense: Expense) -> str:
    return f"{decimal_of(expense.amount, expense.currency)} {expense.currency}"


def _summary(expense: Expense) -> str:
    return f"{expense.title}, {_amount_text(expense)}, {expense.spent_on.isoformat()}"


def _step(
    session: Session,
    expense: Expense,
    kind: str,
    person_id: int | None,
    now: datetime,
    note: str = "",
) -> None:
    expense.sequence += 1
    expense.changed_at = now
    session.flush()
    _trace(session, expense, kind, person_id, now, note)
    session.refresh(expense)


def _trace(
    session: Session,
    expense: Expense,
    kind: str,
    person_id: int | None,
    now: datetime,
    note: str = "",
) -> None:
    session.add(
        ExpenseStep(
            expense_id=expense.id, kind=kind, note=note, person_id=person_id, happened_at=now
        )
    )
    session.flush()
