"""Co-hosts, and the word that the hosts will be there."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.proposals.services import hosts
from offsite.web.access import can, current_actor, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import InviteForm
from offsite.web.proposals.letters import desk
from offsite.web.proposals.viewing import show_page


@bp.post("/<event_slug>/proposals/<code>/hosts")
def invite_host(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_EDIT)
    form = InviteForm()
    if not form.validate():
        return show_page(proposal, invite=form), 400
    try:
        with unit_of_work() as session:
            host = hosts.invite(
                session,
                proposal=proposal,
                text=form.host.data or "",
                inviter=current_actor().name,
                desk=desk(),
                now=utc_now(),
            )
            name = host.person.name
    except OffsiteError as fault:
        form.host.errors = [sentence(fault)]
        return show_page(proposal, invite=form), status_of(fault)
    flash(_("%(name)s gets a mail and can accept on this page.", name=name), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/hosts/remove")
def remove_invitation(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_EDIT)
    with unit_of_work() as session:
        hosts.remove_invitation(
            session, proposal=proposal, person_id=request.form.get("person", 0, type=int)
        )
    flash(_("The invitation is taken back."), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/accept")
def accept_invitation(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_ANSWER)
    with unit_of_work() as session:
        hosts.accept_invitation(
            session, proposal=proposal, person_id=current_actor().person_id or 0, now=utc_now()
        )
    flash(_("You are a host of this now."), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/leave")
def leave(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_ANSWER)
    with unit_of_work() as session:
        hosts.leave(session, proposal=proposal, person_id=current_actor().person_id or 0)
    flash(_("You do not host this."), "success")
    if can(Permission.PROPOSAL_SEE, proposal):
        return redirect(asking.address(proposal), 303)
    return redirect(url_for("proposals.index", event_slug=event_slug), 303)


@bp.post("/<event_slug>/proposals/<code>/confirm")
def confirm(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_HOST)
    with unit_of_work() as session:
        hosts.confirm(session, proposal=proposal, now=utc_now())
    flash(_("Thank you. It can go into the schedule now."), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/decline")
def decline(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_HOST)
    with unit_of_work() as session:
        hosts.decline(session, proposal=proposal, now=utc_now())
    flash(_("Noted. The organizers see that you cannot come."), "success")
    return redirect(asking.address(proposal), 303)
