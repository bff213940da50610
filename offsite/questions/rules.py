"""When and how much: decisions from values only."""

from offsite.questions.models import OPEN

LONGEST = 500
LONGEST_ANSWER = 5_000
LONGEST_REASON = 500

MOVES: dict[str, tuple[str, ...]] = {
    "waiting": ("shown", "declined"),
    "shown": ("answering", "answered", "parked", "declined"),
    "answering": ("shown", "answered", "parked"),
    "answered": ("shown", "answering"),
    "parked": ("shown", "answering", "answered"),
    "declined": ("shown", "waiting"),
    "withdrawn": (),
}
"""Where a moderator may take a question, by where it is now; every way has a way back."""


def may_move(state: str, to: str) -> bool:
    return to in MOVES.get(state, ())


def takes_votes(state: str) -> bool:
    return state in OPEN


def may_be_changed_by_asker(state: str, up: int) -> bool:
    """Before a moderator saw it, or while nobody has voted for other words."""
    return state == "waiting" or (state == "shown" and up == 0)


def may_be_withdrawn(state: str) -> bool:
    return state in ("waiting", "shown", "parked")
