"""Public remarks on a proposal."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Sentence
from offsite.proposals import queries, rules
from offsite.proposals.models import Comment, Proposal
from offsite.proposals.services.locking import lock

LONGEST = 5_000
SAME_WITHIN = timedelta(minutes=1)


class TalkIsOver(RuleBroken):
    """The proposal takes no comments in its state."""


class BadComment(BadInput):
    """The text cannot be a comment."""


def add_comment(
    session: Session, *, proposal: Proposal, person_id: int, body: str, now: datetime
) -> Comment:
    """Say something about a proposal.

    The same words by the same person within a minute are a double click: one comment.

    Raises:
        BadComment: nothing was written, or too much.
        TalkIsOver: the proposal is a draft or closed.
    """
    body = body.strip()
    if not body:
        raise BadComment("Write something first.")
    if len(body) > LONGEST:
        raise BadComment(Sentence("A comment has at most %(most)s characters.", most=LONGEST))
    lock(session, proposal)
    if not rules.is_open_for_talk(proposal.state):
        raise TalkIsOver("This proposal takes no comments any more.")
    last = queries.last_comment_by(session, proposal_id=proposal.id, person_id=person_id)
    if last and last.body == body and now - last.created_at < SAME_WITHIN:
        return last
    comment = Comment(proposal_id=proposal.id, person_id=person_id, body=body, created_at=now)
    session.add(comment)
    session.flush()
    return comment


def remove_comment(session: Session, *, comment: Comment, person_id: int, now: datetime) -> Comment:
    """Hide a comment from everybody.  It can be put back."""
    if comment.removed_at is None:
        comment.removed_at = now
        comment.removed_by_id = person_id
        session.flush()
    return comment


def put_back_comment(session: Session, *, comment: Comment, person_id: int) -> Comment:
    """Undo a removal, by whoever removed it.

    Raises:
        TalkIsOver: somebody else removed it.
    """
    if comment.removed_at is not None and comment.removed_by_id != person_id:
        raise TalkIsOver("Somebody else removed this comment; only they can put it back.")
    comment.removed_at = None
    comment.removed_by_id = None
    session.flush()
    return comment
