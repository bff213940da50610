"""Whom a grant is for: a predicate of the actor and the thing."""

from collections.abc import Callable
from typing import Any

from offsite.policy.actors import Actor, Role

Grant = Callable[[Actor, Any], bool]


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
