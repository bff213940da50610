"""The ledger, one entry, its picture, and the whole as a file."""

import csv
import io

from flask import Response, render_template, request
from flask_babel import gettext as _

from offsite import db
from offsite.exchange.writers.table import guarded
from offsite.policy import Permission
from offsite.purse import queries
from offsite.purse.models import Expense
from offsite.purse.receipts import MEDIA_TYPE
from offsite.purse.rules import decimal_of
from offsite.web.access import can, load, load_event
from offsite.web.proposals.asking import page_links, page_number
from offsite.web.purse.blueprint import bp, receipts
from offsite.web.seeded import seeded


@bp.get("/<event_slug>/purse/")
def index(event_slug: str) -> str:
    event = load_event(Permission.PURSE_SEE)
    search = request.args.get("q", "")[:200]
    session = db.read_session()
    return render_template(
        "purse/index.html",
        event=event,
        search=search,
        page=queries.ledger_page(session, event, search=search, page=page_number()),
        page_url=page_links(),
        totals=queries.totals(session, event),
        by_format=queries.format_totals(session, event),
        left=queries.budget_left(session, event),
        heads=queries.heads(session, event),
        may_budget=can(Permission.PURSE_BUDGET, event),
    )


@bp.get("/<event_slug>/purse/<int(max=2147483647):expense_id>")
def show(event_slug: str, expense_id: int) -> str:
    return show_page(load(Expense, expense_id, Permission.PURSE_SEE))


def show_page(expense: Expense, fault: str = "") -> str:
    return render_template(
        "purse/show.html",
        event=expense.event,
        expense=expense,
        fault=fault,
        steps=queries.with_trace(db.read_session(), expense),
    )


@bp.get("/<event_slug>/purse/<int(max=2147483647):expense_id>/receipt.jpg")
def receipt(event_slug: str, expense_id: int) -> Response:
    expense = load(Expense, expense_id, Permission.PURSE_SEE)
    answer = Response(receipts().read(expense.receipt), content_type=MEDIA_TYPE)
    answer.headers["Content-Disposition"] = f'inline; filename="receipt-{expense.id}.jpg"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.get("/<event_slug>/purse/ledger.csv")
def ledger(event_slug: str) -> Response:
    event = load_event(Permission.PURSE_SEE)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            _("Day"),
            _("What"),
            _("Amount"),
            _("Currency"),
            _("Kind of session"),
            _("Who"),
            _("State"),
        ]
    )
    for expense in queries.whole_ledger(db.read_session(), event):
        writer.writerow([guarded(cell) for cell in _cells(expense)])
    answer = Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-purse.csv"'
    return answer


def _cells(expense: Expense) -> list[str]:
    return [
        expense.spent_on.isoformat(),
        expense.title,
        str(decimal_of(expense.amount, expense.currency)),
        expense.currency,
        seeded(expense.format.name) if expense.format else "",
        expense.person.name if expense.person else "",
        "" if expense.counts else _("Struck out"),
    ]
