"""What a draft's page shows: its score, its warnings, its grid, and the item that is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from offsite import db
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import queries
from offsite.schedule.evaluation import Evaluation
from offsite.schedule.formulation import Grid, grid_of
from offsite.schedule.history import walk
from offsite.schedule.models import Draft, Placement
from offsite.schedule.reasons import reasons_for
from offsite.schedule.scores import Judge, unplaced_of
from offsite.schedule.silences import mark_of, sift, silenced_of
from offsite.schedule.timetable import Day, days_of
from offsite.web.access import can
from offsite.web.forms import SeenForm
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.forms import PlaceForm, RenameForm, SwapForm
from offsite.web.schedule.recounting import change_sentence, step_sentences
from offsite.web.schedule.shown import ShownItem, breaks_of, shown_placement
from offsite.web.schedule.wording import Names, fit_sentence

HISTORY = 20
"""How many of its last changes a draft's page lists."""


@dataclass(frozen=True)
class Refusal:
    """A change that was not made: why, what happened meanwhile, and where it was to go."""

    text: str
    changes: Sequence[Markup] = ()
    place: PlaceForm | None = None


@dataclass(frozen=True)
class Saying:
    """What the status line says once: ``warns`` when something is broken by it."""

    text: Markup = escape("")  # noqa: RUF009 - a constant
    warns: bool = False


NOTHING_SAID = Saying()


@dataclass(frozen=True)
class Known:
    """What was read and judged of a draft already."""

    grid: Grid
    judged: Evaluation


def draft_page(
    found: Draft, *, refusal: Refusal | None = None, rename: RenameForm | None = None
) -> str:
    """The whole page."""
    event = found.event
    return render_template(
        "schedule/draft.html",
        releases_url=url_for("schedule.releases", event_slug=event.slug)
        if can(Permission.SCHEDULE_RELEASE, event)
        else None,
        rename=rename or RenameForm(formdata=None, name=found.name),
        **_values(found, refusal, NOTHING_SAID),
    )


def fragment(
    found: Draft,
    *,
    say: Saying = NOTHING_SAID,
    refusal: Refusal | None = None,
    known: Known | None = None,
) -> str:
    """What changes on the page when the draft does."""
    return render_template("schedule/_studio.html", **_values(found, refusal, say, known))


def panel(found: Draft) -> str:
    """The panel of the chosen item alone; empty when there is none."""
    return render_template("schedule/_panel.html", **_values(found, None, NOTHING_SAID))


def _values(
    found: Draft, refusal: Refusal | None, say: Saying, known: Known | None = None
) -> dict[str, Any]:
    session, event = db.read_session(), found.event
    placements = queries.placements_of(session, found)
    grid = known.grid if known else grid_of(session, event)
    score = Judge.of(grid).score(found, known.judged if known else None)
    left = unplaced_of(grid, found)
    names = names_for(event, grid, placements, found, score.expected)
    selected = _selected(placements, left)
    warnings = sift(score.warnings, silenced_of(session, event))
    marked = {ident for one in warnings.open for ident in one.proposals}
    working = queries.working_draft(session, event)
    return {
        "event": event,
        "draft": found,
        "score": score,
        "names": names,
        "warnings": warnings,
        "left": left,
        "days": _days(event, placements, names, marked, selected),
        "day_shown": _day_shown(event, placements, selected),
        "seen": SeenForm(formdata=None, seen_version=found.version),
        "is_working": working is not None and working.id == found.id,
        "refusal": refusal,
        "say": say,
        "rooms": {one.name: one.id for one in event.rooms},
        "zone": event.zone,
        "now": None,
        **_history(session, found, names),
        **_panel(found, grid, placements, left, selected, refusal, names),
    }


