"""The blueprint of interest groups, and words that its pages share."""

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.interests.models import InterestGroup

bp = Blueprint("interests", __name__)

Answer = AnyResponse | str | tuple[str, int]


def address(group: InterestGroup) -> str:
    return url_for("interests.show", event_slug=group.event.slug, group_id=group.id)


@bp.app_template_global("group_kind")
def group_kind(kind: str) -> str:
    labels: dict[str, str] = {
        "study": _("Study group"),
        "lunch": _("Lunch-and-learn"),
        "other": _("Group"),
    }
    return labels[kind]
