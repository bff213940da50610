"""The event's rounds, and one of them as its reader may see it."""

from flask import render_template

from offsite import db
from offsite.mentoring import queries, services
from offsite.mentoring.models import MentorRound
from offsite.policy import Permission
from offsite.web.access import can, current_actor, load, load_event
from offsite.web.mentoring.blueprint import bp


@bp.get("/<event_slug>/mentoring/")
def index(event_slug: str) -> str:
    event = load_event(Permission.MENTORING_SEE)
    may_run = can(Permission.MENTORING_RUN, event)
    rounds = queries.rounds_of(db.read_session(), event, with_prepared=may_run)
    return render_template("mentoring/index.html", event=event, rounds=rounds, may_run=may_run)


@bp.get("/<event_slug>/mentoring/<int(max=2147483647):round_id>")
def show(event_slug: str, round_id: int) -> str:
    return show_page(load(MentorRound, round_id, Permission.MENTOR_ROUND_SEE))


def show_page(round: MentorRound, fault: str = "") -> str:
    session, person_id = db.read_session(), current_actor().person_id or 0
    seats = queries.seats_of(session, round)
    own = next((one for one in seats if one.person_id == person_id), None)
    may_run = can(Permission.MENTORING_RUN, round)
    is_published = round.state == "published"
    shows_pairs = round.closed_at is not None and (may_run or (own and is_published))
    pairs = queries.matches_of(session, round) if shows_pairs else ()
    return render_template(
        "mentoring/show.html",
        event=round.event,
        round=round,
        fault=fault,
        seats=seats,
        own=own,
        person_id=person_id,
        may_run=may_run,
        wishes=queries.wishes_of(session, round, person_id=person_id),
        order=queries.order_of(session, own) if own else {},
        mentees=queries.mentees_of(session, round) if own else (),
        taking_part=queries.count_mentees(session, round),
        pairs=pairs if may_run else [one for one in pairs if own and one.seat_id == own.id],
        outcome=services.outcome_for(session, round=round, person_id=person_id)
        if is_published
        else None,
    )
