"""What features add to the page of a session: its questions, its notes, what it left behind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from offsite.proposals.models import Proposal


@dataclass(frozen=True)
class Part:
    """A template with its values; the lowest ``order`` stands first.

    The template is included in the page: it finds its values in ``part``, beside ``event``
    and ``proposal``.  ``css`` is a style sheet below static, if it needs one.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    css: str = ""


Asked = Callable[[Proposal, int, datetime], Iterable[Part]]
"""Told the session, the member's person id and the moment."""

_asked: list[Asked] = []


def offers_parts(function: Asked) -> Asked:
    """Mark the function of a feature that adds to the page of a session."""
    _asked.append(function)
    return function


def parts_of(proposal: Proposal, person_id: int, now: datetime) -> list[Part]:
    """What members find below a session."""
    found = [part for one in _asked for part in one(proposal, person_id, now)]
    return sorted(found, key=lambda part: part.order)
