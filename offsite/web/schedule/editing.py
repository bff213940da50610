"""One draft: its grid, its score, and every change of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import drafts as services
from offsite.schedule import queries
from offsite.schedule.evaluation import Evaluation, evaluate, spots_of
from offsite.schedule.formulation import Grid, grid_of
from offsite.schedule.history import walk
from offsite.schedule.models import Draft, DraftChange, Placement
from offsite.schedule.reasons import reasons_for
from offsite.schedule.scores import Judge, effect_of, unplaced_of
from offsite.schedule.timetable import Day, days_of
from offsite.web.access import (
    can,
    current_actor,
    load,
    load_by,
    load_event,
    unit_of_work,
    utc_now,
)
from offsite.web.errors import sentence
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.forms import PinForm, PlaceForm, RenameForm, SeenForm
from offsite.web.schedule.shown import ShownItem, breaks_of, shown_placement
from offsite.web.schedule.wording import Names, change_sentence, effect_sentences

Answer = Response | tuple[str, int]

HISTORY = 20
"""How many of its last changes a draft's page lists."""


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/")
def draft(event_slug: str, draft_id: int) -> str:
    return draft_page(load(Draft, draft_id, Permission.SCHEDULE_EDIT))


def draft_page(
    found: Draft,
    *,
    place: PlaceForm | None = None,
    rename: RenameForm | None = None,
    refusal: str = "",
    changes: Sequence[Markup] = (),
) -> str:
    """The whole page; ``place`` is a form that was refused, with what was typed."""
    session, event = db.read_session(), found.event
    placements = queries.placements_of(session, found)
    grid = grid_of(session, event)
    score = Judge.of(grid).score(found)
    left = unplaced_of(grid, found)
    names = names_for(event, grid, placements, found)
    selected = _selected(placements, left)
    marked = {ident for one in score.broken for ident in one.proposals}
    working = queries.working_draft(session, event)
    return render_template(
        "schedule/draft.html",
        event=event,
        draft=found,
        score=score,
        names=names,
        reasons=reasons_for(grid, found, left),
        days=_days(event, placements, names, marked, selected),
        selected=selected,
        placement=next((one for one in placements if one.proposal is selected), None),
        place=place or _place_form(event, placements, selected, found),
        rename=rename or RenameForm(formdata=None, name=found.name),
        seen=SeenForm(formdata=None, seen_version=found.version),
        is_working=working is not None and working.id == found.id,
        releases_url=url_for("schedule.releases", event_slug=event.slug)
        if can(Permission.SCHEDULE_RELEASE, event)
        else None,
        refusal=refusal,
        changes=changes,
        **_history(session, found, names),
        rooms={one.name: one.id for one in event.rooms},
        zone=event.zone,
        now=None,
    )


def _history(session: Session, found: Draft, names: Names) -> dict[str, Any]:
    """The last changes in words, and what can be undone and redone."""
    told = queries.latest_changes(session, found, most=HISTORY)
    return {
        "history": [(change_sentence(one, names), one.changed_at) for one in told],
        "walk": walk(session, found),
    }


def names_for(event: Event, grid: Grid, placements: Sequence[Placement], found: Draft) -> Names:
    """Names of everything on the page, items linked to their panel."""
    proposals = {one.id: one for one in grid.proposals}
    proposals |= {one.proposal_id: one.proposal for one in placements}
    links = {ident: _item_url(found, one.code) for ident, one in proposals.items()}
    return Names.of(event, proposals.values(), links)


def _item_url(found: Draft, code: str) -> str:
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


def _place_form(
    event: Event, placements: Sequence[Placement], selected: Proposal | None, found: Draft
) -> PlaceForm:
    """The form as it stands now; a free place in the address fills it for an unplaced item."""
    now_there = next((one for one in placements if one.proposal is selected), None)
    if now_there is None:
        slot, room = request.args.get("slot", ""), request.args.get("room", "")
        return PlaceForm(event, formdata=None, seen_version=found.version, slot=slot, room=room)
    starts = {slot.starts_at: slot.id for slot in event.slots}
    local = now_there.starts_at.astimezone(event.zone)
    on_grid = now_there.starts_at in starts
    return PlaceForm(
        event,
        formdata=None,
        seen_version=found.version,
        slot=str(starts.get(now_there.starts_at, "")),
        room=str(now_there.room_id or ""),
        day=local.date().isoformat(),
        clock=None if on_grid else local.time(),
    )


