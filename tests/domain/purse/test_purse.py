"""The purse on both databases: exact totals, a trace of every change, nothing deleted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from offsite.people.privacy import export_of
from offsite.purse import queries, services
from offsite.purse.models import Expense
from offsite.purse.rules import BadAmount
from offsite.purse.services import Spending
from tests.factories import NOON, make_event, make_format, make_member, make_person

LATER = NOON + timedelta(hours=1)


class Purse:
    """An event with a format, and Bob, who spends; Ada is a member, too."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.bob = make_person(session, "Bob")
        make_member(session, self.event, self.bob)
        make_member(session, self.event, make_person(session, "Ada"))
        self.workshop = make_format(session, self.event, name="Workshop")

    def spending(self, amount="12.50", currency="PLN", title="Pens", format_id=None):
        return Spending(title, amount, currency, date(2026, 9, 1), format_id)

    def log(self, *args, **values):
        return services.log_expense(
            self.session,
            event=self.event,
            spending=self.spending(*args, **values),
            person_id=self.bob.id,
            now=NOON,
        )

    def change(self, expense, seen=0, **values):
        services.change(
            self.session,
            expense=expense,
            spending=self.spending(**values),
            seen=seen,
            person_id=self.bob.id,
            now=LATER,
        )

    def strike(self, expense, reason="twice"):
        services.strike_out(
            self.session, expense=expense, reason=reason, person_id=self.bob.id, now=LATER
        )

    def totals(self):
        return [(one.currency, one.amount) for one in queries.totals(self.session, self.event)]

    def trace(self, expense):
        return [(one.kind, one.note) for one in queries.with_trace(self.session, expense)]


@pytest.fixture
def purse(session):
    return Purse(session)


def test_currencies_are_added_apart_and_divided_by_heads(purse):
    purse.log("10.01")
    purse.log("0.02")
    purse.log("7", "EUR")

    first, second = queries.totals(purse.session, purse.event)

    assert (first.currency, first.amount, first.entries, first.per_head) == ("PLN", 1003, 2, 502)
    assert (second.currency, second.amount) == ("EUR", 700)


def test_the_next_entry_is_offered_in_what_most_are_in(purse):
    assert queries.usual_currency(purse.session, purse.event) == "PLN"
    for currency in ("CHF", "CHF", "EUR"):
        purse.log("1", currency)

    assert queries.usual_currency(purse.session, purse.event) == "CHF"


def test_formats_have_totals_of_their_own(purse):
    purse.log("5", format_id=purse.workshop.id)
    purse.log("2")
    purse.log("3", "EUR")

    found = queries.format_totals(purse.session, purse.event)

    assert [(one.format, one.amounts) for one in found] == [
        ("Workshop", {"PLN": 500}),
        (None, {"PLN": 200, "EUR": 300}),
    ]


def test_a_struck_entry_stays_and_does_not_count_until_it_is_restored(purse):
    expense = purse.log()

    purse.strike(expense)
    purse.strike(expense)

    assert purse.totals() == []
    assert queries.ledger_page(purse.session, purse.event).items == (expense,)
    services.restore(purse.session, expense=expense, person_id=purse.bob.id, now=LATER)
    assert purse.totals() == [("PLN", 1250)]
    assert purse.trace(expense) == [("restored", ""), ("struck", "twice"), ("written", "")]


def test_striking_out_needs_a_reason(purse):
    expense = purse.log()

    with pytest.raises(services.BadExpense):
        purse.strike(expense, " ")

    assert purse.totals() == [("PLN", 1250)]


def test_the_trace_keeps_what_an_entry_said_before(purse):
    expense = purse.log()

    purse.change(expense, amount="13")

    assert purse.totals() == [("PLN", 1300)]
    assert purse.trace(expense)[0] == ("changed", "Pens, 12.50 PLN, 2026-09-01")


def test_who_edits_an_old_page_overwrites_nothing(purse):
    expense = purse.log()
    purse.change(expense, amount="13")

    with pytest.raises(services.ExpenseChanged, match=r"13\.00 PLN"):
        purse.change(expense, seen=0, amount="99")

    assert purse.totals() == [("PLN", 1300)]


def test_a_struck_entry_is_not_edited(purse):
    expense = purse.log()
    purse.strike(expense)

    with pytest.raises(services.StruckOut):
        purse.change(expense, seen=1, amount="1")


@pytest.mark.parametrize("values", [{"amount": "a lot"}, {"title": " "}, {"title": "x" * 201}])
def test_what_cannot_be_is_not_written(purse, values):
    with pytest.raises((BadAmount, services.BadExpense)):
        purse.log(**values)

    assert purse.session.scalar(select(func.count(Expense.id))) == 0


def test_a_format_of_another_event_is_refused(purse):
    other = make_format(purse.session, make_event(purse.session))

    with pytest.raises(services.BadExpense):
        purse.log(format_id=other.id)


def test_what_is_left_counts_one_currency_and_may_be_below_zero(purse):
    def share(amount):
        services.share_budget(
            purse.session, event=purse.event, amount=amount, currency="PLN", now=NOON
        )
        return queries.budget_left(purse.session, purse.event)

    purse.log("30")
    purse.log("99", "EUR")

    assert share("100").amount == 7000
    assert share("20").amount == -1000
    assert share("") is None


def test_the_ledger_is_searched_by_word_name_and_format(purse):
    pens, cake = purse.log(format_id=purse.workshop.id), purse.log(title="Cake 100%")

    def found(text):
        return list(queries.ledger_page(purse.session, purse.event, search=text).items)

    assert found("workshop pens") == [pens]
    assert found("100%") == [cake]
    assert found("bob") == [cake, pens]
    assert found("nothing") == []


def test_who_leaves_takes_the_name_and_not_the_money(purse):
    expense = purse.log()
    assert (
        export_of(purse.session, person_id=purse.bob.id)["purse"]["expenses"][0]["amount"] == 1250
    )

    purse.session.delete(purse.bob)
    purse.session.flush()
    purse.session.expire_all()

    assert expense.person is None
    assert purse.totals() == [("PLN", 1250)]
