"""Who may do what: one table, and two functions that read it.

A grant is a predicate of the actor and the object.  Rules of time and quantity ("the call
is closed") are not here: services decide those.
"""

from typing import Any

from offsite.errors import NotAllowed, NotFound
from offsite.policy.actors import GRANTABLE, IMPLIED, STRANGER, Actor, Role
from offsite.policy.grants import (
    Grant,
    action_author,
    action_owner,
    author,
    author_of_text_commented_on,
    convener,
    display,
    facilitator,
    founder,
    group_convener,
    host,
    invited_host,
    member,
    member_unless_draft,
    member_unless_planned,
    member_unless_unopened,
    oneself,
    organizer,
    owner,
    owner_somewhere,
    panelist,
    programme,
    programme_unless_draft,
    public_event,
    queue_host,
    run_host,
    stay_host,
    text_author,
    travel,
    worker_of_kind,
)
from offsite.policy.permissions import Permission

__all__ = [
    "GRANTABLE",
    "GRANTS",
    "IMPLIED",
    "SEEN_BY",
    "STRANGER",
    "Actor",
    "Grant",
    "Permission",
    "Role",
    "allows",
    "require",
]

GRANTS: dict[Permission, tuple[Grant, ...]] = {
    Permission.EVENT_SEE: (public_event, member, display),
    Permission.EVENT_CREATE: (founder, owner_somewhere),
    Permission.EVENT_EDIT: (organizer,),
    Permission.MEMBER_LIST: (member,),
    Permission.MEMBER_MANAGE: (organizer,),
    Permission.ROLE_GRANT: (owner,),
    Permission.PROFILE_EDIT: (oneself,),
    Permission.PERSON_ERASE: (oneself, founder),
    Permission.PROPOSAL_SEE: (host, invited_host, member_unless_draft, programme_unless_draft),
    Permission.PROPOSAL_CREATE: (member,),
    Permission.PROPOSAL_EDIT: (host, programme_unless_draft),
    Permission.PROPOSAL_HOST: (host,),
    Permission.PROPOSAL_ANSWER: (invited_host,),
    Permission.PROPOSAL_COMMENT: (member_unless_draft,),
    Permission.PROPOSAL_VOTE: (member,),
    Permission.PROPOSAL_DECIDE: (programme,),
    Permission.COMMENT_REMOVE: (author, programme),
    Permission.WANTED_SEE: (member,),
    Permission.WANTED_CREATE: (member,),
    Permission.WANTED_CLOSE: (author, programme),
    Permission.DEMAND_SEE: (programme,),
    Permission.CALL_EDIT: (programme,),
    Permission.SCHEDULE_SEE: (public_event, member, display),
    Permission.SCHEDULE_EDIT: (programme,),
    Permission.SCHEDULE_RELEASE: (organizer,),
    Permission.SEATS_SEE: (host, programme),
    Permission.SEATS_EDIT: (programme,),
    Permission.PAPER_PRINT: (programme,),
    Permission.AGENDA_OWN: (member,),
    Permission.FEED_OWN: (member,),
    Permission.POLL_ANSWER: (member_unless_planned,),
    Permission.POLL_MANAGE: (organizer,),
    Permission.RESULTS_SEE: (member_unless_planned,),
    Permission.EVENT_EXCHANGE: (organizer,),
    Permission.OUTBOX_SEE: (organizer,),
    Permission.OUTBOX_LET_GO: (organizer,),
    Permission.BOARD_SEE: (member, display),
    Permission.BOARD_TAKE_PART: (member,),
    Permission.BOARD_RUN: (facilitator,),
    Permission.TOPIC_EDIT: (convener, facilitator),
    Permission.JOB_SEE: (worker_of_kind,),
    Permission.JOB_CANCEL: (worker_of_kind,),
    Permission.QUESTION_SEE: (member, display),
    Permission.QUESTION_ASK: (member,),
    Permission.QUESTION_ANSWER: (panelist, programme, facilitator, queue_host),
    Permission.QUESTION_MODERATE: (programme, facilitator, queue_host),
    Permission.QUEUE_EDIT: (programme,),
    Permission.NEEDS_OWN: (member,),
    # Private needs, and drafts that would betray them, are the travel role's alone.
    Permission.NEEDS_SEE: (travel,),
    Permission.MIX_SEE: (member,),
    Permission.MIX_PLAN: (organizer, travel),
    Permission.MIX_EDIT: (travel,),
    Permission.PLAN_SEE: (member,),
    Permission.PLAN_EDIT: (organizer,),
    Permission.CHANGES_SEE: (public_event, member, display),
    Permission.RFC_WRITE: (member,),
    Permission.RFC_SEE: (text_author, organizer, member_unless_draft),
    Permission.RFC_COMMENT: (member_unless_draft,),
    Permission.RFC_EDIT: (text_author, organizer),
    # Whoever raised it, and whoever answers for the text.
    Permission.RFC_RESOLVE: (author, author_of_text_commented_on, organizer),
    Permission.ACTION_SEE: (member,),
    Permission.ACTION_CREATE: (member,),
    Permission.ACTION_TAKE: (member,),
    Permission.ACTION_EDIT: (action_owner, action_author, programme),
    Permission.ACTION_REVIEW: (facilitator, programme),
    Permission.PURSE_SEE: (member,),
    Permission.PURSE_LOG: (member,),
    Permission.PURSE_BUDGET: (organizer,),
    Permission.EXPENSE_EDIT: (author, organizer),
    Permission.GROUP_SEE: (member,),
    Permission.GROUP_CREATE: (member,),
    Permission.GROUP_EDIT: (group_convener, organizer),
    Permission.NOTES_TAKE: (member_unless_draft,),
    Permission.PROCEEDINGS_SEE: (member,),
    Permission.PROCEEDINGS_EDIT: (organizer,),
    Permission.PHOTO_ADD: (member,),
    Permission.PHOTO_EDIT: (text_author, organizer),
    Permission.RUN_SEE: (member, display),
    Permission.RUN_TAKE_PART: (member,),
    Permission.RUN_LEAD: (host, facilitator),
    Permission.CHALLENGE_EDIT: (author, facilitator, run_host),
    Permission.STAY_SEE: (member,),
    Permission.STAY_OFFER: (member,),
    Permission.STAY_EDIT: (stay_host, organizer),
    Permission.STAY_ANSWER: (stay_host,),
    Permission.STAY_WITHDRAW: (author,),
    Permission.MENTORING_SEE: (member,),
    Permission.MENTORING_RUN: (organizer,),
    Permission.MENTOR_ROUND_SEE: (organizer, member_unless_unopened),
}

