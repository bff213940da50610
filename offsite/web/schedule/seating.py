"""Seat lists: what a person reads of one, and what organizers do with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import NotFound, RuleBroken
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule import queries as schedule
from offsite.schedule.models import ReleasedItem
from offsite.schedule.seats import organizing, queries
from offsite.schedule.seats.models import SeatList
from offsite.schedule.seats.queries import Standing
from offsite.schedule.seats.telling import tell_moved_up
from offsite.web.access import can, current_actor, load_by, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.schedule.blueprint import asked_number, bp
from offsite.web.schedule.letters import seat_desk

TARGETS = {"seated": "seated", "waiting": "waiting", "gone": "gone"}


@dataclass(frozen=True)
class Listed:
    """One line of the organizers' overview."""

    item: ReleasedItem
    standing: Standing
    url: str


def tell(session: Session, event: Event, now: datetime) -> int:
    """Write to everybody who moved up in this unit of work; returns how many."""
    return tell_moved_up(session, event=event, desk=seat_desk(event), now=now)


@bp.get("/<event_slug>/organize/seats")
def seats(event_slug: str) -> str:
    event = load_event(Permission.SEATS_EDIT)
    session = db.read_session()
    standings = queries.standings_of_event(session, event)
    release = schedule.latest_release(session, event)
    lines = [
        Listed(one, standings[one.proposal_id], _list_url(event, one.code))
        for one in (release.items if release else ())
        if one.canceled_at is None and one.proposal_id in standings
    ]
    return render_template(
        "schedule/seats.html",
        event=event,
        release=release,
        scarce=[one for one in lines if one.standing.is_scarce],
        roomy=[one for one in lines if not one.standing.is_scarce],
        zone=event.zone,
    )


def _list_url(event: Event, code: str) -> str:
    return url_for("schedule.seat_list", event_slug=event.slug, code=code)


@bp.get("/<event_slug>/schedule/items/<code>/seats")
def seat_list(event_slug: str, code: str) -> str:
    return _list_page(_item(event_slug, code, Permission.SEATS_SEE))


def _list_page(proposal: Proposal, refusal: str = "") -> str:
    session, event = db.read_session(), proposal.event
    standing = _standing(session, proposal)
    return render_template(
        "schedule/seat_list.html",
        event=event,
        proposal=proposal,
        item=_released(session, event, proposal),
        standing=standing,
        last=queries.last_move(session, standing.seat_list),
        may_edit=can(Permission.SEATS_EDIT, proposal),
        item_url=url_for("schedule.item", event_slug=event.slug, code=proposal.code),
        here={"event_slug": event.slug, "code": proposal.code},
        moved=asked_number("moved"),
        refusal=refusal,
        zone=event.zone,
    )


def _item(event_slug: str, code: str, permission: Permission) -> Proposal:
    event = load_event(Permission.SCHEDULE_SEE)
    return load_by(Proposal, permission, event_id=event.id, code=code.upper())


def _standing(session: Session, proposal: Proposal) -> Standing:
    found = queries.standing_of(session, proposal_id=proposal.id)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


def _released(session: Session, event: Event, proposal: Proposal) -> ReleasedItem | None:
    release = schedule.latest_release(session, event)
    items = release.items if release else []
    return next((one for one in items if one.proposal_id == proposal.id), None)


Act = Callable[[Session, SeatList, datetime], str]
"""Does one thing to a list; returns the sentence that says it."""


def _do(event_slug: str, code: str, act: Act) -> Response | tuple[str, int]:
    """One act of an organizer; who moves up by it is told in the same transaction."""
    proposal = _item(event_slug, code, Permission.SEATS_EDIT)
    now = utc_now()
    try:
        with unit_of_work() as session:
            said = act(session, _standing(session, proposal).seat_list, now)
            tell(session, proposal.event, now)
    except RuleBroken as refusal:
        return _list_page(proposal, sentence(refusal)), 409
    flash(said, "success")
    return redirect(_list_url(proposal.event, proposal.code), 303)


@bp.post("/<event_slug>/schedule/items/<code>/seats/move")
def move_seat(event_slug: str, code: str) -> Response | tuple[str, int]:
    to = request.form.get("to", "")
    asked = request.form.get("person", "")
    person_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0

    def act(session: Session, found: SeatList, now: datetime) -> str:
        if to not in TARGETS:
            raise organizing.NotOnList("This person is not on the list any more. Look at it again.")
        claim = organizing.place(
            session,
            seat_list=found,
            person_id=person_id,
            to=to,  # type: ignore[arg-type]
            actor=current_actor(),
            now=now,
        )
        return _moved(to, claim.person.name)

    return _do(event_slug, code, act)


def _moved(to: str, name: str) -> str:
    if to == "seated":
        return str(_("%(name)s has a seat now, and a mail says so.", name=name))
    if to == "waiting":
        return str(
            _("%(name)s is at the end of the waiting list. Their seat is yours to give.", name=name)
        )
    return str(_("%(name)s is off the list.", name=name))


@bp.post("/<event_slug>/schedule/items/<code>/seats/undo")
def undo_seat(event_slug: str, code: str) -> Response | tuple[str, int]:
    def act(session: Session, found: SeatList, now: datetime) -> str:
        move = organizing.undo(session, seat_list=found, now=now)
        return str(_("Undone: %(name)s is where they were.", name=move.claim.person.name))

    return _do(event_slug, code, act)


@bp.post("/<event_slug>/schedule/items/<code>/seats/fill")
def fill_seats(event_slug: str, code: str) -> Response | tuple[str, int]:
    return _do(event_slug, code, _filled(organizing.fill))


def _filled(service: Callable[..., int]) -> Act:
    def act(session: Session, found: SeatList, now: datetime) -> str:
        return _moved_up(service(session, seat_list=found, now=now))

    return act


def _moved_up(count: int) -> str:
    if not count:
        return str(_("Saved. Nobody moved up."))
    return str(
        ngettext(
            "One person moved up, and a mail says so.",
            "%(num)s people moved up, and mails say so.",
            count,
        )
    )


@bp.post("/<event_slug>/schedule/items/<code>/seats/close")
def close_seats(event_slug: str, code: str) -> Response | tuple[str, int]:
    def act(session: Session, found: SeatList, now: datetime) -> str:
        organizing.close(session, seat_list=found, actor=current_actor(), now=now)
        return str(_("The list is closed: nobody gets on it, nobody moves up by itself."))

    return _do(event_slug, code, act)


@bp.post("/<event_slug>/schedule/items/<code>/seats/open")
def reopen_seats(event_slug: str, code: str) -> Response | tuple[str, int]:
    return _do(event_slug, code, _filled(organizing.reopen))


@bp.post("/<event_slug>/schedule/items/<code>/seats/number")
def change_seats(event_slug: str, code: str) -> Response | tuple[str, int]:
    text = request.form.get("seats", "").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

    def act(session: Session, found: SeatList, now: datetime) -> str:
        moved = organizing.change_seats(session, seat_list=found, seats=number, now=now)
        return _moved_up(moved)

    return _do(event_slug, code, act)
