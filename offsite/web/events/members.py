"""Members and their roles."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import NotAllowed, OffsiteError
from offsite.events import members as services
from offsite.events.directory import find_members
from offsite.events.models import Event, Membership
from offsite.policy import GRANTABLE, Permission, Role
from offsite.schedule.seats import services as seats
from offsite.schedule.seats.telling import tell_moved_up
from offsite.web.access import (
    can,
    current_actor,
    forget_actor,
    load,
    load_event,
    unit_of_work,
    utc_now,
)
from offsite.web.errors import sentence, status_of
from offsite.web.events.blueprint import bp
from offsite.web.events.forms import AddMemberForm, RolesForm, SelectChoice
from offsite.web.schedule.letters import seat_desk

Answer = Response | str | tuple[str, int]


def role_names() -> dict[str, str]:
    return {
        Role.OWNER: _("Owner"),
        Role.ORGANIZER: _("Organizer"),
        Role.PROGRAMME: _("Programme"),
        Role.TRAVEL: _("Travel"),
        Role.FACILITATOR: _("Facilitator"),
        Role.DISPLAY: _("Screen"),
    }


def role_notes() -> dict[str, str]:
    """What each role may, in one line."""
    return {
        Role.OWNER: _("everything but travel, and gives roles"),
        Role.ORGANIZER: _("sets up the event, members, releases, mails"),
        Role.PROGRAMME: _("proposals, decisions, schedule drafts"),
        Role.TRAVEL: _("alone sees rooming and travel needs; no other role brings this"),
        Role.FACILITATOR: _("runs sessions and the open space"),
        Role.DISPLAY: _("a screen on a wall: reads the schedule and the board, nothing else"),
    }


@bp.get("/<event_slug>/organize/members")
def members(event_slug: str) -> str:
    return _page(load_event(Permission.MEMBER_MANAGE), AddMemberForm(formdata=None))


def _page(event: Event, form: AddMemberForm) -> str:
    search, role = request.args.get("q", "")[:200], request.args.get("role", "")
    left = request.args.get("show") == "left"
    found = find_members(
        db.read_session(),
        event_id=event.id,
        search=search,
        role=role,
        left=left,
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "events/members.html",
        found=found,
        search=search,
        role=role,
        left=left,
        form=form,
        role_names=role_names(),
        removed_id=request.args.get("removed", 0, type=int),
    )


@bp.post("/<event_slug>/organize/members")
def add_member(event_slug: str) -> Answer:
    event = load_event(Permission.MEMBER_MANAGE)
    form = AddMemberForm()
    if not form.validate_on_submit():
        return _page(event, form), 400
    try:
        with unit_of_work() as session:
            email, name = form.email.data or "", form.name.data or ""
            if form.kind.data == "screen":
                member = services.add_screen(
                    session,
                    event=event,
                    email=email,
                    name=name,
                    granted_by_id=own_id(),
                    now=utc_now(),
                )
            else:
                member = services.add_member(
                    session, event=event, email=email, name=name, now=utc_now()
                )
            called = member.person.name
    except OffsiteError as refusal:
        form.email.errors = [sentence(refusal)]
        return _page(event, form), status_of(refusal)
    flash(_("%(name)s is in.", name=called), "success")
    return redirect(url_for(".members", event_slug=event_slug), 303)


def own_id() -> int:
    person_id = current_actor().person_id
    assert person_id is not None  # the permission asks for somebody signed in
    return person_id


@bp.get("/<event_slug>/organize/members/<int:member_id>")
def member(event_slug: str, member_id: int) -> str:
    found = load(Membership, member_id, Permission.MEMBER_MANAGE)
    form = _roles_form(formdata=None, roles=[one.role for one in found.grants])
    return _member_page(found, form)


def _roles_form(**values: object) -> RolesForm:
    form = RolesForm(**values)
    names, notes = role_names(), role_notes()
    form.roles.choices = [
        SelectChoice(str(role), f"{names[role]}: {notes[role]}")
        for role in (Role.OWNER, *GRANTABLE)
    ]
    return form


def _member_page(found: Membership, form: RolesForm) -> str:
    return render_template(
        "events/member.html",
        member=found,
        form=form,
        role_names=role_names(),
        may_grant=can(Permission.ROLE_GRANT, found),
        may_remove=_may_remove(found),
    )


@bp.post("/<event_slug>/organize/members/<int:member_id>/roles")
def set_roles(event_slug: str, member_id: int) -> Answer:
    found = load(Membership, member_id, Permission.MEMBER_MANAGE)
    _ask_owner(found)
    form = _roles_form()
    if not form.validate_on_submit():
        return _member_page(found, form), 400
    try:
        with unit_of_work() as session:
            services.set_roles(
                session,
                member=found,
                roles=frozenset(Role(one) for one in form.roles.data or ()),
                by_id=own_id(),
                now=utc_now(),
            )
    except OffsiteError as refusal:
        form.roles.errors = [sentence(refusal)]
        return _member_page(found, form), status_of(refusal)
    forget_actor()
    flash(_("The roles are saved."), "success")
    return redirect(url_for(".members", event_slug=event_slug), 303)


def _ask_owner(found: Membership) -> None:
    """Roles are the owner's to give; organizers know that the page exists."""
    if not can(Permission.ROLE_GRANT, found):
        raise NotAllowed("Only an owner of the event gives and takes roles.")


def _may_remove(found: Membership) -> bool:
    return not found.grants or can(Permission.ROLE_GRANT, found)


@bp.post("/<event_slug>/organize/members/<int:member_id>/remove")
def remove_member(event_slug: str, member_id: int) -> Response:
    found = load(Membership, member_id, Permission.MEMBER_MANAGE)
    if not _may_remove(found):
        raise NotAllowed("Only an owner of the event removes somebody who has a role.")
    try:
        with unit_of_work() as session:
            services.remove_member(session, member=found, now=utc_now())
            _give_seats_back(session, found)
    except services.LastOwner as refusal:
        flash(sentence(refusal), "warning")
        return redirect(url_for(".member", event_slug=event_slug, member_id=member_id), 303)
    if found.person_id == current_actor().person_id:
        return redirect(url_for("site.home"), 303)
    return redirect(url_for(".members", event_slug=event_slug, removed=member_id), 303)


def _give_seats_back(session: Session, found: Membership) -> None:
    now, event = utc_now(), found.event
    seats.leave_event(session, event=event, person_id=found.person_id, now=now)
    tell_moved_up(session, event=event, desk=seat_desk(event), now=now)


@bp.post("/<event_slug>/organize/members/<int:member_id>/restore")
def restore_member(event_slug: str, member_id: int) -> Response:
    found = load(Membership, member_id, Permission.MEMBER_MANAGE)
    if not _may_remove(found):
        raise NotAllowed("Only an owner of the event brings back somebody who had a role.")
    with unit_of_work() as session:
        services.restore_member(session, member=found)
        seats.come_back(session, event=found.event, person_id=found.person_id, now=utc_now())
        name = found.person.name
    flash(_("%(name)s is back.", name=name), "success")
    return redirect(url_for(".members", event_slug=event_slug), 303)
