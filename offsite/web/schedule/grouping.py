"""Changes of several items at once: swap two, shift a stretch of a day, lock a day."""

from datetime import datetime

from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import OffsiteError
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.proposals.queries import proposal_by_code
from offsite.schedule import ledger, locking, moves, queries
from offsite.schedule.evaluation import evaluate, spots_of
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft
from offsite.schedule.scores import effect_of
from offsite.web.access import current_actor, load, utc_now
from offsite.web.errors import sentence
from offsite.web.forms import SeenForm
from offsite.web.rendering import local_time
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.editing import Answer, changed, draft_and_item, refused
from offsite.web.schedule.forms import LockForm, ShiftForm
from offsite.web.schedule.studio import names_for
from offsite.web.schedule.wording import effect_sentences, fill


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/swap")
def swap(event_slug: str, draft_id: int, code: str) -> Answer:
    found, proposal = draft_and_item(draft_id, code)
    other = swapped_with(found)
    form = SeenForm()
    if other is None:
        return refused(found, _("Choose the item to swap with."), proposal.code)

    def change(session: Session) -> None:
        moves.swap(
            session,
            draft=found,
            first=proposal,
            second=other,
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    return changed(found, form, change, code=proposal.code)


def swapped_with(found: Draft) -> Proposal | None:
    """The other item of a swap, by its code in the request; None without one."""
    code = request.values.get("other", "").upper()
    return proposal_by_code(db.read_session(), event_id=found.event_id, code=code)


# --- A locked day ---------------------------------------------------------------------------


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/lock")
def lock(event_slug: str, draft_id: int) -> Answer:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    form = LockForm()
    on = form.day_of(found.event)
    act = locking.lock_day if form.stays.data == "1" else locking.unlock_day

    def change(session: Session) -> None:
        act(
            session,
            draft=found,
            on=on,
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    return changed(found, form, change)


# --- A shift --------------------------------------------------------------------------------


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/shift")
def shift(event_slug: str, draft_id: int) -> Answer:
    """What would shift, before it does: the form asks, the list below answers."""
    return _shift_page(load(Draft, draft_id, Permission.SCHEDULE_EDIT))


def _shift_page(found: Draft, refused_form: ShiftForm | None = None) -> Answer:
    form = refused_form or ShiftForm.asked(found)
    wrong = bool(refused_form or (form.asks and not form.validate()))
    targets: dict[int, ledger.Spot] = {}
    refusal = ""
    if form.asks and not wrong:
        try:
            targets = moves.shifted(found, form.shift)
        except OffsiteError as fault:
            refusal = sentence(fault)
    page = render_template(
        "schedule/shift.html",
        event=found.event,
        draft=found,
        form=form,
        refusal=refusal,
        **_previewed(found, targets),
    )
    return (page, 400) if wrong else page


def _clock(found: Draft, spot: ledger.Spot) -> str:
    """When a spot begins; the day and the room are the same for all that shift."""
    return local_time(datetime.fromisoformat(spot["starts_at"]), found.event.timezone)


def _previewed(found: Draft, targets: dict[int, ledger.Spot]) -> dict[str, list[Markup]]:
    """Each item with where it is and would be, and what that breaks and costs."""
    if not targets:
        return {"items": [], "effects": []}
    session = db.read_session()
    grid = grid_of(session, found.event)
    before = evaluate(grid, spots_of(found.placements))
    after = evaluate(grid, moves.spots_after(found, targets))
    placements = queries.placements_of(session, found)
    names = names_for(found.event, grid, placements, found, after.expected)
    items = [
        fill(
            _("%(item)s: %(before)s → %(after)s, %(room)s"),
            item=names.item(ident),
            before=_clock(found, ledger.spot_of(ledger.standing(found, ident))),
            after=_clock(found, target),
            room=names.room(target["room_id"]),
        )
        for ident, target in targets.items()
    ]
    return {"items": items, "effects": effect_sentences(effect_of(before, after), names)}


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/shift")
def shift_now(event_slug: str, draft_id: int) -> Answer:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    form = ShiftForm(found.event)
    if not form.validate_on_submit():
        return _shift_page(found, form)

    def change(session: Session) -> None:
        moves.shift(
            session,
            draft=found,
            shift=form.shift,
            seen_version=form.seen,
            actor=current_actor(),
            now=utc_now(),
        )

    return changed(found, form, change)
