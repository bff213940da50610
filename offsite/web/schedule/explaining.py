"""Why an item is here, where else it could be, what would have to give; and what mends a rule."""

from collections.abc import Iterable, Sequence

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from offsite import db
from offsite.engines.scheduling.alternatives import WhyHere
from offsite.engines.scheduling.explain import Delta
from offsite.errors import BadInput
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import explanations, moves, queries
from offsite.schedule.explanations import Mending, Setting
from offsite.schedule.formulation import Grid, grid_of, row_id
from offsite.schedule.models import Draft
from offsite.web.access import current_actor, load, utc_now
from offsite.web.schedule.blueprint import bp, is_htmx
from offsite.web.schedule.editing import Answer, changed, draft_and_item
from offsite.web.schedule.forms import StepsForm
from offsite.web.schedule.studio import names_for
from offsite.web.schedule.wording import Names, fill, listed, narrowing_text, wishes_changed


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/why")
def why(event_slug: str, draft_id: int, code: str) -> str:
    found, proposal = draft_and_item(draft_id, code)
    grid = grid_of(db.read_session(), found.event, base=found)
    setting = Setting.of(grid, found, free=[proposal.id])
    placements = queries.placements_of(db.read_session(), found)
    names = names_for(found.event, grid, placements, found)
    here = explanations.why(setting, proposal.id)
    return render_template(
        "schedule/_why.html" if is_htmx() else "schedule/why.html",
        event=found.event,
        draft=found,
        item=proposal,
        names=names,
        reasons=_reasons(here, proposal, names) if here else [],
        others=explanations.other_places(setting, proposal.id),
        changes=[] if here else explanations.what_gives(setting, proposal.id),
        slots={one.id: one for one in found.event.slots},
    )


def _reasons(here: WhyHere, proposal: Proposal, names: Names) -> list[Markup]:
    """Why it stands here, from the strongest reason to the weakest."""
    found = []
    if here.narrowed:
        parts = listed(narrowing_text(rule, proposal) for rule, _count in here.narrowed)
        text = ngettext(
            "%(num)s place would do for it: %%(parts)s.",
            "%(num)s places would do for it: %%(parts)s.",
            here.allowed,
        )
        found.append(fill(text, parts=parts))
    if here.allowed > 1:
        free = ngettext(
            "%(num)s of the others is free.", "%(num)s of the others are free.", here.free
        )
        found.append(escape(free if here.free else _("None of the others is free.")))
    if here.gained > 0:
        text = ngettext(
            "%(num)s person would lose %(weight)s if it were taken out.",
            "%(num)s people would lose %(weight)s if it were taken out.",
            len(here.audience),
            weight=here.gained,
        )
        found.append(escape(text))
    found.append(escape(_best_text(here)))
    found += [
        fill(_("%(other)s stands in the way of it elsewhere."), other=names.item(ident))
        for ident in dict.fromkeys(row_id(one.item) for one in here.blockers)
    ][:2]
    return found


def _best_text(here: WhyHere) -> str:
    if here.is_best:
        return str(_("At no free place would people get more than here."))
    return str(
        ngettext(
            "At %(num)s free place people would get more.",
            "At %(num)s free places people would get more.",
            here.better,
        )
    )


@bp.app_template_global("delta_text")
def delta_text(delta: Delta) -> str:
    """What people gain and lose, in one short line."""
    if not delta.gained and not delta.lost:
        return str(_("Nobody gains or loses a wish by it."))
    people = len(delta.better_off), len(delta.worse_off)
    return wishes_changed(delta.gained, delta.lost, *people)


@bp.app_template_global("in_the_way_text")
def in_the_way_text(in_the_way: Iterable[tuple[str, int]], names: Names) -> Markup:
    """The items in the way, or that nothing is."""
    others = list(dict.fromkeys(ident for _rule, ident in in_the_way))
    if not others:
        return escape(_("Free"))
    return fill(_("In the way: %(items)s"), items=listed(names.item(one) for one in others))


@bp.app_template_global("mending_sentences")
def mending_sentences(change: Mending, names: Names) -> list[Markup]:
    """Each step of a change in words."""
    starts = {one.id: one.starts_at for one in names.event.slots}
    found = []
    for step in change.steps:
        if step.slot_id is None:
            found.append(fill(_("%(item)s leaves the draft."), item=names.item(step.proposal_id)))
            continue
        found.append(
            fill(
                _("%(item)s goes to %(when)s in %(room)s."),
                item=names.item(step.proposal_id),
                when=names.moment(starts[step.slot_id]),
                room=names.room(step.room_id),
            )
        )
    return found


# --- Doing it -------------------------------------------------------------------------------


@bp.app_template_global("steps_text")
def steps_text(change: Mending) -> str:
    """The steps as the form below sends them: "proposal:slot:room", or "proposal::" for out."""
    return " ".join(
        f"{one.proposal_id}:{one.slot_id or ''}:{one.room_id or ''}" for one in change.steps
    )


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/steps")
def carry_out(event_slug: str, draft_id: int) -> Answer:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    form = StepsForm()
    grid = grid_of(db.read_session(), found.event)
    aims = _aims(form.steps.data or "", grid, found)

    def change(session: Session) -> None:
        moves.carry_out(
            session,
            draft=found,
            aims=aims,
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    code = request.args.get("item", "")
    return changed(found, form, change, code=code or (aims[0].proposal.code if aims else ""))


def _aims(text: str, grid: Grid, found: Draft) -> Sequence[moves.Aim]:
    proposals = {one.id: one for one in grid.proposals}
    proposals |= {one.proposal_id: one.proposal for one in found.placements}
    try:
        return [_aim(one, proposals, found.event) for one in text.split()]
    except (KeyError, ValueError):
        raise BadInput("These steps do not fit this draft any more. Look at it again.") from None


def _aim(text: str, proposals: dict[int, Proposal], event: Event) -> moves.Aim:
    """Raises KeyError or ValueError for what is no step of this event."""
    item, slot, room = text.split(":")
    proposal = proposals[int(item)]
    if not slot:
        return moves.Aim(proposal, None)
    slots, rooms = {one.id: one for one in event.slots}, {one.id: one for one in event.rooms}
    return moves.Aim(proposal, (slots[int(slot)], rooms[int(room)]))
