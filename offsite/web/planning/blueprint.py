"""The blueprint of all pages about plans, and words that they share."""

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

bp = Blueprint("planning", __name__)

Answer = AnyResponse | str | tuple[str, int]


@bp.app_template_global("plan_verdict_label")
def verdict_label(verdict: str) -> str:
    """What shall happen to a format, as people read it."""
    labels: dict[str, str] = {
        "grow": _("Grow"),
        "keep": _("Keep"),
        "shrink": _("Shrink"),
        "drop": _("Drop"),
        "split": _("Offer as a choice"),
        "unclear": _("Keep, ask again"),
        "hidden": _("Too few answers"),
    }
    return labels[verdict]


@bp.app_template_global("plan_outcome_label")
def outcome_label(outcome: str) -> str:
    """Whether last year's change worked."""
    labels: dict[str, str] = {
        "worked": _("It worked"),
        "did_not": _("It did not work"),
        "not_clear": _("Not clear"),
    }
    return labels[outcome]
