"""Drafts of a mix: asking for one, looking at it, moving people, keeping groups."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import BadInput, NotFound, RuleBroken, Stale
from offsite.mixing import drafts as services
from offsite.mixing import history, queries
from offsite.mixing.models import Group, Mix, Round
from offsite.policy import Permission
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import faults, sentence, status_of
from offsite.web.forms import SeenForm
from offsite.web.mixing.blueprint import Answer, asked_number, bp, group_words, page_links
from offsite.web.mixing.forms import MixForm, RenameForm
from offsite.web.mixing.planning import plan_page
from offsite.web.mixing.shown import View, offers_of


@bp.post("/<event_slug>/organize/mixing/generate")
def generate(event_slug: str) -> Answer:
    event = load_event(Permission.MIX_EDIT)
    mixes = queries.mixes_of(db.read_session(), event_id=event.id)
    form = MixForm(mixes)
    if not form.validate_on_submit():
        return plan_page(event, mixing=form), 400
    try:
        with unit_of_work() as session:
            job = services.ask_for_mix(
                session,
                event=event,
                name=form.name.data or "",
                base=form.chosen(mixes),
                fewest_changes=form.fewest_changes.data == "1",
                seconds=form.seconds.data,
                seed=form.seed.data or 0,
                actor=current_actor(),
                now=utc_now(),
                words=group_words(),
            )
            job_id = job.id
    except (RuleBroken, BadInput) as refusal:
        said = faults(refusal) if isinstance(refusal, BadInput) else [sentence(refusal)]
        return plan_page(event, mixing=form, refusals=said), status_of(refusal)
    return redirect(url_for("jobs.show", event_slug=event_slug, job_id=job_id), 303)


@bp.get("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>")
def draft(event_slug: str, mix_id: int) -> str:
    return draft_page(load(Mix, mix_id, Permission.MIX_EDIT))


def draft_page(mix: Mix, refusal: str = "", rename: RenameForm | None = None) -> str:
    session = db.read_session()
    view = View.of(
        session,
        mix,
        round_id=asked_number("round"),
        person_id=asked_number("person"),
        into=asked_number("into"),
        search=request.args.get("q", "").strip(),
        page=asked_number("page") or 1,
    )
    return render_template(
        "mixing/draft.html",
        event=mix.event,
        mix=mix,
        view=view,
        walk=history.walk(session, mix),
        rename=rename or RenameForm(formdata=None, name=mix.name),
        refusal=refusal,
        draft_page_url=page_links(".draft", event_slug=mix.event.slug, mix_id=mix.id),
    )


@bp.get("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/costs")
def costs(event_slug: str, mix_id: int) -> str:
    """What it costs to move one person to each group: spoken while they are dragged."""
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    offers = offers_of(
        db.read_session(), mix, round_id=asked_number("round"), person_id=asked_number("person")
    )
    return render_template("mixing/_costs.html", offers=offers)


Change = Callable[[Session, int], Any]


def change(mix: Mix, make: Change) -> Answer:
    """Make one change of a draft and show the page again where it was."""
    seen = SeenForm().seen
    try:
        with unit_of_work() as session:
            make(session, seen)
    except (RuleBroken, Stale) as refusal:
        db.read_session().refresh(mix)
        return draft_page(mix, sentence(refusal)), status_of(refusal)
    return redirect(_here(mix), 303)


def _here(mix: Mix) -> str:
    values: dict[str, Any] = {"event_slug": mix.event.slug, "mix_id": mix.id}
    for name in ("round", "page"):
        if number := asked_number(name):
            values[name] = number
    if search := request.values.get("q"):
        values["q"] = search
    return url_for(".draft", **values, _anchor=request.form.get("anchor") or None)


def _group(mix: Mix) -> Group:
    found = db.read_session().get(Group, asked_number("group_id"))
    if found is None or found.event_id != mix.event_id:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


def _round(mix: Mix) -> Round:
    found = db.read_session().get(Round, asked_number("round"))
    if found is None or found.event_id != mix.event_id:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/move")
def move(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    group = _group(mix)
    return change(
        mix,
        lambda session, seen: services.move(
            session,
            mix=mix,
            person_id=asked_number("person_id"),
            group=group,
            seen_version=seen,
            actor=current_actor(),
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/swap")
def swap(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    round_ = _round(mix)
    return change(
        mix,
        lambda session, seen: services.swap(
            session,
            mix=mix,
            round=round_,
            person_id=asked_number("person_id"),
            other_id=asked_number("other_id"),
            seen_version=seen,
            actor=current_actor(),
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/lock")
def lock(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    group = _group(mix)
    return change(
        mix,
        lambda session, seen: services.lock_group(
            session,
            mix=mix,
            group=group,
            stays=request.form.get("stays") == "1",
            seen_version=seen,
            actor=current_actor(),
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/keep")
def keep(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    round_ = _round(mix)
    return change(
        mix,
        lambda session, seen: services.keep_seat(
            session,
            mix=mix,
            round=round_,
            person_id=asked_number("person_id"),
            stays=request.form.get("stays") == "1",
            seen_version=seen,
            now=utc_now(),
        ),
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/undo")
def undo(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    return change(
        mix,
        lambda session, seen: history.undo(
            session, mix=mix, seen_version=seen, actor=current_actor(), now=utc_now()
        ),
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/redo")
def redo(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    return change(
        mix,
        lambda session, seen: history.redo(
            session, mix=mix, seen_version=seen, actor=current_actor(), now=utc_now()
        ),
    )


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/rename")
def rename(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    form = RenameForm()
    if not form.validate_on_submit():
        return draft_page(mix, rename=form), 400
    with unit_of_work() as session:
        services.rename(session, mix=mix, name=form.name.data or "")
    return redirect(_here(mix), 303)


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/discard")
def discard(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    with unit_of_work() as session:
        services.discard(session, mix=mix, now=utc_now())
    return redirect(url_for(".draft", event_slug=event_slug, mix_id=mix_id), 303)


@bp.post("/<event_slug>/organize/mixing/drafts/<int(max=2147483647):mix_id>/restore")
def restore(event_slug: str, mix_id: int) -> Answer:
    mix = load(Mix, mix_id, Permission.MIX_EDIT)
    with unit_of_work() as session:
        services.restore(session, mix=mix)
        name = mix.name
    flash(_("“%(name)s” is back.", name=name), "success")
    return redirect(url_for(".draft", event_slug=event_slug, mix_id=mix_id), 303)