def _panel(
    found: Draft,
    grid: Grid,
    placements: Sequence[Placement],
    left: Sequence[Proposal],
    selected: Proposal | None,
    refusal: Refusal | None,
    names: Names,
) -> dict[str, Any]:
    """The chosen item and its forms."""
    there = next((one for one in placements if one.proposal is selected), None)
    everything = [*(one.proposal for one in placements), *left]
    place = refusal.place if refusal else None
    lonely = [one for one in left if one is selected]
    return {
        "selected": selected,
        "placement": there,
        "place": place or _place_form(found.event, there, found),
        "swap": SwapForm(everything, selected, formdata=None, seen_version=found.version),
        "reason": next(iter(reasons_for(grid, found, lonely)), None),
        "fit": fit_sentence(there.proposal_id, there.room_id, names) if there else "",
    }


def _history(session: Session, found: Draft, names: Names) -> dict[str, Any]:
    """The last changes in words, and what can be undone and redone."""
    told = queries.latest_changes(session, found, most=HISTORY)
    return {
        "history": [
            (change_sentence(one, names), step_sentences(one, names), one.changed_at)
            for one in told
        ],
        "walk": walk(session, found),
    }


def names_for(
    event: Event,
    grid: Grid,
    placements: Sequence[Placement],
    found: Draft,
    expected: Mapping[int, int] | None = None,
) -> Names:
    """Names of everything on the page, items linked to their panel."""
    proposals = {one.id: one for one in grid.proposals}
    proposals |= {one.proposal_id: one.proposal for one in placements}
    links = {ident: item_url(found, one.code) for ident, one in proposals.items()}
    return Names.of(event, proposals.values(), links, expected)


def item_url(found: Draft, code: str) -> str:
    """Where the item's panel stands open on the draft's page."""
    return url_for(
        "schedule.draft",
        event_slug=found.event.slug,
        draft_id=found.id,
        item=code,
        _anchor="panel",
    )


def _selected(placements: Sequence[Placement], left: Sequence[Proposal]) -> Proposal | None:
    code = request.values.get("item", "").upper()
    everything = [*(one.proposal for one in placements), *left]
    return next((one for one in everything if one.code == code), None)


def _day_shown(event: Event, placements: Sequence[Placement], selected: Proposal | None) -> date:
    """The day that a phone shows: the one asked for, the chosen item's, else the first."""
    try:
        return date.fromisoformat(request.values.get("day_shown", ""))
    except ValueError:
        pass
    chosen = [one.starts_at for one in placements if one.proposal is selected]
    starts = [one.starts_at for one in placements] + [one.starts_at for one in event.slots]
    shown = chosen or sorted(starts)
    return shown[0].astimezone(event.zone).date() if shown else event.starts_on


def _days(
    event: Event,
    placements: Sequence[Placement],
    names: Names,
    marked: set[int],
    selected: Proposal | None,
) -> list[Day[ShownItem]]:
    items = [
        shown_placement(
            one,
            url=names.links[one.proposal_id],
            is_selected=one.proposal is selected,
            marked=one.proposal_id in marked,
        )
        for one in placements
    ]
    return days_of(
        items,
        rooms=[one.name for one in event.rooms],
        zone=event.zone,
        pauses=breaks_of(event, with_blockers=True),
        slots=event.slots,
    )


def _place_form(event: Event, there: Placement | None, found: Draft) -> PlaceForm:
    """The form as it stands now; a place in the address fills it before that."""
    slot, room = request.args.get("slot", ""), request.args.get("room", "")
    if there is None or slot or room:
        return PlaceForm(event, formdata=None, seen_version=found.version, slot=slot, room=room)
    starts = {one.starts_at: one.id for one in event.slots}
    local = there.starts_at.astimezone(event.zone)
    on_grid = there.starts_at in starts
    return PlaceForm(
        event,
        formdata=None,
        seen_version=found.version,
        slot=str(starts.get(there.starts_at, "")),
        room=str(there.room_id or ""),
        day=local.date().isoformat(),
        clock=None if on_grid else local.time(),
    )


bp.add_app_template_global(mark_of, "warning_mark")
