"""Where organizers make polls, look at them, open and close them."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.errors import BadInput
from offsite.policy import Permission
from offsite.polls import queries
from offsite.polls.catalogue import TEMPLATES, TOGETHER, template_called
from offsite.polls.letters import Desk
from offsite.polls.models import Poll
from offsite.polls.services import composing, running
from offsite.polls.sheets import RowAnswer, Sheet
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import faults, said, status_of
from offsite.web.polls.answering import Answer, shuffled
from offsite.web.polls.blueprint import bp
from offsite.web.polls.forms import ComposeForm, PeriodForm
from offsite.web.proposals.letters import in_language_of_reader
from offsite.web.untraced import key_folder

POLL = "/<event_slug>/organize/polls/<int(max=2147483647):poll_id>"


@bp.get("/<event_slug>/organize/polls/")
def polls(event_slug: str) -> str:
    event = load_event(Permission.POLL_MANAGE)
    found = queries.polls_of(db.read_session(), event_id=event.id)
    return render_template(
        "polls/polls.html",
        polls=found,
        turnouts={one.id: queries.turnout(db.read_session(), one) for one in found},
        templates=TEMPLATES,
        now=utc_now(),
    )


@bp.post("/<event_slug>/organize/polls/")
def start(event_slug: str) -> Answer:
    event = load_event(Permission.POLL_MANAGE)
    template = template_called(request.form.get("template", ""))
    if template is None:
        flash(_("Choose what to start from."), "warning")
        return redirect(url_for("polls.polls", event_slug=event_slug), 303)
    with unit_of_work() as session:
        plan = composing.plan_of_template(session, event, template, say=said)
        poll = composing.start_poll(
            session,
            event=event,
            template=template,
            composition=plan,
            person_id=current_actor().person_id,
            now=utc_now(),
        )
        poll_id = poll.id
    return redirect(url_for("polls.manage", event_slug=event_slug, poll_id=poll_id), 303)


@bp.get(POLL)
def manage(event_slug: str, poll_id: int) -> str:
    poll = load(Poll, poll_id, Permission.POLL_MANAGE)
    return manage_page(poll, ComposeForm(poll, formdata=None), PeriodForm(poll, formdata=None))


def manage_page(poll: Poll, form: ComposeForm, period: PeriodForm) -> str:
    session, now = db.read_session(), utc_now()
    return render_template(
        "polls/manage.html",
        poll=poll,
        form=form,
        period=period,
        now=now,
        state=poll.state(now),
        turnout=queries.turnout(session, poll),
        answered=queries.answered_list(session, poll),
        together=TOGETHER,
    )


@bp.post(POLL)
def compose(event_slug: str, poll_id: int) -> Answer:
    poll = load(Poll, poll_id, Permission.POLL_MANAGE)
    form = ComposeForm(poll)
    if not form.validate():
        return manage_page(poll, form, PeriodForm(poll, formdata=None)), 400
    try:
        with unit_of_work() as session:
            composing.compose(session, poll=poll, composition=form.composition(), now=utc_now())
    except BadInput as refusal:
        form.title.errors = faults(refusal)
        page = manage_page(poll, form, PeriodForm(poll, formdata=None))
        return page, status_of(refusal)
    flash(_("Saved."), "success")
    return _back(poll)


def _back(poll: Poll) -> Answer:
    return redirect(url_for("polls.manage", event_slug=poll.event.slug, poll_id=poll.id), 303)


@bp.get(f"{POLL}/preview")
def preview(event_slug: str, poll_id: int) -> str:
    """The page as people will see it; nothing can be sent from here."""
    poll = load(Poll, poll_id, Permission.POLL_MANAGE)
    return render_template(
        "polls/answer.html",
        poll=poll,
        items=shuffled(poll, current_actor().person_id or 0),
        sheet=Sheet(),
        is_mine=False,
        is_elsewhere=False,
        refusals=(),
        is_preview=True,
        empty_row=RowAnswer(),
    )


@bp.post(f"{POLL}/period")
def plan(event_slug: str, poll_id: int) -> Answer:
    """Open at a time, until a time."""
    poll = load(Poll, poll_id, Permission.POLL_MANAGE)
    period = PeriodForm(poll)
    form = ComposeForm(poll, formdata=None)
    if not period.validate():
        return manage_page(poll, form, period), 400
    try:
        with unit_of_work() as session:
            running.plan_poll(
                session,
                poll=poll,
                opens_at=period.opens_at() or utc_now(),
                closes_at=period.closes_at(),
                keys=key_folder(),
                now=utc_now(),
            )
    except BadInput as refusal:
        period.closes.errors = faults(refusal)
        return manage_page(poll, form, period), status_of(refusal)
    flash(_("It opens and closes by itself at these times."), "success")
    return _back(poll)


@bp.post(f"{POLL}/now")
def switch(event_slug: str, poll_id: int) -> Answer:
    """Open, close, take a plan back, or throw a draft away."""
    poll = load(Poll, poll_id, Permission.POLL_MANAGE)
    act = request.form.get("do", "")
    if act == "discard":
        with unit_of_work() as session:
            composing.discard_draft(session, poll=poll, now=utc_now())
        flash(_("The draft is gone."), "success")
        return redirect(url_for("polls.polls", event_slug=event_slug), 303)
    with unit_of_work() as session:
        if act == "open":
            running.open_now(session, poll=poll, keys=key_folder(), now=utc_now())
        elif act == "close":
            running.close_now(session, poll=poll, keys=key_folder(), now=utc_now())
        elif act == "back":
            running.back_to_draft(session, poll=poll, now=utc_now())
    if act == "close":
        return redirect(url_for("polls.results", event_slug=event_slug, poll_id=poll_id), 303)
    return _back(poll)


@bp.post(f"{POLL}/remind")
def remind(event_slug: str, poll_id: int) -> Answer:
    poll = load(Poll, poll_id, Permission.POLL_MANAGE)
    with unit_of_work() as session:
        count = running.remind(session, poll=poll, keys=key_folder(), desk=_desk(), now=utc_now())
    flash(
        ngettext(
            "%(num)s person is reminded. Nobody learns who.",
            "%(num)s people are reminded. Nobody learns who.",
            count,
        ),
        "success",
    )
    return _back(poll)


def _desk() -> Desk:
    base = str(current_app.extensions["offsite"].base_url)

    def address_of(poll: Poll) -> str:
        return base + url_for("polls.feedback", event_slug=poll.event.slug)

    return Desk(address_of=address_of, translate=in_language_of_reader)
