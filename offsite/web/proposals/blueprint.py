"""The blueprint of all pages about proposals, and words that they share."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from offsite.proposals.models import LEADERSHIP_KINDS

bp = Blueprint("proposals", __name__)


@bp.app_template_global("leadership_label")
def leadership_label(kind: str) -> str:
    """The name of a kind of leadership work, as people read it."""
    labels: dict[str, str] = {
        "direction": _("Overall direction"),
        "people": _("People management"),
        "projects": _("Project management"),
        "technical": _("Technical leadership"),
    }
    return labels.get(kind, kind)


@bp.app_template_global("decision_label")
def decision_label(decision: str) -> str:
    """What organizers decide, as a word on a button or badge."""
    labels: dict[str, str] = {
        "accepted": _("Accept"),
        "rejected": _("Reject"),
        "canceled": _("Cancel"),
    }
    return labels.get(decision, decision)


Options = list[tuple[str, str]]


@bp.app_template_global("named_options")
def named_options(everything: str, things: Iterable[Any]) -> Options:
    """Things with id and name as options of a filter."""
    return [("", everything), *((str(one.id), one.name) for one in things)]


@bp.app_template_global("leadership_options")
def leadership_options(everything: str) -> Options:
    return [("", everything), *((kind, leadership_label(kind)) for kind in LEADERSHIP_KINDS)]


@bp.app_template_global("state_options")
def state_options(everything: str, with_pending: bool = False) -> Options:
    pending = [("pending", str(_("Decision pending")))] if with_pending else []
    states: Options = [
        ("submitted", _("Submitted")),
        ("accepted", _("Accepted")),
        ("confirmed", _("Confirmed")),
        ("rejected", _("Not this time")),
        ("canceled", _("Canceled")),
        ("withdrawn", _("Withdrawn")),
    ]
    return [("", everything), *pending, *states]