SEEN_BY: dict[Permission, Permission] = {
    Permission.PROPOSAL_EDIT: Permission.PROPOSAL_SEE,
    Permission.PROPOSAL_HOST: Permission.PROPOSAL_SEE,
    Permission.PROPOSAL_ANSWER: Permission.PROPOSAL_SEE,
    Permission.PROPOSAL_COMMENT: Permission.PROPOSAL_SEE,
    Permission.WANTED_CLOSE: Permission.WANTED_SEE,
    Permission.QUESTION_ANSWER: Permission.QUESTION_SEE,
    Permission.QUESTION_MODERATE: Permission.QUESTION_SEE,
    Permission.QUEUE_EDIT: Permission.QUESTION_SEE,
    Permission.ACTION_EDIT: Permission.ACTION_SEE,
    Permission.TOPIC_EDIT: Permission.BOARD_SEE,
    Permission.RFC_EDIT: Permission.RFC_SEE,
    Permission.PLAN_EDIT: Permission.PLAN_SEE,
    Permission.EXPENSE_EDIT: Permission.PURSE_SEE,
    Permission.GROUP_EDIT: Permission.GROUP_SEE,
    Permission.PROCEEDINGS_EDIT: Permission.PROCEEDINGS_SEE,
    Permission.PHOTO_EDIT: Permission.PROCEEDINGS_SEE,
    Permission.RUN_TAKE_PART: Permission.RUN_SEE,
    Permission.RUN_LEAD: Permission.RUN_SEE,
    Permission.CHALLENGE_EDIT: Permission.RUN_SEE,
    Permission.STAY_EDIT: Permission.STAY_SEE,
}
"""Who may do the first knows the thing when they may do the second: the refusal says so."""


def allows(actor: Actor, permission: Permission, thing: Any = None) -> bool:
    """Whether ``actor`` may do ``permission`` to ``thing``."""
    return any(grant(actor, thing) for grant in GRANTS[permission])


def require(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Return if the actor may.

    Raises:
        NotAllowed: the actor may see the thing, but not do this.
        NotFound: the actor may not even know that it exists.
    """
    if allows(actor, permission, thing):
        return
    seeing = SEEN_BY.get(permission)
    if seeing is not None and allows(actor, seeing, thing):
        raise NotAllowed("You may look at this, but not change it.")
    raise NotFound("There is nothing here, or it is not yours to see.")
