"""What organizers call each kind of mail."""

from typing import Any

from flask_babel import lazy_gettext as _

KINDS: dict[str, Any] = {
    "action-asked": _("Asked to own an action"),
    "action-declined": _("Action without an owner"),
    "action-reminder": _("Reminder of an action"),
    "decision": _("Decision"),
    "group-handed-on": _("A group was handed on"),
    "group-skipped": _("A group skips a date"),
    "host-asked": _("Asked to host"),
    "nominated": _("Named for a topic"),
    "rfc-digest": _("News of texts"),
    "rfc-opened": _("Asked for comments"),
    "poll-reminder": _("Reminder of a poll"),
    "mentoring": _("Mentor selection is settled"),
    "mixing-changed": _("Room, car or table changed"),
    "mixing-reminder": _("Reminder of needs"),
    "schedule-changed": _("Schedule changed"),
    "seat-free": _("A seat became free"),
    "stay-accepted": _("Welcome in another team"),
    "stay-asked": _("Asked for a stay"),
    "stay-declined": _("Stay declined"),
    "stay-withdrawn": _("Stay withdrawn"),
    "welcome": _("Welcome"),
}


def kind_name(kind: str) -> Any:
    """The name of ``kind``; one without a name is shown as it is."""
    return KINDS.get(kind, kind)