# --- Changes --------------------------------------------------------------------------------


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/place")
def place(event_slug: str, draft_id: int, code: str) -> Answer:
    found, proposal = _draft_and_item(draft_id, code)
    form = PlaceForm(found.event)
    if not form.validate_on_submit():
        return draft_page(found, place=form), 400

    def change(session: Session) -> None:
        services.place(
            session,
            draft=found,
            proposal=proposal,
            room=form.chosen_room,
            starts_at=form.starts_at,
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    return changed(found, form, change, code=proposal.code)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/unplace")
def unplace(event_slug: str, draft_id: int, code: str) -> Answer:
    found, proposal = _draft_and_item(draft_id, code)
    form = SeenForm()

    def change(session: Session) -> None:
        services.unplace(
            session,
            draft=found,
            proposal=proposal,
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    return changed(found, form, change, code=proposal.code)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/pin")
def pin(event_slug: str, draft_id: int, code: str) -> Answer:
    found, proposal = _draft_and_item(draft_id, code)
    form = PinForm()

    def change(session: Session) -> None:
        there = next((one for one in found.placements if one.proposal_id == proposal.id), None)
        if there is None:
            raise services.DraftMoved(
                "Somebody changed this draft meanwhile. Here is how it looks now."
            )
        services.pin(
            session,
            placement=there,
            stays=form.stays.data == "1",
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    return changed(found, form, change, code=proposal.code)


def _draft_and_item(draft_id: int, code: str) -> tuple[Draft, Proposal]:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    proposal = load_by(
        Proposal, Permission.SCHEDULE_EDIT, event_id=found.event_id, code=code.upper()
    )
    return found, proposal


def changed(
    found: Draft, form: SeenForm, change: Callable[[Session], object], *, code: str = ""
) -> Answer:
    """Do ``change``, say what it did; a page that was stale is told what happened since.

    ``code`` is the item that stays chosen; empty for the one that the change is about.
    """
    try:
        with unit_of_work() as session:
            grid = grid_of(session, found.event)
            before = _judged(grid, found)
            change(session)
            told = _told(session, grid, found, form, before)
    except services.DraftMoved as refusal:
        return stale_page(found, form, sentence(refusal))
    flash(told.text, "warning" if told.breaks else "success")
    # To the top of the page: there it says what the change did.
    item = code or told.code
    return redirect(
        url_for(".draft", event_slug=found.event.slug, draft_id=found.id, item=item), 303
    )


@dataclass(frozen=True)
class Told:
    """What a change did, in words; ``code`` names its item, and ``breaks`` warns."""

    text: Markup
    code: str = ""
    breaks: bool = False


def _judged(grid: Grid, found: Draft) -> Evaluation:
    return evaluate(grid, spots_of(found.placements))


def _told(session: Session, grid: Grid, found: Draft, form: SeenForm, before: Evaluation) -> Told:
    changes = queries.changes_since(session, found, version=form.seen)
    if not changes:
        return Told(escape(_("Nothing changed.")))
    change = changes[-1]
    names = names_for(found.event, grid, queries.placements_of(session, found), found)
    sentences = [change_sentence(change, names)]
    if not _spot_stays(change):
        effect = effect_of(before, _judged(grid, found))
        sentences += effect_sentences(effect, names)
        return Told(Markup(" ").join(sentences), change.proposal.code, bool(effect.breaks))
    return Told(Markup(" ").join(sentences), change.proposal.code)


def _spot_stays(change: DraftChange) -> bool:
    """Whether only the pin changed, which neither breaks nor costs anything."""
    where = ("room_id", "starts_at", "ends_at")
    return [change.before.get(one) for one in where] == [change.after.get(one) for one in where]


def stale_page(found: Draft, form: SeenForm, text: str) -> tuple[str, int]:
    """The draft as it is now, with what happened since the page was made."""
    session = db.read_session()
    session.refresh(found)
    grid = grid_of(session, found.event)
    names = names_for(found.event, grid, queries.placements_of(session, found), found)
    told = queries.changes_since(session, found, version=form.seen)
    # Where the item should have gone stays chosen: one press tries it again.
    kept = form if isinstance(form, PlaceForm) else None
    form.seen_version.data = str(found.version)
    page = draft_page(
        found, place=kept, refusal=text, changes=[change_sentence(one, names) for one in told]
    )
    return page, 409


# --- The draft as a whole -------------------------------------------------------------------


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/rename")
def rename(event_slug: str, draft_id: int) -> Answer:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    form = RenameForm()
    if not form.validate_on_submit():
        return draft_page(found, rename=form), 400
    with unit_of_work() as session:
        services.rename(session, draft=found, name=form.name.data or "", now=utc_now())
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=draft_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/copy")
def copy(event_slug: str, draft_id: int) -> Response:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        fresh = services.copy_draft(
            session,
            draft=found,
            name=_("Copy of %(name)s", name=found.name)[:100],
            actor=current_actor(),
            now=utc_now(),
        )
        fresh_id = fresh.id
    flash(_("This is the copy. The other draft stays as it was."), "success")
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=fresh_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/apply")
def apply(event_slug: str, draft_id: int) -> Response:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        services.apply(session, draft=found, now=utc_now())
    flash(_("This is the working draft now: the next release shows it."), "success")
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=draft_id), 303)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/discard")
def discard(event_slug: str, draft_id: int) -> Response:
    event = load_event(Permission.SCHEDULE_EDIT)
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    with unit_of_work() as session:
        services.discard(session, draft=found, now=utc_now())
    return redirect(url_for(".drafts", event_slug=event.slug, discarded=draft_id), 303)
