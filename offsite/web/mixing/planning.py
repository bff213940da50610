"""What organizers and the travel role prepare: pools, rounds, rooms, and who is missing."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import BadInput, NotFound, OffsiteError, RuleBroken
from offsite.events.models import Event
from offsite.mixing import drawing, letters, queries
from offsite.mixing import needs as telling
from offsite.mixing.formulation import Stage, stage_of
from offsite.mixing.models import Group, Round
from offsite.mixing.rules import read_pools, read_rooms
from offsite.paging import page_of
from offsite.policy import Permission
from offsite.web.access import can, load, load_event, unit_of_work, utc_now
from offsite.web.errors import faults, sentence, status_of
from offsite.web.forms import Form
from offsite.web.mixing.blueprint import (
    Answer,
    asked_number,
    bp,
    group_words,
    page_links,
    template_name,
)
from offsite.web.mixing.forms import (
    GroupForm,
    HotelForm,
    MixForm,
    PairsForm,
    RoomsForm,
    RoundForm,
    SettingsForm,
    SizedForm,
    new_round_form,
)
from offsite.web.mixing.letters import desk

PAGE = 50


@bp.get("/<event_slug>/organize/mixing/")
def plan(event_slug: str) -> str:
    return plan_page(load_event(Permission.MIX_PLAN))


def plan_page(
    event: Event,
    *,
    settings: SettingsForm | None = None,
    mixing: MixForm | None = None,
    refusals: Sequence[str] = (),
) -> str:
    session = db.read_session()
    stage = stage_of(session, event)
    mixes = queries.mixes_of(session, event_id=event.id)
    return render_template(
        "mixing/plan.html",
        event=event,
        stage=stage,
        may_mix=can(Permission.MIX_EDIT, event),
        travel=queries.travel_people(session, event_id=event.id),
        missing=telling.missing(stage),
        told=len(stage.needs),
        mixes=mixes,
        published=queries.latest_published(session, event_id=event.id),
        running=queries.running_job(session, event_id=event.id),
        settings=settings or _settings_form(session, event),
        mixing=mixing or mix_form(event, mixes),
        templates=list(drawing.KIND_OF),
        refusals=refusals,
    )


def _settings_form(session: Session, event: Event) -> SettingsForm:
    found = queries.settings_of(session, event)
    pools = "\n".join(queries.pools_of(session, event)[1:])
    return SettingsForm(formdata=None, pools=pools, note=found.note if found else "")


def mix_form(event: Event, mixes: Sequence[Any]) -> MixForm:
    """As it stands on the page: a change of the draft that was asked for, else everything."""
    base = request.args.get("base", "")
    known = base in {str(one.id) for one in mixes}
    return MixForm(
        mixes,
        formdata=None,
        name=_("Mix %(n)s", n=len(mixes) + 1),
        base=base if known else "",
        fewest_changes="1" if known and request.args.get("few") else "0",
        seconds=15,
        seed=len(mixes) + 1,
    )


@bp.post("/<event_slug>/organize/mixing/settings")
def save_settings(event_slug: str) -> Answer:
    event = load_event(Permission.MIX_PLAN)
    form = SettingsForm()
    if not form.validate_on_submit():
        return plan_page(event, settings=form), 400
    try:
        pools = read_pools(form.pools.data or "")
    except BadInput as bad:
        form.form_errors = [*form.form_errors, *faults(bad)]
        return plan_page(event, settings=form), 400
    with unit_of_work() as session:
        note = form.note.data or ""
        telling.set_pools(session, event=event, pools=pools, note=note, now=utc_now())
    flash(_("Saved. People choose from these pools now."), "success")
    return redirect(url_for(".plan", event_slug=event_slug, _anchor="sharing"), 303)


# --- Who is missing -------------------------------------------------------------------------


@bp.get("/<event_slug>/organize/mixing/people")
def people(event_slug: str) -> str:
    """Everybody's needs, for the travel role alone."""
    event = load_event(Permission.NEEDS_SEE)
    stage = stage_of(db.read_session(), event)
    missing = {one.person.id: one for one in telling.missing(stage)}
    search = request.args.get("q", "").strip()
    only_missing = request.args.get("only") == "missing"
    found = [
        one
        for one in stage.people
        if search.casefold() in f"{one.name} {one.team}".casefold()
        and (not only_missing or one.id in missing)
    ]
    return render_template(
        "mixing/people.html",
        event=event,
        stage=stage,
        missing=missing,
        search=search,
        only_missing=only_missing,
        page=page_of(found, page=asked_number("page") or 1, size=PAGE),
        apart=_apart_by_person(stage),
        people_page_url=page_links(".people", event_slug=event.slug),
    )


def _apart_by_person(stage: Stage) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one, other in stage.apart:
        if other in stage.label:
            found.setdefault(one, []).append(stage.label[other])
    return found


