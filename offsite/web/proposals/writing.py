"""Writing, editing, handing in and taking back a proposal."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals import queries, rules
from offsite.proposals.models import Proposal, Wanted
from offsite.proposals.queries import listing
from offsite.proposals.services import wanted as wishing
from offsite.proposals.services import writing
from offsite.proposals.services.writing import ChangedMeanwhile
from offsite.web.access import can, current_member, load, load_event, unit_of_work, utc_now
from offsite.web.errors import faults, sentence, status_of
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import ProposalForm, faults_of, values_of


@bp.get("/<event_slug>/proposals/new")
def new(event_slug: str) -> Answer:
    event = load_event(Permission.PROPOSAL_CREATE)
    if not event.call_is_open(utc_now()):
        return redirect(url_for("proposals.call", event_slug=event.slug), 303)
    member = current_member(event.id)
    wanted = asked_wanted()
    form = ProposalForm(
        event,
        data={
            "title": wanted.title if wanted else "",
            "wanted": str(wanted.id) if wanted else "",
            "absent": queries.absent_slots(db.read_session(), member),
        },
    )
    return form_page(event, form)


def asked_wanted() -> Wanted | None:
    ident = asking.number("wanted")
    return load(Wanted, ident, Permission.WANTED_SEE) if ident else None


def form_page(
    event: Event, form: ProposalForm, proposal: Proposal | None = None, *, preview: bool = False
) -> str:
    title = form.title.data or ""
    without = proposal.code if proposal else ""
    return render_template(
        "proposals/edit.html",
        event=event,
        form=form,
        proposal=proposal,
        preview=preview,
        similar=listing.similar(db.read_session(), event, title, without_code=without)
        if preview
        else [],
        shape_is_fixed=proposal is not None and has_fixed_shape(proposal),
        shows_absences=bool(event.slots) and (proposal is None or is_my_own(proposal)),
    )


def is_my_own(proposal: Proposal) -> bool:
    return can(Permission.PROPOSAL_HOST, proposal)


def has_fixed_shape(proposal: Proposal) -> bool:
    """Whether this editor may change the words only."""
    is_programme = can(Permission.PROPOSAL_DECIDE, proposal)
    return proposal.state in rules.SHAPE_FIXED and not is_programme


@bp.post("/<event_slug>/proposals/new")
def create(event_slug: str) -> Answer:
    event = load_event(Permission.PROPOSAL_CREATE)
    form = ProposalForm(event)
    if wants_preview():
        return form_page(event, form, preview=True)
    if not form.validate():
        return form_page(event, form), 400
    try:
        proposal = save_new(event, form)
    except (BadInput, RuleBroken) as fault:
        return refused(event, form, fault)
    flash(said_after(proposal), "success")
    return redirect(asking.address(proposal), 303)


def wants_preview() -> bool:
    return request.form.get("do") == "preview"


def save_new(event: Event, form: ProposalForm) -> Proposal:
    with unit_of_work() as session:
        member = current_member(event.id)
        proposal = writing.propose(
            session,
            event=event,
            author=member,
            content=form.content(),
            now=utc_now(),
            form_key=form.key(),
        )
        save_absences(form)
        take_wanted(proposal, form)
        if request.form.get("do") == "submit":
            writing.submit(session, proposal=proposal, now=utc_now())
    return proposal


def save_absences(form: ProposalForm) -> None:
    """Only a form that showed the boxes says something about them."""
    if "absences_shown" in request.form:
        member = current_member(form.event.id)
        writing.set_absences(db.read_session(), member=member, slot_ids=set(form.absent.data or ()))


def take_wanted(proposal: Proposal, form: ProposalForm) -> None:
    ident = form.wanted.data or ""
    is_number = ident.isascii() and ident.isdigit() and len(ident) < 10
    wanted = db.read_session().get(Wanted, int(ident)) if is_number else None
    if wanted is not None and wanted.event_id == proposal.event_id:
        wishing.take(db.read_session(), wanted=wanted, proposal=proposal)


def refused(
    event: Event, form: ProposalForm, fault: BadInput | RuleBroken, proposal: Proposal | None = None
) -> Answer:
    """The form again, with everything that was typed and what is wrong."""
    faults_of(form, faults(fault) if isinstance(fault, BadInput) else [sentence(fault)])
    return form_page(event, form, proposal), status_of(fault)


def said_after(proposal: Proposal) -> str:
    if proposal.state == "draft":
        return str(_("Saved as a draft. Only you and your co-hosts see it."))
    return str(_("Your proposal is in. You can change it until the call closes."))


@bp.get("/<event_slug>/proposals/<code>/edit")
def edit(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_EDIT)
    values = values_of(proposal)
    if is_my_own(proposal):
        member = current_member(proposal.event_id)
        values["absent"] = queries.absent_slots(db.read_session(), member)
    return form_page(proposal.event, ProposalForm(proposal.event, proposal, data=values), proposal)


@bp.post("/<event_slug>/proposals/<code>/edit")
def save(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_EDIT)
    event = proposal.event
    form = ProposalForm(event, proposal)
    if has_fixed_shape(proposal):
        keep_shape(form, proposal)
    if wants_preview():
        return form_page(event, form, proposal, preview=True)
    if not form.validate():
        return form_page(event, form, proposal), 400
    try:
        save_changes(proposal, form)
    except ChangedMeanwhile as fault:
        return shown_again(proposal, form, fault)
    except (BadInput, RuleBroken) as fault:
        return refused(event, form, fault, proposal)
    flash(_("Saved."), "success")
    return redirect(asking.address(proposal), 303)


def keep_shape(form: ProposalForm, proposal: Proposal) -> None:
    """Fields that the page did not show have the proposal's own values."""
    for name, value in values_of(proposal).items():
        if name not in ("title", "abstract", "notes", "language", "seen_at"):
            form[name].data = value


