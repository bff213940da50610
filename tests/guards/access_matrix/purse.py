"""The open purse."""

from datetime import date

from offsite.purse.models import Expense
from tests.factories import NOON
from tests.guards.access_matrix.audiences import HOST, HOSTS, MEMBERS, ORGANIZERS

AUTHORS = HOSTS | ORGANIZERS

AUDIENCE = {
    "purse.index": MEMBERS,
    "purse.show": MEMBERS,
    "purse.receipt": MEMBERS,
    "purse.ledger": MEMBERS,
    "purse.new": MEMBERS,
    "purse.create": MEMBERS,
    "purse.edit": AUTHORS,
    "purse.save": AUTHORS,
    "purse.strike": AUTHORS,
    "purse.restore": AUTHORS,
    "purse.budget": ORGANIZERS,
    "purse.share_budget": ORGANIZERS,
}
NOT_THERE = {"purse.receipt"}


def things(session, event, people, found):
    expense = Expense(
        event_id=event.id,
        title="Pens",
        amount=1250,
        currency="PLN",
        spent_on=date(2026, 9, 1),
        person_id=people[HOST].id,
        created_at=NOON,
        changed_at=NOON,
    )
    session.add(expense)
    session.flush()
    return {"expense_id": expense.id}