@bp.post("/<event_slug>/organize/mixing/remind")
def remind(event_slug: str) -> Answer:
    event = load_event(Permission.NEEDS_SEE)
    with unit_of_work() as session:
        missing = telling.missing(stage_of(session, event))
        number = letters.remind(
            session, event=event, missing=missing, desk=desk(event), now=utc_now()
        )
    flash(
        ngettext("%(num)s person is asked by mail.", "%(num)s people are asked by mail.", number),
        "success",
    )
    return redirect(url_for(".plan", event_slug=event_slug, _anchor="missing"), 303)


# --- Rounds ---------------------------------------------------------------------------------


@bp.get("/<event_slug>/organize/mixing/rounds/new/<template>")
def new_round(event_slug: str, template: str) -> str:
    event = load_event(Permission.MIX_PLAN)
    _require_template(template)
    values: dict[str, Any] = {"name": template_name(template)}
    if template in drawing.SIZE_OF:
        values["size"] = drawing.SIZE_OF[template]
    return new_round_page(event, template, new_round_form(template, event, data=values))


def _require_template(template: str) -> None:
    if template not in drawing.KIND_OF:
        raise NotFound("There is nothing here, or it is not yours to see.")


def new_round_page(event: Event, template: str, form: RoundForm) -> str:
    pools = queries.pools_of(db.read_session(), event)
    return render_template(
        "mixing/new_round.html", event=event, template=template, form=form, pools=pools
    )


@bp.post("/<event_slug>/organize/mixing/rounds/new/<template>")
def draw_round(event_slug: str, template: str) -> Answer:
    event = load_event(Permission.MIX_PLAN)
    _require_template(template)
    form = new_round_form(template, event)
    if not form.validate_on_submit():
        return new_round_page(event, template, form), 400
    try:
        with unit_of_work() as session:
            ident = _draw(session, event, template, form)
    except (BadInput, RuleBroken) as refusal:
        return new_round_page(event, template, _with_faults(form, refusal)), status_of(refusal)
    flash(_("The round is drawn."), "success")
    if ident is None:
        return redirect(url_for(".plan", event_slug=event_slug, _anchor="rounds"), 303)
    return redirect(url_for(".round", event_slug=event_slug, mix_round=ident), 303)


def _with_faults(form: Any, refusal: OffsiteError) -> Any:
    found = faults(refusal) if isinstance(refusal, BadInput) else [sentence(refusal)]
    form.form_errors = [*form.form_errors, *found]
    return form


def _draw(session: Session, event: Event, template: str, form: RoundForm) -> int | None:
    """Draw it; returns its id, or None for several at once."""
    details, now = form.details(), utc_now()
    if isinstance(form, HotelForm):
        pools = queries.pools_of(session, event)
        rooms = read_rooms(form.rooms.data or "", pools=pools, word=_("Room"))
        return drawing.draw_hotel(session, event=event, details=details, rooms=rooms, now=now).id
    words = group_words()
    if isinstance(form, SizedForm):
        return drawing.draw_sized(
            session,
            event=event,
            template=template,
            details=details,
            size=form.size.data or 0,
            now=now,
            words=words,
        ).id
    if isinstance(form, PairsForm):
        drawing.draw_pairs(
            session,
            event=event,
            details=details,
            times=form.times.data or 1,
            now=now,
            words=words,
        )
        return None
    return drawing.draw_cars(session, event=event, details=details, now=now, words=words).id


@bp.get("/<event_slug>/organize/mixing/rounds/<int(max=2147483647):mix_round>")
def round(event_slug: str, mix_round: int) -> str:
    return round_page(load(Round, mix_round, Permission.MIX_PLAN))


def round_page(one: Round, form: RoundForm | None = None, rooms: RoomsForm | None = None) -> str:
    session = db.read_session()
    event = one.event
    may_mix = can(Permission.NEEDS_SEE, event)
    stage = stage_of(session, event)
    return render_template(
        "mixing/round.html",
        event=event,
        round=stage.round[one.id],
        stage=stage,
        form=form or RoundForm(event, formdata=None, data=RoundForm.values_of(one)),
        rooms=rooms or RoomsForm(formdata=None),
        groups=page_of(one.groups, page=asked_number("page") or 1, size=PAGE),
        round_page_url=page_links(".round", event_slug=event.slug, mix_round=one.id),
        seats=sum(group.most for group in one.groups),
        # Cars tell where people live and when they leave: that is the travel role's.
        shows_cars=may_mix,
        may_mix=may_mix,
        absent={absence.person_id for absence in one.absences},
    )


@bp.post("/<event_slug>/organize/mixing/rounds/<int(max=2147483647):mix_round>")
def save_round(event_slug: str, mix_round: int) -> Answer:
    one = load(Round, mix_round, Permission.MIX_PLAN)
    form = RoundForm(one.event)
    if not form.validate_on_submit():
        return round_page(one, form), 400
    try:
        with unit_of_work() as session:
            drawing.change_round(session, round=one, details=form.details())
    except RuleBroken as refusal:
        return round_page(one, _with_faults(form, refusal)), status_of(refusal)
    flash(_("Saved."), "success")
    return redirect(url_for(".round", event_slug=event_slug, mix_round=mix_round), 303)