def save_changes(proposal: Proposal, form: ProposalForm) -> None:
    content = form.content()
    with unit_of_work() as session:
        writing.edit(
            session,
            proposal=proposal,
            content=content,
            now=utc_now(),
            seen_at=form.seen(),
            as_organizer=can(Permission.PROPOSAL_DECIDE, proposal),
        )
        if is_my_own(proposal):
            save_absences(form)
        if request.form.get("do") == "submit" and proposal.state == "draft":
            writing.submit(session, proposal=proposal, now=utc_now())


def shown_again(proposal: Proposal, form: ProposalForm, fault: ChangedMeanwhile) -> Answer:
    """What was typed stays; sending it once more replaces what the other person saved."""
    form.seen_at.data = proposal.updated_at.isoformat()
    faults_of(
        form,
        [sentence(fault), _("Compare with the saved version, then save again to keep yours.")],
    )
    return form_page(proposal.event, form, proposal), status_of(fault)


@bp.post("/<event_slug>/proposals/preview")
def preview(event_slug: str) -> str:
    event = load_event(Permission.PROPOSAL_CREATE)
    return render_template(
        "proposals/_preview.html",
        event=event,
        title=request.form.get("title", "").strip(),
        abstract=request.form.get("abstract", ""),
    )


@bp.post("/<event_slug>/proposals/<code>/submit")
def submit(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_HOST)
    with unit_of_work() as session:
        writing.submit(session, proposal=proposal, now=utc_now())
    flash(said_after(proposal), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/withdraw")
def withdraw(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_HOST)
    with unit_of_work() as session:
        writing.withdraw(session, proposal=proposal, now=utc_now())
    flash(_("Withdrawn. You can put it back here while the call is open."), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/restore")
def restore(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_HOST)
    with unit_of_work() as session:
        writing.restore(session, proposal=proposal, now=utc_now())
    flash(_("It is back among the proposals."), "success")
    return redirect(asking.address(proposal), 303)


@bp.post("/<event_slug>/proposals/<code>/discard")
def discard(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_HOST)
    with unit_of_work() as session:
        writing.discard_draft(session, proposal=proposal)
    flash(_("The draft is gone."), "success")
    return redirect(url_for("proposals.index", event_slug=event_slug), 303)
