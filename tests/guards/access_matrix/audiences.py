"""The roles of the matrix, and the audiences that rows name."""

STRANGER = "stranger"
ELSEWHERE = "member of another event"
LEFT = "left the event"
DISABLED = "disabled organizer"
DISPLAY = "display"
MEMBER = "member"
TRAVEL = "travel"
FACILITATOR = "facilitator"
HOST = "host"
PROGRAMME = "programme"
ORGANIZER = "organizer"
OWNER = "owner"

ROLES = (
    STRANGER,
    ELSEWHERE,
    LEFT,
    DISABLED,
    DISPLAY,
    MEMBER,
    TRAVEL,
    FACILITATOR,
    HOST,
    PROGRAMME,
    ORGANIZER,
    OWNER,
)

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {STRANGER, DISABLED}
VIEWERS = frozenset(ROLES[4:])
MEMBERS = VIEWERS - {DISPLAY}
PROGRAMMERS = frozenset({PROGRAMME, ORGANIZER, OWNER})
ORGANIZERS = frozenset({ORGANIZER, OWNER})
OWNERS = frozenset({OWNER})
HOSTS = frozenset({HOST})
MAY_CREATE = frozenset({OWNER, ELSEWHERE})
"""Owners of some event; the member of another event owns that one."""
