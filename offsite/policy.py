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
    AGENDA_OWN = "agenda.own"
    FEED_OWN = "feed.own"
    EVENT_EXCHANGE = "event.exchange"
    OUTBOX_SEE = "outbox.see"
    OUTBOX_LET_GO = "outbox.let_go"
    JOB_SEE = "job.see"
    JOB_CANCEL = "job.cancel"


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
organizer = _in_role(Role.ORGANIZER)
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


def member_unless_draft(actor: Actor, thing: Any) -> bool:
    return thing.state != "draft" and member(actor, thing)


def programme_unless_draft(actor: Actor, thing: Any) -> bool:
    return thing.state != "draft" and programme(actor, thing)


def author(actor: Actor, thing: Any) -> bool:
    return actor.is_signed_in and thing.person_id == actor.person_id and member(actor, thing)


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
    Permission.AGENDA_OWN: (member,),
    Permission.FEED_OWN: (member,),
    Permission.EVENT_EXCHANGE: (organizer,),
    Permission.OUTBOX_SEE: (organizer,),
    Permission.OUTBOX_LET_GO: (organizer,),
    Permission.JOB_SEE: (programme,),
    Permission.JOB_CANCEL: (programme,),
}

SEEN_BY: dict[Permission, Permission] = {
    Permission.PROPOSAL_EDIT: Permission.PROPOSAL_SEE,
    Permission.PROPOSAL_HOST: Permission.PROPOSAL_SEE,
    Permission.PROPOSAL_ANSWER: Permission.PROPOSAL_SEE,
    Permission.PROPOSAL_COMMENT: Permission.PROPOSAL_SEE,
    Permission.WANTED_CLOSE: Permission.WANTED_SEE,
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
