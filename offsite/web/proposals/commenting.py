"""Public comments on a proposal."""

from flask import flash, redirect
from flask_babel import gettext as _

from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.proposals.models import Comment, Proposal
from offsite.proposals.services import comments
from offsite.web.access import current_actor, load, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import CommentForm
from offsite.web.proposals.viewing import show_page


@bp.post("/<event_slug>/proposals/<code>/comments")
def add_comment(event_slug: str, code: str) -> Answer:
    proposal = asking.load_proposal(code, Permission.PROPOSAL_COMMENT)
    form = CommentForm()
    if not form.validate():
        return show_page(proposal, comment=form), 400
    try:
        with unit_of_work() as session:
            comment = comments.add_comment(
                session,
                proposal=proposal,
                person_id=current_actor().person_id or 0,
                body=form.body.data or "",
                now=utc_now(),
            )
            anchor = f"comment-{comment.id}"
    except OffsiteError as fault:
        form.body.errors = [sentence(fault)]
        return show_page(proposal, comment=form), status_of(fault)
    return redirect(asking.address(proposal, anchor), 303)


@bp.post("/<event_slug>/comments/<int(max=2147483647):comment_id>/remove")
def remove_comment(event_slug: str, comment_id: int) -> Answer:
    comment = load(Comment, comment_id, Permission.COMMENT_REMOVE)
    proposal: Proposal = comment.proposal
    with unit_of_work() as session:
        comments.remove_comment(
            session, comment=comment, person_id=current_actor().person_id or 0, now=utc_now()
        )
    return redirect(asking.address(proposal, f"comment-{comment_id}"), 303)


@bp.post("/<event_slug>/comments/<int(max=2147483647):comment_id>/put-back")
def put_back_comment(event_slug: str, comment_id: int) -> Answer:
    comment = load(Comment, comment_id, Permission.COMMENT_REMOVE)
    proposal: Proposal = comment.proposal
    with unit_of_work() as session:
        comments.put_back_comment(
            session, comment=comment, person_id=current_actor().person_id or 0
        )
    flash(_("The comment is back."), "success")
    return redirect(asking.address(proposal, f"comment-{comment_id}"), 303)
