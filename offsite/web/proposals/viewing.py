"""The list of proposals, and one proposal's page."""

from flask import render_template, request

from offsite import db
from offsite.policy import Permission
from offsite.proposals import queries, rules
from offsite.proposals.models import LEADERSHIP_KINDS, LISTED, STATES, Proposal
from offsite.proposals.queries import listing, talk
from offsite.proposals.queries.listing import Filters
from offsite.web.access import can, current_actor, load_event, utc_now
from offsite.web.proposals import asking
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import CommentForm, InviteForm, language_name


@bp.get("/<event_slug>/proposals/")
def index(event_slug: str) -> str:
    event = load_event(Permission.WANTED_SEE)
    viewer = asking.viewer_of(event)
    filters = asked_filters(viewer.is_programme)
    session = db.read_session()
    return render_template(
        "proposals/index.html",
        event=event,
        filters=filters,
        viewer=viewer,
        page=listing.proposals_page(session, event, viewer, filters, page=asking.page_number()),
        page_url=asking.page_links(),
        drafts=listing.my_drafts(session, event, viewer.person_id),
        questions=listing.my_questions(session, event, viewer.person_id),
        formats=[one for one in event.formats if one.retired_at is None],
        call_is_open=event.call_is_open(utc_now()),
        voting_is_open=event.voting_is_open(utc_now()),
    )


def asked_filters(is_programme: bool) -> Filters:
    """The filters of the address; what it cannot know narrows nothing."""
    kind, state = request.args.get("leadership", ""), request.args.get("state", "")
    return Filters(
        text=request.args.get("q", "").strip()[:200],
        format_id=asking.number("format"),
        track_id=asking.number("track"),
        leadership=kind if kind in LEADERSHIP_KINDS else "",
        state=state if is_programme and state in STATES else "",
        mine=request.args.get("mine") == "1",
    )


@bp.get("/<event_slug>/proposals/<code>/")
def show(event_slug: str, code: str) -> str:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_SEE)
    return show_page(proposal)


def show_page(
    proposal: Proposal, *, comment: CommentForm | None = None, invite: InviteForm | None = None
) -> str:
    """The page of a proposal, maybe with a form that was not accepted."""
    session, event, now = db.read_session(), proposal.event, utc_now()
    viewer = asking.viewer_of(event)
    hosts_it = can(Permission.PROPOSAL_HOST, proposal)
    hosts = talk.hosts_of(session, proposal)
    asked = next((one for one in hosts if one.person_id == viewer.person_id), None)
    return render_template(
        "proposals/show.html",
        event=event,
        proposal=proposal,
        viewer=viewer,
        hosts=hosts,
        hosts_it=hosts_it,
        is_insider=hosts_it or viewer.is_programme,
        my_row=asked,
        may_edit=may_edit(proposal, hosts_it=hosts_it),
        call_is_open=event.call_is_open(now),
        talk_is_open=rules.is_open_for_talk(proposal.state),
        language=language_name(proposal.language) if proposal.language else "",
        vote=vote_to_show(proposal),
        comments=talk.comments_page(session, proposal, viewer, page=asking.number("comments")),
        comments_url=asking.page_links("comments", anchor="comments"),
        comment_count=talk.count_comments(session, proposal),
        comment_form=comment or CommentForm(formdata=None),
        invite_form=invite or InviteForm(formdata=None),
    )


def may_edit(proposal: Proposal, *, hosts_it: bool) -> bool:
    if can(Permission.PROPOSAL_DECIDE, proposal) and proposal.state != "draft":
        return True
    call_is_open = proposal.event.call_is_open(utc_now())
    return hosts_it and rules.may_be_edited_by_hosts(proposal.state, call_is_open=call_is_open)


def vote_to_show(proposal: Proposal) -> dict[str, str | None] | None:
    """The reader's own vote, while they can change it; None when they are not asked."""
    event, person_id = proposal.event, current_actor().person_id
    if not event.voting_is_open(utc_now()) or proposal.state not in LISTED:
        return None
    if not can(Permission.PROPOSAL_VOTE, event) or listing.is_hosted_by(proposal, person_id):
        return None
    vote = queries.vote_by_person(
        db.read_session(), proposal_id=proposal.id, person_id=person_id or 0
    )
    return {"choice": vote.choice if vote else None}


@bp.get("/<event_slug>/proposals/similar")
def similar(event_slug: str) -> str:
    event = load_event(Permission.WANTED_SEE)
    found = listing.similar(
        db.read_session(),
        event,
        request.args.get("title", "")[:200],
        without_code=asking.plain_code(request.args.get("except", "")),
    )
    return render_template("proposals/_similar.html", event=event, similar=found)
