"""Two drafts side by side: what each is worth, and what stands elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from offsite import db
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.schedule import ledger, queries
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft, Placement
from offsite.schedule.scores import Judge
from offsite.web.access import load_event
from offsite.web.schedule.blueprint import asked_number, bp
from offsite.web.schedule.recounting import spot_text
from offsite.web.schedule.wording import Names


@dataclass(frozen=True)
class Difference:
    """An item and where each draft has it; empty for a draft without it."""

    item: Markup
    first: str
    second: str


@bp.get("/<event_slug>/organize/schedule/compare")
def compare(event_slug: str) -> str:
    """The drafts ``a`` and ``b`` of the query; the two newest where it names none."""
    event = load_event(Permission.SCHEDULE_EDIT)
    session = db.read_session()
    drafts = queries.drafts_of(session, event)
    pair = _pair(drafts)
    if pair is None:
        return render_template("schedule/compare.html", event=event, drafts=drafts, pair=None)
    judge = Judge.of(grid_of(session, event))
    working = queries.working_draft(session, event)
    return render_template(
        "schedule/compare.html",
        event=event,
        drafts=drafts,
        pair=pair,
        scores=[judge.score(one) for one in pair],
        working_id=working.id if working else None,
        **_differences(event, *pair),
    )


def _pair(drafts: Sequence[Draft]) -> tuple[Draft, Draft] | None:
    if len(drafts) < 2:
        return None
    known = {one.id: one for one in drafts}
    first = known.get(asked_number("a"), drafts[0])
    others = [one for one in drafts if one is not first]
    second = known.get(asked_number("b"), others[0])
    return first, second if second is not first else others[0]


def _differences(event: Event, first: Draft, second: Draft) -> dict[str, list[Difference]]:
    """Items that only one of them places, and those that stand elsewhere, by time."""
    session = db.read_session()
    here = {one.proposal_id: one for one in queries.placements_of(session, first)}
    there = {one.proposal_id: one for one in queries.placements_of(session, second)}
    names = Names.of(event, [one.proposal for one in [*here.values(), *there.values()]])

    def told(ident: int) -> Difference:
        spots = [ledger.spot_of(one.get(ident)) for one in (here, there)]
        return Difference(names.item(ident), *(spot_text(one, names) for one in spots))

    moved = [one for one in here if one in there and _place(here[one]) != _place(there[one])]
    return {
        "only_first": [told(one) for one in here if one not in there],
        "only_second": [told(one) for one in there if one not in here],
        "moved": [told(one) for one in moved],
    }


def _place(placement: Placement) -> tuple[object, ...]:
    return placement.room_id, placement.starts_at, placement.ends_at
