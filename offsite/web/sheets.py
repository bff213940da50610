"""Everything that can be put on paper: each feature says its own, the print room asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from offsite.events.models import Event


@dataclass(frozen=True)
class Sheet:
    """One thing to print.  ``url`` is its page; ``pdf_url`` a file, where there is one.

    ``ways`` are other forms of the same (label, url), for instance another size of paper.
    """

    title: str
    url: str
    icon: str
    note: str
    pdf_url: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    order: int = 50


Asked = Callable[[Event], Iterable[Sheet]]
"""Told the event; offers only what the actor may print."""

_asked: list[Asked] = []


def offers_sheets(function: Asked) -> Asked:
    """Mark the function of a feature that says what it has for the print room."""
    _asked.append(function)
    return function


def sheets_of(event: Event) -> list[Sheet]:
    """Everything to print for this event, in order."""
    return sorted((sheet for one in _asked for sheet in one(event)), key=lambda one: one.order)
