"""The blueprint of mentor selection."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response as AnyResponse

from offsite.mentoring.models import MentorRound

bp = Blueprint("mentoring", __name__)

Answer = AnyResponse | str | tuple[str, int]


def address(round: MentorRound) -> str:
    return url_for("mentoring.show", event_slug=round.event.slug, round_id=round.id)
