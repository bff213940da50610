"""The blueprint of all pages about rooms, cars, tables and groups, and what they share."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from offsite.events.models import Event
from offsite.events.rules import instant_at
from offsite.mixing.models import NO_BED, SINGLE

bp = Blueprint("mixing", __name__)

Answer = Response | str | tuple[str, int]

ICONS = {
    "beds": "moon-stars",
    "cars": "car-front",
    "tables": "cup-hot",
    "groups": "people",
    "pairs": "chat-dots",
}


@bp.app_template_global("mix_icon")
def mix_icon(kind: str) -> str:
    """The icon of a kind of round."""
    return ICONS[kind]


@bp.app_template_global("mix_template_name")
def template_name(template: str) -> str:
    """What organizers call a template."""
    names: dict[str, str] = {
        "hotel": _("Hotel rooms"),
        "cars": _("Car pool"),
        "dinner": _("Dinner tables"),
        "workshop": _("Workshop groups"),
        "pairs": _("One-to-ones"),
    }
    return names[template]


@bp.app_template_global("pool_name")
def pool_name(pool: str) -> str:
    """A pool as people read it: two have our words, the others the organizer's."""
    ours: dict[str, str] = {
        SINGLE: _("single room"),
        NO_BED: _("I do not need a bed"),
        "shared with anybody": _("shared with anybody"),
    }
    return ours.get(pool, pool)


@bp.app_template_global("group_title")
def group_title(kind: str, name: str) -> str:
    """A group's name; a bedroom that is only a number is called a room."""
    if kind == "beds" and name[:1].isdigit():
        return str(_("Room %(number)s", number=name))
    return name


@bp.app_template_filter("pool_word")
def pool_word(pool: str) -> str:
    """`pool_name`, for lists."""
    return pool_name(pool)


def page_links(endpoint: str, **values: Any) -> Callable[[int], str]:
    """Addresses of the pages of a long list, with the question that was asked kept."""
    kept: dict[str, Any] = {
        name: one for name, one in request.args.items() if name not in ("page", *values)
    }
    return lambda number: url_for(endpoint, **values, **kept, page=number)


def group_words() -> Mapping[str, str]:
    """What new groups are called in the organizer's language."""
    return {
        "cars": _("Car"),
        "dinner": _("Table"),
        "workshop": _("Group"),
        "pairs": _("Pair"),
    }


def asked_number(name: str) -> int:
    """A whole number from the query or the form; 0 for anything else."""
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def instant_of(event: Event, wall: datetime | None) -> datetime | None:
    """What somebody typed on the event's wall clock, as an instant.

    Raises:
        OffsiteError: the clock shows no such time that day.
    """
    if wall is None:
        return None
    return instant_at(wall.date(), wall.time(), event.zone)


def wall_of(event: Event, moment: datetime | None) -> datetime | None:
    """An instant on the event's wall clock, as a field shows it."""
    return None if moment is None else moment.astimezone(event.zone).replace(tzinfo=None)


def fill(template: str, **values: Any) -> Markup:
    """Values put into trusted markup, each of them escaped."""
    return Markup(template) % values  # noqa: S704 - values are escaped by Markup
