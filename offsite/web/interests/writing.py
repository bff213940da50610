"""Making a group of a topic, and giving it other words."""

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from offsite import db
from offsite.errors import NotFound, OffsiteError
from offsite.events.models import Event
from offsite.interests import services
from offsite.interests.models import InterestGroup
from offsite.policy import Permission
from offsite.proposals.models import Proposal, Wanted
from offsite.proposals.queries import proposal_by_code
from offsite.web.access import can, current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.interests.blueprint import Answer, address, bp
from offsite.web.interests.forms import GroupForm
from offsite.web.once import unit_of_work_once

Topic = Proposal | Wanted | None
NOTHING = "There is nothing here, or it is not yours to see."


@bp.get("/<event_slug>/groups/new")
def new(event_slug: str) -> str:
    event = load_event(Permission.GROUP_CREATE)
    code, wanted = request.args.get("proposal", "")[:6], request.args.get("wanted", "")[:9]
    topic = _topic(event, code, wanted)
    title = topic.title if topic else ""
    form = GroupForm(formdata=None, title=title, proposal=code, wanted=wanted)
    return _new_page(event, form, topic)


def _topic(event: Event, code: str, wanted: str) -> Topic:
    """What the group grows from, if the actor may see it."""
    session = db.read_session()
    if code:
        found = proposal_by_code(session, event_id=event.id, code=code.upper())
        if found is None or not can(Permission.PROPOSAL_SEE, found):
            raise NotFound(NOTHING)
        return found
    if wanted:
        is_number = wanted.isascii() and wanted.isdigit()
        asked = session.get(Wanted, int(wanted)) if is_number else None
        if asked is None or asked.event_id != event.id:
            raise NotFound(NOTHING)
        return asked
    return None


def _new_page(event: Event, form: GroupForm, topic: Topic) -> str:
    return render_template("interests/new.html", event=event, form=form, topic=topic)


@bp.post("/<event_slug>/groups/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.GROUP_CREATE)
    form = GroupForm()
    topic = _topic(event, form.proposal.data or "", form.wanted.data or "")
    if not form.validate():
        return _new_page(event, form, topic), 400
    try:
        with unit_of_work_once() as work:
            if work.is_first:
                group = services.start_group(
                    work.session,
                    event=event,
                    title=form.title.data or "",
                    about=form.about.data or "",
                    kind=form.kind.data or "",
                    proposal=topic if isinstance(topic, Proposal) else None,
                    wanted=topic if isinstance(topic, Wanted) else None,
                    person_id=current_actor().person_id or 0,
                    now=utc_now(),
                )
                work.keep(address(group))
            target = work.answer or address(group)
    except OffsiteError as fault:
        form.form_errors.append(sentence(fault))
        return _new_page(event, form, topic), status_of(fault)
    flash(_("The group is there. Say when you meet first."), "success")
    return redirect(target, 303)


@bp.get("/<event_slug>/groups/<int(max=2147483647):group_id>/edit")
def edit(event_slug: str, group_id: int) -> str:
    group = load(InterestGroup, group_id, Permission.GROUP_EDIT)
    form = GroupForm(formdata=None, title=group.title, about=group.about, kind=group.kind)
    return _edit_page(group, form)


def _edit_page(group: InterestGroup, form: GroupForm) -> str:
    return render_template("interests/edit.html", event=group.event, group=group, form=form)


@bp.post("/<event_slug>/groups/<int(max=2147483647):group_id>/edit")
def save(event_slug: str, group_id: int) -> Answer:
    group = load(InterestGroup, group_id, Permission.GROUP_EDIT)
    form = GroupForm()
    if not form.validate():
        return _edit_page(group, form), 400
    with unit_of_work() as session:
        services.describe(
            session,
            group=group,
            title=form.title.data or "",
            about=form.about.data or "",
            kind=form.kind.data or "",
            now=utc_now(),
        )
    flash(_("Saved."), "success")
    return redirect(address(group), 303)