@bp.post("/<event_slug>/organize/mixing/rounds/<int(max=2147483647):mix_round>/delete")
def delete_round(event_slug: str, mix_round: int) -> Answer:
    one = load(Round, mix_round, Permission.MIX_PLAN)
    name = one.name
    with unit_of_work() as session:
        drawing.delete_round(session, round=one)
    flash(_("“%(name)s” is deleted. What was published of it stays.", name=name), "success")
    return redirect(url_for(".plan", event_slug=event_slug, _anchor="rounds"), 303)


@bp.post("/<event_slug>/organize/mixing/rounds/<int(max=2147483647):mix_round>/rooms")
def add_rooms(event_slug: str, mix_round: int) -> Answer:
    one = load(Round, mix_round, Permission.MIX_PLAN)
    form: Form = RoomsForm()
    assert isinstance(form, RoomsForm)
    if not form.validate_on_submit():
        return round_page(one, rooms=form), 400
    try:
        with unit_of_work() as session:
            pools = queries.pools_of(session, one.event)
            rooms = read_rooms(form.rooms.data or "", pools=pools, word=_("Room"))
            number = drawing.add_rooms(session, round=one, rooms=rooms)
    except (BadInput, RuleBroken) as refusal:
        return round_page(one, rooms=_with_faults(form, refusal)), status_of(refusal)
    flash(ngettext("%(num)s room more.", "%(num)s rooms more.", number), "success")
    return redirect(url_for(".round", event_slug=event_slug, mix_round=mix_round), 303)


@bp.post("/<event_slug>/organize/mixing/rounds/<int(max=2147483647):mix_round>/absences")
def set_absences(event_slug: str, mix_round: int) -> Answer:
    one = load(Round, mix_round, Permission.MIX_PLAN)
    absent = {absence.person_id for absence in one.absences}
    chosen = asked_number("person_id")
    wanted = absent - {chosen} if request.form.get("back") else absent | {chosen}
    with unit_of_work() as session:
        drawing.set_absences(session, round=one, person_ids=wanted - {0})
    return redirect(
        url_for(".round", event_slug=event_slug, mix_round=mix_round, _anchor="absent"), 303
    )


# --- Groups ---------------------------------------------------------------------------------


@bp.get("/<event_slug>/organize/mixing/groups/<int(max=2147483647):mix_group>")
def group(event_slug: str, mix_group: int) -> str:
    found = load_group(mix_group)
    pools = queries.pools_of(db.read_session(), found.round.event)
    form = GroupForm(pools, formdata=None, data=GroupForm.values_of(found))
    return group_page(found, form)


def load_group(mix_group: int) -> Group:
    """The group; a car is the travel role's, because it tells about its driver."""
    found = load(Group, mix_group, Permission.MIX_PLAN)
    return found if found.driver_id is None else load(Group, mix_group, Permission.NEEDS_SEE)


def group_page(found: Group, form: GroupForm) -> str:
    return render_template(
        "mixing/group.html", event=found.round.event, group=found, round=found.round, form=form
    )


@bp.post("/<event_slug>/organize/mixing/groups/<int(max=2147483647):mix_group>")
def save_group(event_slug: str, mix_group: int) -> Answer:
    found = load_group(mix_group)
    form = GroupForm(queries.pools_of(db.read_session(), found.round.event))
    if not form.validate_on_submit():
        return group_page(found, form), 400
    mix_round = found.round_id
    try:
        with unit_of_work() as session:
            details = form.details(found.meeting_point)
            drawing.change_group(session, group=found, details=details)
    except (BadInput, RuleBroken) as refusal:
        return group_page(found, _with_faults(form, refusal)), status_of(refusal)
    flash(_("Saved."), "success")
    return redirect(url_for(".round", event_slug=event_slug, mix_round=mix_round), 303)


@bp.post("/<event_slug>/organize/mixing/groups/<int(max=2147483647):mix_group>/delete")
def delete_group(event_slug: str, mix_group: int) -> Answer:
    found = load_group(mix_group)
    name, mix_round = found.name, found.round_id
    with unit_of_work() as session:
        drawing.delete_group(session, group=found)
    flash(_("“%(name)s” is deleted.", name=name), "success")
    return redirect(url_for(".round", event_slug=event_slug, mix_round=mix_round), 303)


@bp.post("/<event_slug>/organize/mixing/rounds/<int(max=2147483647):mix_round>/more")
def add_group(event_slug: str, mix_round: int) -> Answer:
    """One more table, group or pair like the others."""
    one = load(Round, mix_round, Permission.MIX_PLAN)
    with unit_of_work() as session:
        drawing.add_one_more(session, round=one, words=group_words())
    return redirect(url_for(".round", event_slug=event_slug, mix_round=mix_round), 303)
