"""The blueprint of all pages of action points, and words that they share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.actions.models import Action

bp = Blueprint("actions", __name__)

Answer = AnyResponse | str | tuple[str, int]


def address(action: Action) -> str:
    return url_for("actions.show", event_slug=action.event.slug, action_id=action.id)


@bp.app_template_global("action_step_label")
def step_label(kind: str) -> str:
    """What happened to an action, as people read it."""
    labels: dict[str, str] = {
        "written": _("Written down"),
        "asked": _("Somebody was asked"),
        "accepted": _("Taken on"),
        "declined": _("Declined"),
        "given_back": _("Given back"),
        "changed": _("Changed"),
        "done": _("Done"),
        "dropped": _("Dropped"),
        "reopened": _("Opened again"),
        "goes_on": _("Goes on"),
    }
    return labels[kind]
