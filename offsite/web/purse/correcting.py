"""Striking an entry out, and taking that back."""

from flask import flash, redirect, request
from flask_babel import gettext as _

from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.purse import services
from offsite.purse.models import Expense
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.purse.blueprint import Answer, bp
from offsite.web.purse.listing import show_page
from offsite.web.purse.writing import address


@bp.post("/<event_slug>/purse/<int(max=2147483647):expense_id>/strike")
def strike(event_slug: str, expense_id: int) -> Answer:
    expense = load(Expense, expense_id, Permission.EXPENSE_EDIT)
    try:
        with unit_of_work() as session:
            services.strike_out(
                session,
                expense=expense,
                reason=" ".join(request.form.get("word", "")[:500].split()),
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except OffsiteError as fault:
        return show_page(expense, sentence(fault)), status_of(fault)
    flash(_("Struck out. It stays readable, and you can take this back."), "success")
    return redirect(address(expense), 303)


@bp.post("/<event_slug>/purse/<int(max=2147483647):expense_id>/restore")
def restore(event_slug: str, expense_id: int) -> Answer:
    expense = load(Expense, expense_id, Permission.EXPENSE_EDIT)
    with unit_of_work() as session:
        services.restore(
            session, expense=expense, person_id=current_actor().person_id, now=utc_now()
        )
    flash(_("It counts again."), "success")
    return redirect(address(expense), 303)
