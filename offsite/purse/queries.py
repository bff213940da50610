"""Reads about the purse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event, Format, Membership
from offsite.orm import Base
from offsite.paging import Page, page_of
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part
from offsite.purse.models import Expense, ExpenseStep, SharedBudget

PER_PAGE = 30


@dataclass(frozen=True)
class Total:
    """What was spent in one currency, in minor units; ``per_head`` of all members, rounded."""

    currency: str
    amount: int
    entries: int
    per_head: int


@dataclass(frozen=True)
class FormatTotal:
    """What one format of session cost, in minor units by currency, the event's usual currency
    first; None is what belongs to no format."""

    format: str | None
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Left:
    """What is left of the shared budget, in minor units; below zero it is overspent."""

    currency: str
    budget: int
    spent: int

    @property
    def amount(self) -> int:
        return self.budget - self.spent


def _shown() -> Select[Expense]:
    return select(Expense).options(joinedload(Expense.person), joinedload(Expense.format))


def ledger_page(
    session: Session, event: Event, *, search: str = "", page: int = 1
) -> Page[Expense]:
    """The newest first, struck ones too; each word of ``search`` in title, name or format."""
    wanted = (
        select(Expense.id)
        .outerjoin(Person, Person.id == Expense.person_id)
        .outerjoin(Format, Format.id == Expense.format_id)
        .where(Expense.event_id == event.id)
    )
    for word in search.split():
        wanted = wanted.where(_mentions(word))
    order = (Expense.spent_on.desc(), Expense.id.desc())
    shown = page_of(session.scalars(wanted.order_by(*order)).all(), page=page, size=PER_PAGE)
    rows = session.scalars(_shown().where(Expense.id.in_(shown.items)).order_by(*order))
    return Page(tuple(rows), shown.page, shown.pages, shown.total)


def _mentions(word: str) -> ColumnElement[bool]:
    columns = (Expense.title, Expense.currency, Person.name, Format.name)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def whole_ledger(session: Session, event: Event) -> Sequence[Expense]:
    """Everything, in the order in which it was spent."""
    found = _shown().where(Expense.event_id == event.id).order_by(Expense.spent_on, Expense.id)
    return session.scalars(found).all()


def heads(session: Session, event: Event) -> int:
    """How many members the event has."""
    return (
        session.scalar(
            select(func.count(Membership.id)).where(
                Membership.event_id == event.id, Membership.left_at.is_(None)
            )
        )
        or 0
    )


def totals(session: Session, event: Event) -> list[Total]:
    """One for each currency, the largest number of entries first; what is struck is not in."""
    people = max(1, heads(session, event))
    rows = session.execute(
        select(Expense.currency, func.sum(Expense.amount), func.count(Expense.id))
        .where(Expense.event_id == event.id, Expense.struck_at.is_(None))
        .group_by(Expense.currency)
        .order_by(func.count(Expense.id).desc(), Expense.currency)
    )
    return [
        Total(currency, int(amount), entries, (int(amount) * 2 + people) // (people * 2))
        for currency, amount, entries in rows
    ]


def format_totals(session: Session, event: Event) -> list[FormatTotal]:
    """What each format cost: the dearest first, compared in the currency used most."""
    currencies = [one.currency for one in totals(session, event)]
    rows = session.execute(
        select(Format.id, Format.name, Expense.currency, func.sum(Expense.amount))
        .select_from(Expense)
        .outerjoin(Format, Format.id == Expense.format_id)
        .where(Expense.event_id == event.id, Expense.struck_at.is_(None))
        .group_by(Format.id, Format.name, Expense.currency)
    )
    names: dict[int | None, str | None] = {}
    spent: dict[int | None, dict[str, int]] = {}
    for format_id, name, currency, amount in rows:
        names[format_id] = name
        spent.setdefault(format_id, {})[currency] = int(amount)

    def dearness(format_id: int | None) -> tuple[list[int], str, int]:
        own = spent[format_id]
        return [-own.get(one, 0) for one in currencies], names[format_id] or "", format_id or 0

    return [
        FormatTotal(names[one], {key: spent[one][key] for key in currencies if key in spent[one]})
        for one in sorted(spent, key=dearness)
    ]


def budget_left(session: Session, event: Event) -> Left | None:
    """What is left of the budget, if there is one; other currencies do not count into it."""
    budget = session.get(SharedBudget, event.id)
    if budget is None:
        return None
    spent = session.scalar(
        select(func.sum(Expense.amount)).where(
            Expense.event_id == event.id,
            Expense.currency == budget.currency,
            Expense.struck_at.is_(None),
        )
    )
    return Left(budget.currency, budget.amount, int(spent or 0))


def usual_currency(session: Session, event: Event) -> str:
    """What the next entry is probably in: what most are in, the budget's, else the zloty."""
    if found := totals(session, event):
        return found[0].currency
    budget = session.get(SharedBudget, event.id)
    return budget.currency if budget else "PLN"


def with_trace(session: Session, expense: Expense) -> Sequence[ExpenseStep]:
    """What happened to the entry, the newest first; people are loaded."""
    return session.scalars(
        select(ExpenseStep)
        .where(ExpenseStep.expense_id == expense.id)
        .options(joinedload(ExpenseStep.person))
        .order_by(ExpenseStep.id.desc())
    ).all()


@part("purse")
def _of_person(session: Session, person_id: int) -> Any:
    def rows(model: type[Base]) -> list[Any]:
        found: Any = model
        return [
            columns_of(one)
            for one in session.scalars(
                select(found).where(found.person_id == person_id).order_by(found.id)
            )
        ]

    return {"expenses": rows(Expense), "steps": rows(ExpenseStep)}
