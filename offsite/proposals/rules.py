"""When and how much: decisions from values only."""

from offsite.proposals.models import LISTED

DECISIONS_FOR: dict[str, tuple[str, ...]] = {
    "submitted": ("accepted", "rejected"),
    "accepted": ("rejected", "canceled"),
    "confirmed": ("canceled",),
    "rejected": ("accepted",),
    "canceled": ("accepted",),
}
"""What organizers may decide, by the state a proposal is in now."""

SHAPE_FIXED = ("accepted", "confirmed")
"""States in which hosts change words only: the schedule already counts on the rest."""


def may_decide(state: str, decision: str) -> bool:
    return decision in DECISIONS_FOR.get(state, ())


def may_be_edited_by_hosts(state: str, *, call_is_open: bool) -> bool:
    """Drafts always; a submitted one while the call is open; an accepted one in its words."""
    if state == "submitted":
        return call_is_open
    return state == "draft" or state in SHAPE_FIXED


def may_be_withdrawn(state: str) -> bool:
    """Before it is decided.  Afterwards hosts say that they cannot come (`decline`)."""
    return state == "submitted"


def is_open_for_talk(state: str) -> bool:
    """Whether comments and votes are taken."""
    return state in LISTED
