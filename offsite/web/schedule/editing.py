"""Changes of a draft: each is one press, one answer that says what it did, one undo."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import RuleBroken
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import drafts as services
from offsite.schedule import ledger, queries
from offsite.schedule.evaluation import Evaluation, evaluate, spots_of
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft, DraftChange
from offsite.schedule.scores import effect_of
from offsite.web.access import current_actor, load, load_by, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.forms import SeenForm
from offsite.web.schedule.blueprint import bp, is_htmx
from offsite.web.schedule.forms import PinForm, PlaceForm
from offsite.web.schedule.recounting import change_sentence
from offsite.web.schedule.studio import (
    Known,
    Refusal,
    Saying,
    draft_page,
    fragment,
    names_for,
    panel,
)
from offsite.web.schedule.wording import effect_sentences, fit_sentence

Answer = Response | str | tuple[str, int]


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/")
def draft(event_slug: str, draft_id: int) -> str:
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    return panel(found) if is_htmx() else draft_page(found)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/place")
def place(event_slug: str, draft_id: int, code: str) -> Answer:
    found, proposal = draft_and_item(draft_id, code)
    form = PlaceForm(found.event)
    if not form.validate_on_submit():
        return _not_readable(found, form)

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


def _not_readable(found: Draft, form: PlaceForm) -> Answer:
    """The form again, with what is wrong beside its fields."""
    faults = [str(fault) for field in form for fault in field.errors]
    refusal = Refusal(" ".join(faults), place=form)
    page = fragment(found, refusal=refusal) if is_htmx() else draft_page(found, refusal=refusal)
    return page, 400


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/items/<code>/unplace")
def unplace(event_slug: str, draft_id: int, code: str) -> Answer:
    found, proposal = draft_and_item(draft_id, code)
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
    found, proposal = draft_and_item(draft_id, code)
    form = PinForm()

    def change(session: Session) -> None:
        there = ledger.standing(found, proposal.id)
        if there is None:
            raise ledger.DraftMoved(
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


def draft_and_item(draft_id: int, code: str) -> tuple[Draft, Proposal]:
    """The draft and the item of the address."""
    found = load(Draft, draft_id, Permission.SCHEDULE_EDIT)
    proposal = load_by(
        Proposal, Permission.SCHEDULE_EDIT, event_id=found.event_id, code=code.upper()
    )
    return found, proposal


# --- Doing it and saying what it did --------------------------------------------------------


def changed(
    found: Draft, form: SeenForm, change: Callable[[Session], object], *, code: str = ""
) -> Answer:
    """Do ``change``, say what it did; a page that was stale is told what happened since.

    ``code`` is the item that stays chosen.  The script gets the part of the page that
    changes, a plain form is led back to the page.
    """
    try:
        with unit_of_work() as session:
            grid = grid_of(session, found.event)
            before = evaluate(grid, spots_of(found.placements))
            change(session)
            known = Known(grid, evaluate(grid, spots_of(found.placements)))
            said = _said(session, known, found, form, before)
            # Made while all of it is loaded; should the change not be saved, nobody gets it.
            part = fragment(found, say=said, known=known) if is_htmx() else ""
    except ledger.DraftMoved as refusal:
        return stale(found, form, sentence(refusal))
    except RuleBroken as refusal:
        return refused(found, sentence(refusal), code)
    if part:
        return part
    flash(said.text, "warning" if said.warns else "success")
    # To the top of the page: there it says what the change did.
    return redirect(_page_of(found, code), 303)


def _page_of(found: Draft, code: str) -> str:
    slug = found.event.slug
    return url_for("schedule.draft", event_slug=slug, draft_id=found.id, item=code or None)


def refused(found: Draft, text: str, code: str) -> Answer:
    """A rule of the draft forbids it: nothing was changed, and the page says why."""
    if is_htmx():
        return fragment(found, refusal=Refusal(text)), 409
    flash(text, "warning")
    return redirect(_page_of(found, code), 303)


def _said(
    session: Session, known: Known, found: Draft, form: SeenForm, before: Evaluation
) -> Saying:
    changes = queries.changes_since(session, found, version=form.seen)
    if not changes:
        return Saying(escape(_("Nothing changed.")))
    change = changes[-1]
    placements = queries.placements_of(session, found)
    if _only_pins(change):
        names = names_for(found.event, known.grid, placements, found)
        return Saying(change_sentence(change, names))
    names = names_for(found.event, known.grid, placements, found, known.judged.expected)
    effect = effect_of(before, known.judged)
    sentences = [change_sentence(change, names), *effect_sentences(effect, names)]
    if len(change.steps) == 1 and change.steps[0].after and not effect.crowds:
        step = change.steps[0]
        sentences.append(escape(fit_sentence(step.proposal_id, step.after["room_id"], names)))
    return Saying(Markup(" ").join(filter(None, sentences)), bool(effect.breaks))


def _only_pins(change: DraftChange) -> bool:
    """Whether nothing moved, so that nothing can break or cost."""
    return all(_place(one.before) == _place(one.after) for one in change.steps)


def _place(spot: Mapping[str, Any]) -> list[Any]:
    return [spot.get(one) for one in ("room_id", "starts_at", "ends_at")]


def stale(found: Draft, form: SeenForm, text: str) -> Answer:
    """The draft as it is now, with what happened since the page was made."""
    session = db.read_session()
    session.refresh(found)
    grid = grid_of(session, found.event)
    names = names_for(found.event, grid, queries.placements_of(session, found), found)
    told = queries.changes_since(session, found, version=form.seen)
    # Where the item should have gone stays chosen: one press tries it again.
    kept = form if isinstance(form, PlaceForm) and "slot" in request.form else None
    form.seen_version.data = str(found.version)
    refusal = Refusal(text, [change_sentence(one, names) for one in told], kept)
    page = fragment(found, refusal=refusal) if is_htmx() else draft_page(found, refusal=refusal)
    return page, 409
