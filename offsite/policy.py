"""Who may do what: one table, and two functions that read it.

A grant is a predicate of the actor and the object.  Rules of time and quantity ("the call
is closed") are not here: services decide those.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from offsite.errors import NotAllowed, NotFound


class Role(StrEnum):
    """What a person may be in an event."""

    OWNER = "owner"
    ORGANIZER = "organizer"
    PROGRAMME = "programme"
    TRAVEL = "travel"
    FACILITATOR = "facilitator"
    MEMBER = "member"
    DISPLAY = "display"


GRANTABLE = (Role.ORGANIZER, Role.PROGRAMME, Role.TRAVEL, Role.FACILITATOR, Role.DISPLAY)
"""Roles given to a member on top of membership; an owner may also make another owner."""

# Travel is implied by nothing: private needs are seen by those who carry the work alone.
IMPLIED: Mapping[Role, frozenset[Role]] = {
    Role.OWNER: frozenset({Role.ORGANIZER, Role.PROGRAMME, Role.FACILITATOR, Role.MEMBER}),
    Role.ORGANIZER: frozenset({Role.PROGRAMME, Role.FACILITATOR, Role.MEMBER}),
    Role.PROGRAMME: frozenset({Role.MEMBER}),
    Role.TRAVEL: frozenset({Role.MEMBER}),
    Role.FACILITATOR: frozenset({Role.MEMBER}),
}


class Permission(StrEnum):
    """Everything that can be asked of a page or an address."""

    EVENT_SEE = "event.see"
    EVENT_CREATE = "event.create"
    EVENT_EDIT = "event.edit"
    MEMBER_LIST = "member.list"
    MEMBER_MANAGE = "member.manage"
    ROLE_GRANT = "role.grant"
    PROFILE_EDIT = "profile.edit"
    PROPOSAL_SEE = "proposal.see"
    PROPOSAL_CREATE = "proposal.create"
    PROPOSAL_EDIT = "proposal.edit"
    PROPOSAL_HOST = "proposal.host"
    PROPOSAL_ANSWER = "proposal.answer"
    PROPOSAL_COMMENT = "proposal.comment"
    PROPOSAL_VOTE = "proposal.vote"
    PROPOSAL_DECIDE = "proposal.decide"
    COMMENT_REMOVE = "comment.remove"
    WANTED_SEE = "wanted.see"
    WANTED_CREATE = "wanted.create"
    WANTED_CLOSE = "wanted.close"
    DEMAND_SEE = "demand.see"
    CALL_EDIT = "call.edit"
    SCHEDULE_SEE = "schedule.see"
    SCHEDULE_EDIT = "schedule.edit"
    SCHEDULE_RELEASE = "schedule.release"
    SEATS_SEE = "seats.see"
    SEATS_EDIT = "seats.edit"
    PAPER_PRINT = "paper.print"
    AGENDA_OWN = "agenda.own"
    FEED_OWN = "feed.own"
    POLL_ANSWER = "poll.answer"
    POLL_MANAGE = "poll.manage"
    RESULTS_SEE = "results.see"
    EVENT_EXCHANGE = "event.exchange"
    OUTBOX_SEE = "outbox.see"
    OUTBOX_LET_GO = "outbox.let_go"
    PLAN_SEE = "plan.see"
    PLAN_EDIT = "plan.edit"
    CHANGES_SEE = "changes.see"
    RFC_SEE = "rfc.see"
    RFC_WRITE = "rfc.write"
    RFC_COMMENT = "rfc.comment"
    RFC_EDIT = "rfc.edit"
    RFC_RESOLVE = "rfc.resolve"
    ACTION_SEE = "action.see"
    ACTION_CREATE = "action.create"
    ACTION_TAKE = "action.take"
    ACTION_EDIT = "action.edit"
    ACTION_REVIEW = "action.review"
    NOTES_TAKE = "notes.take"
    PROCEEDINGS_SEE = "proceedings.see"
    PROCEEDINGS_EDIT = "proceedings.edit"
    PHOTO_ADD = "photo.add"
    PHOTO_EDIT = "photo.edit"
    BOARD_SEE = "board.see"
    BOARD_TAKE_PART = "board.take_part"
    BOARD_RUN = "board.run"
    TOPIC_EDIT = "topic.edit"
    JOB_SEE = "job.see"
    JOB_CANCEL = "job.cancel"
    QUESTION_SEE = "question.see"
    QUESTION_ASK = "question.ask"
    QUESTION_ANSWER = "question.answer"
    QUESTION_MODERATE = "question.moderate"
    QUEUE_EDIT = "queue.edit"
    NEEDS_OWN = "needs.own"
    NEEDS_SEE = "needs.see"
    MIX_SEE = "mix.see"
    MIX_PLAN = "mix.plan"
    MIX_EDIT = "mix.edit"
    PURSE_SEE = "purse.see"
    PURSE_LOG = "purse.log"
    PURSE_BUDGET = "purse.budget"
    EXPENSE_EDIT = "expense.edit"
    GROUP_SEE = "group.see"
    GROUP_CREATE = "group.create"
    GROUP_EDIT = "group.edit"
    RUN_SEE = "run.see"
    RUN_TAKE_PART = "run.take_part"
    RUN_LEAD = "run.lead"
    CHALLENGE_EDIT = "challenge.edit"
    STAY_SEE = "stay.see"
    STAY_OFFER = "stay.offer"
    STAY_EDIT = "stay.edit"
    STAY_ANSWER = "stay.answer"
    STAY_WITHDRAW = "stay.withdraw"
    MENTORING_SEE = "mentoring.see"
    MENTORING_RUN = "mentoring.run"
    MENTOR_ROUND_SEE = "mentor_round.see"


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with roles by event id, or a stranger."""

    person_id: int | None = None
    name: str = ""
    is_founder: bool = False
    roles: Mapping[int, frozenset[Role]] = field(default_factory=dict)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    def has(self, role: Role, event_id: int | None) -> bool:
        """Whether the actor has ``role`` in the event, itself or by a higher one."""
        held = self.roles.get(event_id, frozenset()) if event_id is not None else frozenset()
        return role in held or any(role in IMPLIED.get(one, ()) for one in held)


