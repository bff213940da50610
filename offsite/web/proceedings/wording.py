"""Lines of the book that its page and its files share."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from offsite.actions.queries import Settled
from offsite.events.models import Event
from offsite.web.proceedings.blueprint import bp
from offsite.web.rendering import local_stamp, year_day


@bp.app_template_global("book_where")
def where_of(event: Event, starts_at: datetime | None, names: Sequence[str], room: str = "") -> str:
    """When and where something was held, and by whom."""
    when = local_stamp(starts_at, event.timezone) if starts_at else ""
    return " · ".join(one for one in (when, room, ", ".join(names)) if one)


@bp.app_template_global("book_fate")
def fate_of(action: Settled) -> str:
    """Who took an action point on, until when, and what came of it."""
    states: dict[str, str] = {"open": _("Open"), "done": _("Done"), "dropped": _("Dropped")}
    until = _("until %(day)s", day=year_day(action.due_on)) if action.state == "open" else ""
    parts = (states[action.state], action.owner, until, action.source, action.reason)
    return " · ".join(one for one in parts if one)
