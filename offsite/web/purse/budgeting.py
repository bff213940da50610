"""What the event may spend together."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.purse import queries, services
from offsite.purse.rules import decimal_of
from offsite.web.access import load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.purse.blueprint import Answer, bp
from offsite.web.purse.forms import BudgetForm


@bp.get("/<event_slug>/purse/budget")
def budget(event_slug: str) -> str:
    event = load_event(Permission.PURSE_BUDGET)
    session = db.read_session()
    left = queries.budget_left(session, event)
    form = BudgetForm(
        formdata=None,
        amount=str(decimal_of(left.budget, left.currency)) if left else "",
        currency=left.currency if left else queries.usual_currency(session, event),
    )
    return _page(event, form.offer())


def _page(event: Event, form: BudgetForm) -> str:
    return render_template("purse/budget.html", event=event, form=form)


@bp.post("/<event_slug>/purse/budget")
def share_budget(event_slug: str) -> Answer:
    event = load_event(Permission.PURSE_BUDGET)
    form = BudgetForm().offer()
    if not form.validate():
        return _page(event, form), 400
    try:
        with unit_of_work() as session:
            services.share_budget(
                session,
                event=event,
                amount=form.amount.data or "",
                currency=form.currency.data or "",
                now=utc_now(),
            )
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _page(event, form), status_of(fault)
    flash(_("Saved."), "success")
    return redirect(url_for("purse.index", event_slug=event.slug), 303)
