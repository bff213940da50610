"""Who acts, and as what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