STRANGER = Actor()

Grant = Callable[[Actor, Any], bool]


def anyone(actor: Actor, thing: Any) -> bool:
    return True


def signed_in(actor: Actor, thing: Any) -> bool:
    return actor.is_signed_in


def founder(actor: Actor, thing: Any) -> bool:
    return actor.is_founder


def owner_somewhere(actor: Actor, thing: Any) -> bool:
    """Whoever answers for one event may make the next."""
    return any(Role.OWNER in held for held in actor.roles.values())


def _in_role(role: Role) -> Grant:
    def grant(actor: Actor, thing: Any) -> bool:
        return actor.has(role, getattr(thing, "event_id", None))

    grant.__name__ = role.value
    return grant


member = _in_role(Role.MEMBER)
programme = _in_role(Role.PROGRAMME)
facilitator = _in_role(Role.FACILITATOR)
organizer = _in_role(Role.ORGANIZER)
travel = _in_role(Role.TRAVEL)
owner = _in_role(Role.OWNER)
display = _in_role(Role.DISPLAY)


def public_event(actor: Actor, thing: Any) -> bool:
    """The event shows its released schedule to everybody."""
    event = thing if hasattr(thing, "is_public") else getattr(thing, "event", None)
    return bool(event and event.is_public)


def host(actor: Actor, thing: Any) -> bool:
    """The actor wrote the proposal or accepted to host it, and is still a member."""
    if not member(actor, thing):
        return False
    if thing.created_by_id == actor.person_id:
        return True
    return any(one.person_id == actor.person_id and one.accepted_at for one in thing.hosts)


def invited_host(actor: Actor, thing: Any) -> bool:
    return member(actor, thing) and any(one.person_id == actor.person_id for one in thing.hosts)


def convener(actor: Actor, thing: Any) -> bool:
    """The actor answers for the topic, alone or with others, and is still a member."""
    return member(actor, thing) and any(one.person_id == actor.person_id for one in thing.conveners)


def member_unless_draft(actor: Actor, thing: Any) -> bool:
    return thing.state != "draft" and member(actor, thing)


