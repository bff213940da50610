"""Choices of mentees, and orders of mentors."""

from collections.abc import Iterator

from flask import flash, redirect, request
from flask_babel import gettext as _

from offsite.errors import NotFound, OffsiteError
from offsite.mentoring import services
from offsite.mentoring.models import MentorRound
from offsite.policy import Permission
from offsite.web.access import current_actor, load, unit_of_work
from offsite.web.errors import sentence, status_of
from offsite.web.mentoring.blueprint import Answer, address, bp
from offsite.web.mentoring.listing import show_page

NOT = "not"


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/choose")
def choose(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTOR_ROUND_SEE)
    ranked = sorted((int(said), ident) for ident, said in _said("seat") if said != NOT)
    try:
        with unit_of_work() as session:
            services.choose(
                session,
                round=round,
                person_id=current_actor().person_id or 0,
                seat_ids=[ident for _rank, ident in ranked],
            )
    except OffsiteError as fault:
        return show_page(round, sentence(fault)), status_of(fault)
    flash(_("Kept. Nobody else reads it, and you can change it until the round closes."), "success")
    return redirect(address(round), 303)


@bp.post("/<event_slug>/mentoring/<int(max=2147483647):round_id>/order")
def put_in_order(event_slug: str, round_id: int) -> Answer:
    round = load(MentorRound, round_id, Permission.MENTOR_ROUND_SEE)
    person_id = current_actor().person_id
    seat = next((one for one in round.seats if one.person_id == person_id), None)
    if seat is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    said = list(_said("mentee"))
    ranked = sorted((int(word), ident) for ident, word in said if word != NOT)
    try:
        with unit_of_work() as session:
            services.put_in_order(
                session,
                seat=seat,
                ranked=[ident for _rank, ident in ranked],
                refused=[ident for ident, word in said if word == NOT],
            )
    except OffsiteError as fault:
        return show_page(round, sentence(fault)), status_of(fault)
    flash(_("Kept. Nobody else reads it, and you can change it until the round closes."), "success")
    return redirect(address(round), 303)


def _said(prefix: str) -> Iterator[tuple[int, str]]:
    """What the form says of each row of ``prefix``: its id and a rank or "not"."""
    for name, said in request.form.items():
        kind, _dash, ident = name.partition("-")
        is_row = kind == prefix and ident.isascii() and ident.isdigit() and len(ident) < 10
        is_rank = said.isascii() and said.isdigit() and len(said) < 4
        if is_row and (is_rank or said == NOT):
            yield int(ident), said
