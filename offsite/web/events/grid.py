"""Days and slots: a template draws a day, single slots and breaks are mended by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite.errors import OffsiteError
from offsite.events import grid as services
from offsite.events import rules
from offsite.events.grid import DayBefore, Pause
from offsite.events.models import Blocker, Event, Room, Slot
from offsite.policy import Permission
from offsite.web.access import load, load_event, unit_of_work
from offsite.web.errors import sentence, status_of
from offsite.web.events import undo
from offsite.web.events.blueprint import bp
from offsite.web.events.day_view import entries_of, plans_of
from offsite.web.events.forms import DayForm, PauseForm, SelectChoice, SlotForm, given

Answer = Response | str | tuple[str, int]
FIRST_TEMPLATE = {
    "starts": time(9),
    "until": time(17, 30),
    "slot_minutes": 45,
    "gap_minutes": 0,
    "breaks": "10:30-11:00 Coffee\n12:30-13:30 Lunch",
}


@bp.get("/<event_slug>/organize/grid")
def grid(event_slug: str) -> str:
    event = load_event(Permission.EVENT_EDIT)
    return _page(event, day_of(event, request.args.get("day")))


def day_of(event: Event, text: str | None) -> date:
    """The day asked for if the event has it, else its first one."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return event.starts_on
    return day if event.starts_on <= day <= event.ends_on else event.starts_on


def _page(event: Event, day: date, **forms: Any) -> str:
    values = {
        "day_form": DayForm(formdata=None, **FIRST_TEMPLATE),
        "slot_form": SlotForm(formdata=None),
        "pause_form": _pause_form(event, formdata=None),
        "plans": (),
        "refusal": "",
        **forms,
    }
    return render_template(
        "events/grid.html",
        zone=event.zone,
        day=day,
        days=rules.days_of(event.starts_on, event.ends_on),
        entries=entries_of(event),
        undo=undo.offered("grid", event.id),
        **values,
    )


def _pause_form(event: Event, **values: Any) -> PauseForm:
    form = PauseForm(**values)
    form.room.choices = [
        SelectChoice("", _("All rooms")),
        *(SelectChoice(str(one.id), one.name) for one in event.rooms),
    ]
    return form


def _back(event_slug: str, day: date) -> Response:
    return redirect(url_for(".grid", event_slug=event_slug, day=day.isoformat()), 303)


# The template


@bp.post("/<event_slug>/organize/grid/draw")
def draw(event_slug: str) -> Answer:
    """With ``go=preview`` nothing is saved; htmx asks for the preview alone."""
    event = load_event(Permission.EVENT_EDIT)
    day = day_of(event, request.form.get("day"))
    form = DayForm()
    is_preview = request.form.get("go") != "draw"
    try:
        if not form.validate_on_submit():
            return _drawn(event, day, form, status=400)
        days = _days(event, day, form)
        template = form.template()
        plans = [services.plan_day(event, template=template, day=one) for one in days]
        if is_preview:
            return _drawn(event, day, form, plans=plans_of(event, plans))
        with unit_of_work() as session:
            before = services.draw_days(session, event=event, template=template, days=days)
    except OffsiteError as refusal:
        return _drawn(event, day, form, status=status_of(refusal), refusal=sentence(refusal))
    _offer_undo(event, before)
    slots = sum(len(one.slots) for one in plans)
    flash(ngettext("%(num)s slot drawn.", "%(num)s slots drawn.", slots), "success")
    return _back(event_slug, day)


def _drawn(
    event: Event, day: date, form: DayForm, *, status: int = 200, **shown: Any
) -> tuple[str, int]:
    if request.headers.get("HX-Request"):
        context = {"plans": (), "refusal": "", **shown}
        return render_template("events/_preview.html", form=form, zone=event.zone, **context), 200
    return _page(event, day, day_form=form, **shown), status


def _days(event: Event, day: date, form: DayForm) -> tuple[date, ...]:
    return rules.days_of(event.starts_on, event.ends_on) if form.scope.data == "all" else (day,)


