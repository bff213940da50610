"""What a move would do, before it is made: asked while an item is dragged or a form filled."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Response, request
from flask_babel import gettext as _
from markupsafe import Markup, escape

from offsite import db
from offsite.errors import RuleBroken
from offsite.proposals.models import Proposal
from offsite.schedule import ledger, moves
from offsite.schedule.evaluation import Evaluation, Spot, evaluate, spots_of
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft
from offsite.schedule.scores import effect_of
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.editing import draft_and_item
from offsite.web.schedule.forms import PlaceForm
from offsite.web.schedule.grouping import swapped_with
from offsite.web.schedule.wording import Names, effect_sentences, fit_sentence


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/cost")
def cost(event_slug: str, draft_id: int, code: str) -> Response:
    """The effect of the move in the query (as the place form has it), as plain text.

    With ``other`` it is a swap with the item of that code.
    """
    found, proposal = draft_and_item(draft_id, code)
    if request.args.get("other"):
        return _told(found, _swapped(found, proposal), ())
    form = PlaceForm(found.event, formdata=request.args, meta={"csrf": False})
    if not form.validate():
        return _plain(_("There is no such place."), 400)
    starts_at, room = form.starts_at, form.chosen_room
    ends_at = starts_at + timedelta(minutes=proposal.minutes)
    here = ledger.standing(found, proposal.id)
    if here is not None and (here.room_id, here.starts_at) == (room.id, starts_at):
        return _plain(_("It stands there now."))
    others = [one for one in spots_of(found.placements) if one.proposal_id != proposal.id]
    spot = Spot(proposal.id, room.id, starts_at, ends_at)
    days = {starts_at} | ({here.starts_at} if here else set())
    if found.locked_days & {one.astimezone(found.event.zone).date() for one in days}:
        return _plain(_("That day is locked: nothing on it moves."))
    return _told(found, [*others, spot], (spot,))


def _swapped(found: Draft, proposal: Proposal) -> list[Spot]:
    other = swapped_with(found)
    if other is None:
        return spots_of(found.placements)
    try:
        targets = moves.swapped(found, proposal, other)
    except RuleBroken:
        return spots_of(found.placements)
    return moves.spots_after(found, targets)


def _told(found: Draft, aim: Sequence[Spot], moved: Sequence[Spot]) -> Response:
    grid = grid_of(db.read_session(), found.event)
    before, after = evaluate(grid, spots_of(found.placements)), evaluate(grid, aim)
    names = Names.of(found.event, grid.proposals, None, after.expected)
    sentences = [*effect_sentences(effect_of(before, after), names), *_fits(after, moved, names)]
    return _plain(Markup(" ").join(sentences).striptags())


def _fits(after: Evaluation, moved: Sequence[Spot], names: Names) -> list[Markup]:
    crowded = {ident for one in after.crowded for ident in one.proposals}
    told = [
        fit_sentence(one.proposal_id, one.room_id, names)
        for one in moved
        if one.proposal_id not in crowded
    ]
    return [escape(one) for one in told if one]


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, mimetype="text/plain")
