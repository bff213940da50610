"""The voting page: one thumb, one answer at a time."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event, Membership
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.proposals.queries.booth import Booth, booth, next_open
from offsite.proposals.services import voting
from offsite.web.access import (
    current_member,
    load_by,
    load_event,
    utc_now,
)
from offsite.web.errors import sentence
from offsite.web.once import is_queued, unit_of_work_once
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp


@bp.get("/<event_slug>/vote")
def vote(event_slug: str) -> str:
    event = load_event(Permission.PROPOSAL_VOTE)
    member = current_member(event.id)
    now = utc_now()
    only_open = request.args.get("show") != "all" and event.voting_is_open(now)
    found = booth(db.read_session(), event, member, only_open=only_open, page=asking.page_number())
    return render_template(
        "proposals/vote.html",
        event=event,
        booth=found,
        only_open=only_open,
        now=now,
        is_open=event.voting_is_open(now),
        is_over=event.voting_is_over(now),
        page_url=asking.page_links(),
        fields={"show": "open" if only_open else "all"},
    )


@bp.post("/<event_slug>/vote/<code>")
def cast(event_slug: str, code: str) -> Answer | Response:
    event = load_event(Permission.PROPOSAL_VOTE)
    proposal = load_by(
        Proposal, Permission.PROPOSAL_SEE, event_id=event.id, code=asking.plain_code(code)
    )
    member = current_member(event.id)
    refusal = ""
    try:
        save_vote(proposal, member)
    except (RuleBroken, BadInput) as fault:
        # What waited in a queue is refused as what it is: the card may be long gone.
        if is_queued() or not asking.is_htmx():
            raise
        refusal = sentence(fault)
    if asking.is_htmx():
        return card_alone(event, member, proposal, refusal)
    if request.form.get("show") == "page":
        flash(_("Your vote is kept."), "success")
        return redirect(asking.address(proposal, "vote"), 303)
    return redirect(place_after(event, member, proposal), 303)


def save_vote(proposal: Proposal, member: Membership) -> None:
    choice = request.form.get("vote", "")
    with unit_of_work_once() as work:
        if not work.is_first:
            return
        if choice:
            voting.cast_vote(
                work.session, proposal=proposal, member=member, choice=choice, now=utc_now()
            )
        else:
            voting.take_back_vote(work.session, proposal=proposal, member=member, now=utc_now())


def card_alone(event: Event, member: Membership, proposal: Proposal, refusal: str) -> Response:
    """The card as it is now, and the progress beside it."""
    found = booth(db.read_session(), event, member, only_open=False)
    body = render_template(
        "proposals/_card_answer.html",
        event=event,
        proposal=proposal,
        choice=found.choices.get(proposal.code),
        booth=found,
        is_open=event.voting_is_open(utc_now()),
        fields={"show": request.form.get("show", "open")},
        refusal=refusal,
    )
    return make_response(body)


def place_after(event: Event, member: Membership, proposal: Proposal) -> str:
    """Where the thumb goes next: the next card without an answer, in the same list."""
    shows_all = request.form.get("show") == "all"
    found: Booth = booth(db.read_session(), event, member, only_open=not shows_all)
    following = next_open(found, proposal.code)
    if following is None:
        return url_for("proposals.vote", event_slug=event.slug, _anchor="progress")
    return url_for(
        "proposals.vote",
        event_slug=event.slug,
        show="all" if shows_all else None,
        page=following.page if following.page > 1 else None,
        _anchor=f"card-{following.code}",
    )