def _offer_undo(event: Event, days: tuple[DayBefore, ...]) -> None:
    value = [
        [
            one.day.isoformat(),
            [[_stamp(at) for at in slot] for slot in one.slots],
            [[_stamp(period[0]), _stamp(period[1]), title] for period, title in one.breaks],
        ]
        for one in days
    ]
    undo.keep("grid", event.id, _("the days as they were"), {"days": value})


def _stamp(instant: datetime) -> int:
    return int(instant.timestamp())


def _instant(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


# Single slots


@bp.post("/<event_slug>/organize/grid/slots")
def add_slot(event_slug: str) -> Answer:
    event = load_event(Permission.EVENT_EDIT)
    day = day_of(event, request.form.get("day"))
    form = SlotForm()

    def work(session: Session) -> None:
        services.add_slot(
            session,
            event=event,
            day=day,
            starts=given(form.starts.data),
            ends=given(form.ends.data),
        )

    return _saved(event, day, form, work, "slot_form")


def _saved(
    event: Event,
    day: date,
    form: SlotForm | PauseForm,
    work: Callable[[Session], None],
    name: str,
) -> Answer:
    """Do ``work`` when the form is whole; a refusal is shown in it, with what was typed."""
    slug = event.slug
    if not form.validate_on_submit():
        return _page(event, day, **{name: form}), 400
    try:
        with unit_of_work() as session:
            work(session)
    except OffsiteError as refusal:
        form.form_errors = [sentence(refusal)]
        return _page(event, day, **{name: form}), status_of(refusal)
    flash(_("Saved."), "success")
    return _back(slug, day)


@bp.get("/<event_slug>/organize/grid/slots/<int:slot_id>")
def slot(event_slug: str, slot_id: int) -> str:
    found = load(Slot, slot_id, Permission.EVENT_EDIT)
    starts, ends = _walls(found, found.event)
    return _entry_page(found, SlotForm(starts=starts, ends=ends))


def _walls(row: Slot | Blocker, event: Event) -> tuple[time, time]:
    zone = event.zone
    return row.starts_at.astimezone(zone).time(), row.ends_at.astimezone(zone).time()


def _entry_page(row: Slot | Blocker, form: SlotForm | PauseForm) -> str:
    zone = row.event.zone
    return render_template(
        "events/entry.html",
        form=form,
        row=row,
        is_slot=isinstance(row, Slot),
        day=row.starts_at.astimezone(zone).date(),
    )


@bp.post("/<event_slug>/organize/grid/slots/<int:slot_id>")
def change_slot(event_slug: str, slot_id: int) -> Answer:
    found = load(Slot, slot_id, Permission.EVENT_EDIT)
    form = SlotForm()
    day = found.starts_at.astimezone(found.event.zone).date()
    if not form.validate_on_submit():
        return _entry_page(found, form), 400
    try:
        with unit_of_work() as session:
            services.change_slot(
                session, slot=found, starts=given(form.starts.data), ends=given(form.ends.data)
            )
    except OffsiteError as refusal:
        form.form_errors = [sentence(refusal)]
        return _entry_page(found, form), status_of(refusal)
    flash(_("Saved."), "success")
    return _back(event_slug, day)


@bp.post("/<event_slug>/organize/grid/slots/<int:slot_id>/delete")
def remove_slot(event_slug: str, slot_id: int) -> Response:
    found = load(Slot, slot_id, Permission.EVENT_EDIT)
    event = found.event
    day = found.starts_at.astimezone(event.zone).date()
    starts, ends = _walls(found, event)
    with unit_of_work() as session:
        services.remove_slot(session, slot=found)
    value = {"slot": [day.isoformat(), f"{starts:%H:%M}", f"{ends:%H:%M}"]}
    undo.keep("grid", event.id, _("the slot at %(clock)s", clock=f"{starts:%H:%M}"), value)
    return _back(event_slug, day)


# Breaks and blockers


@bp.post("/<event_slug>/organize/grid/pauses")
def add_pause(event_slug: str) -> Answer:
    event = load_event(Permission.EVENT_EDIT)
    day = day_of(event, request.form.get("day"))
    form = _pause_form(event)

    def work(session: Session) -> None:
        services.add_pause(session, event=event, pause=_pause(event, day, form))

    return _saved(event, day, form, work, "pause_form")


def _pause(event: Event, day: date, form: PauseForm) -> Pause:
    return Pause(
        kind=form.kind.data or "",
        title=form.title.data or "",
        day=day,
        starts=given(form.starts.data),
        ends=given(form.ends.data),
        room=_room(event, form.room.data),
    )


def _room(event: Event, ident: str | int | None) -> Room | None:
    return next((one for one in event.rooms if ident and one.id == int(ident)), None)


@bp.get("/<event_slug>/organize/grid/pauses/<int:blocker_id>")
def pause(event_slug: str, blocker_id: int) -> str:
    found = load(Blocker, blocker_id, Permission.EVENT_EDIT)
    starts, ends = _walls(found, found.event)
    form = _pause_form(
        found.event,
        kind=found.kind,
        title=found.title,
        starts=starts,
        ends=ends,
        room=str(found.room_id or ""),
    )
    return _entry_page(found, form)


@bp.post("/<event_slug>/organize/grid/pauses/<int:blocker_id>")
def change_pause(event_slug: str, blocker_id: int) -> Answer:
    found = load(Blocker, blocker_id, Permission.EVENT_EDIT)
    event = found.event
    day = found.starts_at.astimezone(event.zone).date()
    form = _pause_form(event)
    if not form.validate_on_submit():
        return _entry_page(found, form), 400
    try:
        with unit_of_work() as session:
            services.change_pause(session, blocker=found, pause=_pause(event, day, form))
    except OffsiteError as refusal:
        form.form_errors = [sentence(refusal)]
        return _entry_page(found, form), status_of(refusal)
    flash(_("Saved."), "success")
    return _back(event_slug, day)


@bp.post("/<event_slug>/organize/grid/pauses/<int:blocker_id>/delete")
def remove_pause(event_slug: str, blocker_id: int) -> Response:
    found = load(Blocker, blocker_id, Permission.EVENT_EDIT)
    event = found.event
    with unit_of_work() as session:
        gone = services.remove_pause(session, blocker=found)
        room_id = gone.room.id if gone.room else 0
    clocks = [gone.day.isoformat(), f"{gone.starts:%H:%M}", f"{gone.ends:%H:%M}"]
    value = {"pause": [*clocks, gone.kind, gone.title, room_id]}
    undo.keep("grid", event.id, f"“{gone.title}”", value)
    return _back(event_slug, gone.day)


# Undo


@bp.post("/<event_slug>/organize/grid/undo")
def restore_grid(event_slug: str) -> Response:
    event = load_event(Permission.EVENT_EDIT)
    kept = undo.take("grid", event.id)
    if kept is None:
        flash(_("There is nothing to bring back any more."), "info")
        return _back(event_slug, event.starts_on)
    try:
        with unit_of_work() as session:
            day = _restore(session, event, kept)
    except OffsiteError as refusal:
        flash(sentence(refusal), "warning")
        return _back(event_slug, event.starts_on)
    flash(_("It is as it was."), "success")
    return _back(event_slug, day)


def _restore(session: Session, event: Event, kept: dict[str, Any]) -> date:
    if "days" in kept:
        days = [_day_before(one) for one in kept["days"]]
        services.restore_days(session, event=event, days=days)
        return days[0].day
    text, *rest = kept.get("slot") or kept["pause"]
    day, starts, ends = date.fromisoformat(text), *map(time.fromisoformat, rest[:2])
    if "slot" in kept:
        services.add_slot(session, event=event, day=day, starts=starts, ends=ends)
    else:
        kind, title, room_id = rest[2:]
        pause = Pause(kind, title, day, starts, ends, _room(event, room_id))
        services.add_pause(session, event=event, pause=pause)
    return day


def _day_before(kept: list[Any]) -> DayBefore:
    day, slots, breaks = kept
    return DayBefore(
        date.fromisoformat(day),
        tuple((_instant(starts), _instant(ends)) for starts, ends in slots),
        tuple(((_instant(starts), _instant(ends)), title) for starts, ends, title in breaks),
    )
