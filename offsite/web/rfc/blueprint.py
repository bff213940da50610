"""The blueprint of all pages of requests for comments, and words that they share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.rfc.models import Rfc

bp = Blueprint("rfc", __name__)

Answer = AnyResponse | str | tuple[str, int]


def address(rfc: Rfc, anchor: str | None = None) -> str:
    return url_for("rfc.show", event_slug=rfc.event.slug, rfc_id=rfc.id, _anchor=anchor)


@bp.app_template_global("rfc_kind_label")
def kind_label(kind: str) -> str:
    """What kind of text it is, as people read it."""
    labels: dict[str, str] = {
        "text": _("A text"),
        "goals": _("Goals"),
        "rules": _("Rules"),
        "plan": _("Plan"),
    }
    return labels[kind]


@bp.app_template_global("rfc_state_label")
def state_label(state: str) -> str:
    """How far a text is."""
    labels: dict[str, str] = {
        "draft": _("Draft"),
        "open": _("Open for comments"),
        "last_call": _("Last call"),
        "settled": _("Settled"),
        "withdrawn": _("Withdrawn"),
    }
    return labels[state]
