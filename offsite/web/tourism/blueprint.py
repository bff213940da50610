"""The blueprint of team tourism, and words that its pages share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.tourism.models import Stay

bp = Blueprint("tourism", __name__)

Answer = AnyResponse | str | tuple[str, int]


def address(stay: Stay) -> str:
    return url_for("tourism.show", event_slug=stay.event.slug, stay_id=stay.id)


@bp.app_template_global("stay_state")
def stay_state(state: str) -> tuple[str, str]:
    """The word for a request's state, and the tone of its badge."""
    labels: dict[str, tuple[str, str]] = {
        "asked": (_("Waiting for an answer"), "info"),
        "accepted": (_("Welcome"), "good"),
        "declined": (_("Does not work out"), "plain"),
        "withdrawn": (_("Withdrawn"), "plain"),
    }
    return labels[state]
