"""Writing an expense down, and correcting it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.events.queries import formats_of
from offsite.policy import Permission
from offsite.purse import queries, services
from offsite.purse.models import Expense
from offsite.purse.receipts import MOST_BYTES
from offsite.purse.rules import decimal_of
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.once import unit_of_work_once
from offsite.web.purse.blueprint import Answer, bp, receipts
from offsite.web.purse.forms import ExpenseForm
from offsite.web.rendering import local


def _form(event: Event, form: ExpenseForm) -> ExpenseForm:
    return form.offer(formats_of(db.read_session(), event_id=event.id))


@bp.get("/<event_slug>/purse/new")
def new(event_slug: str) -> str:
    event = load_event(Permission.PURSE_LOG)
    form = ExpenseForm(
        formdata=None,
        currency=queries.usual_currency(db.read_session(), event),
        spent_on=local(utc_now(), event.timezone).date(),
    )
    return _new_page(event, _form(event, form))


def _new_page(event: Event, form: ExpenseForm) -> str:
    return render_template("purse/new.html", event=event, form=form)


@bp.post("/<event_slug>/purse/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.PURSE_LOG)
    form = _form(event, ExpenseForm())
    spending = form.spending() if form.validate() else None
    if spending is None:
        return _new_page(event, form), 400
    picture = ""
    try:
        picture = _kept_picture()
        with unit_of_work_once() as work:
            if work.is_first:
                expense = services.log_expense(
                    work.session,
                    event=event,
                    spending=spending,
                    receipt=picture,
                    person_id=current_actor().person_id,
                    now=utc_now(),
                )
                work.keep(address(expense))
            else:
                receipts().discard(picture)
            target = work.answer or address(expense)
    except OffsiteError as fault:
        receipts().discard(picture)
        form.form_errors.append(sentence(fault))
        return _new_page(event, form), status_of(fault)
    flash(_("Written down. Thank you for sharing it."), "success")
    return redirect(target, 303)


def _kept_picture() -> str:
    """The name of the picture that came with the form, now in the folder; or empty."""
    sent = request.files.get("receipt")
    content = sent.stream.read(MOST_BYTES + 1) if sent is not None and sent.filename else b""
    return receipts().keep(content) if content else ""


def address(expense: Expense) -> str:
    return url_for("purse.show", event_slug=expense.event.slug, expense_id=expense.id)


@bp.get("/<event_slug>/purse/<int(max=2147483647):expense_id>/edit")
def edit(event_slug: str, expense_id: int) -> str:
    expense = load(Expense, expense_id, Permission.EXPENSE_EDIT)
    form = ExpenseForm(
        formdata=None,
        title=expense.title,
        amount=str(decimal_of(expense.amount, expense.currency)),
        currency=expense.currency,
        spent_on=expense.spent_on,
        format_id=str(expense.format_id or ""),
        seen=expense.sequence,
    )
    return _edit_page(expense, _form(expense.event, form))


def _edit_page(expense: Expense, form: ExpenseForm) -> str:
    return render_template("purse/edit.html", event=expense.event, expense=expense, form=form)


@bp.post("/<event_slug>/purse/<int(max=2147483647):expense_id>/edit")
def save(event_slug: str, expense_id: int) -> Answer:
    expense = load(Expense, expense_id, Permission.EXPENSE_EDIT)
    form = _form(expense.event, ExpenseForm())
    spending = form.spending() if form.validate() else None
    if spending is None:
        return _edit_page(expense, form), 400
    picture = ""
    try:
        picture = _kept_picture()
        with unit_of_work() as session:
            services.change(
                session,
                expense=expense,
                spending=spending,
                seen=form.seen_number(),
                receipt=picture,
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except OffsiteError as fault:
        receipts().discard(picture)
        form.form_errors.append(sentence(fault))
        # What the reader now knows of: saving once more is a decision.
        form.seen.data = str(expense.sequence)
        form.seen.raw_data = None
        return _edit_page(expense, form), status_of(fault)
    flash(_("Saved. What it said before stays below it."), "success")
    return redirect(address(expense), 303)