def programme_unless_draft(actor: Actor, thing: Any) -> bool:
    return thing.state != "draft" and programme(actor, thing)


def member_unless_planned(actor: Actor, thing: Any) -> bool:
    """A poll without a beginning is a draft, which only organizers see."""
    is_draft = hasattr(thing, "opens_at") and thing.opens_at is None
    return not is_draft and member(actor, thing)


def author(actor: Actor, thing: Any) -> bool:
    return actor.is_signed_in and thing.person_id == actor.person_id and member(actor, thing)


def worker_of_kind(actor: Actor, thing: Any) -> bool:
    """Jobs that mix people tell what these need: they are the travel role's."""
    is_mixing = getattr(thing, "kind", "").startswith("mixing.")
    return travel(actor, thing) if is_mixing else programme(actor, thing)


def text_author(actor: Actor, thing: Any) -> bool:
    return actor.is_signed_in and thing.created_by_id == actor.person_id and member(actor, thing)


def member_unless_text_is_draft(actor: Actor, thing: Any) -> bool:
    return thing.state != "draft" and member(actor, thing)


def author_of_text_commented_on(actor: Actor, thing: Any) -> bool:
    return text_author(actor, thing.rfc)


def action_owner(actor: Actor, thing: Any) -> bool:
    return actor.is_signed_in and thing.owner_id == actor.person_id and member(actor, thing)


def action_author(actor: Actor, thing: Any) -> bool:
    """Whoever wrote it down, or hosts the session that it came from."""
    if actor.is_signed_in and thing.created_by_id == actor.person_id:
        return member(actor, thing)
    return thing.proposal is not None and host(actor, thing.proposal)


def group_convener(actor: Actor, thing: Any) -> bool:
    """The actor convenes the interest group, or the group of the date."""
    group = getattr(thing, "group", thing)
    is_convener = getattr(group, "convener_id", None) == actor.person_id
    return actor.is_signed_in and is_convener and member(actor, thing)


def stay_host(actor: Actor, thing: Any) -> bool:
    """The actor answers for the team that offers the stay, or that the request is about."""
    stay = getattr(thing, "stay", thing)
    hosts = getattr(stay, "hosts", ())
    return member(actor, thing) and any(one.person_id == actor.person_id for one in hosts)


def member_unless_unopened(actor: Actor, thing: Any) -> bool:
    """A round that is being prepared is the organizers' alone."""
    return thing.opened_at is not None and member(actor, thing)


def queue_host(actor: Actor, thing: Any) -> bool:
    """The questions belong to a session that the actor hosts."""
    proposal = getattr(getattr(thing, "queue", None), "proposal", None)
    return proposal is not None and host(actor, proposal)


def run_host(actor: Actor, thing: Any) -> bool:
    """The challenge was raised in a session that the actor hosts."""
    return host(actor, thing.run.proposal)


def panelist(actor: Actor, thing: Any) -> bool:
    """The actor sits on the panel of the question's queue, and is still a member."""
    seats = getattr(getattr(thing, "queue", None), "panelists", ())
    return member(actor, thing) and any(one.person_id == actor.person_id for one in seats)


def oneself(actor: Actor, thing: Any) -> bool:
    """The thing is the actor's own account, or belongs to it."""
    # A row that could belong to a person and belongs to nobody is nobody's own.
    owner_id = thing.person_id if hasattr(thing, "person_id") else getattr(thing, "id", None)
    return actor.is_signed_in and owner_id == actor.person_id


GRANTS: dict[Permission, tuple[Grant, ...]] = {
    Permission.EVENT_SEE: (public_event, member, display),
    Permission.EVENT_CREATE: (founder, owner_somewhere),
    Permission.EVENT_EDIT: (organizer,),
    Permission.MEMBER_LIST: (member,),
    Permission.MEMBER_MANAGE: (organizer,),
    Permission.ROLE_GRANT: (owner,),
    Permission.PROFILE_EDIT: (oneself,),
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
    Permission.RFC_SEE: (text_author, organizer, member_unless_text_is_draft),
    Permission.RFC_COMMENT: (member_unless_text_is_draft,),
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
