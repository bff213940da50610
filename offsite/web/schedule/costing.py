"""What a move would do, before it is made: asked while an item is dragged."""

from datetime import datetime, timedelta

from flask import Response, request
from flask_babel import gettext as _
from markupsafe import Markup

from offsite import db
from offsite.events.models import Room
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule.evaluation import Spot, evaluate, spots_of
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft
from offsite.schedule.scores import effect_of
from offsite.web.access import load, load_by
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.forms import PlaceForm
from offsite.web.schedule.wording import Names, effect_sentences


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/cost")
def cost(event_slug: str, draft_id: int, code: str) -> Response:
    """The effect of the move in the query (as the place form has it), as plain text."""
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    proposal = load_by(
        Proposal, Permission.SCHEDULE_EDIT, event_id=found.event_id, code=code.upper()
    )
    form = PlaceForm(found.event, formdata=request.args, meta={"csrf": False})
    if not form.validate():
        return Response(_("There is no such place."), 400, mimetype="text/plain")
    told = Markup(" ").join(_effect(found, proposal, form.chosen_room, form.starts_at))
    return Response(told.striptags(), mimetype="text/plain")


def _effect(found: Draft, proposal: Proposal, room: Room, starts_at: datetime) -> list[Markup]:
    grid = grid_of(db.read_session(), found.event)
    spots = spots_of(found.placements)
    ends_at = starts_at + timedelta(minutes=proposal.minutes)
    others = [one for one in spots if one.proposal_id != proposal.id]
    aim = [*others, Spot(proposal.id, room.id, starts_at, ends_at)]
    effect = effect_of(evaluate(grid, spots), evaluate(grid, aim))
    return effect_sentences(effect, Names.of(found.event, grid.proposals))
