"""What organizers call each kind of mail."""

from typing import Any

from flask_babel import lazy_gettext as _

KINDS: dict[str, Any] = {
    "decision": _("Decision"),
    "host-asked": _("Asked to host"),
    "nominated": _("Named for a topic"),
    "schedule-changed": _("Schedule changed"),
    "welcome": _("Welcome"),
}


def kind_name(kind: str) -> Any:
    """The name of ``kind``; one without a name is shown as it is."""
    return KINDS.get(kind, kind)
