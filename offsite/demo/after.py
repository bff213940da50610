"""What goes on after the talks: groups, visits to teams, mentors, and the open purse."""

from collections.abc import Sequence
from datetime import time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.demo.company import ATTENDEE, KNOWN
from offsite.demo.content_after import (
    BOUGHT_BEFORE,
    BOUGHT_NEXT,
    BUDGET_BEFORE,
    BUDGET_NEXT,
    CIRCLES,
    PLACES,
    ROUND_BEFORE,
    ROUND_NEXT,
    Circle,
    Place,
    Purchase,
    Round,
    Visit,
)
from offsite.demo.filling import Stage
from offsite.interests import services as interests
from offsite.mentoring import services as mentoring
from offsite.mentoring.models import MentorRound
from offsite.outbox.desk import Desk
from offsite.people.models import Person
from offsite.proposals.models import Wanted
from offsite.purse import services as purse
from offsite.tourism import services as tourism
from offsite.tourism.models import Stay

NOON = time(12)


def look_back(session: Session, *, stage: Stage, base_url: str, rng: Random) -> None:
    """A past edition: its purse is nearly empty, and its mentor round was published."""
    _spend(session, stage, BUDGET_BEFORE, BOUGHT_BEFORE, rng)
    made = _choose(session, stage, ROUND_BEFORE, _crowd(stage, rng), rng)
    _prefer(session, stage, made, rng)
    now = stage.dates.beginning + timedelta(days=14)
    mentoring.close_round(session, round=made, now=now)
    later = now + timedelta(days=1)
    mentoring.publish(session, round=made, desk=_desk(base_url), now=later)


def look_ahead(session: Session, *, stage: Stage, base_url: str, rng: Random) -> None:
    """The upcoming edition: groups meet, teams answer guests, a round of mentors is open."""
    _spend(session, stage, BUDGET_NEXT, BOUGHT_NEXT, rng)
    for circle in CIRCLES:
        _gather(session, stage, circle, base_url, rng)
    for place in PLACES:
        _host(session, stage, place, base_url, rng)
    _choose(session, stage, ROUND_NEXT, _crowd(stage, rng), rng)


def _desk(base_url: str) -> Desk:
    return Desk(base_url, lambda template, _locale: template)


def _crowd(stage: Stage, rng: Random) -> list[Person]:
    """Those of the edition whom visitors do not play, in any order."""
    places = [place for place in sorted(stage.members) if place >= len(KNOWN)]
    return [stage.people[place] for place in rng.sample(places, len(places))]


# --- Purse ----------------------------------------------------------------------------------


def _spend(
    session: Session, stage: Stage, budget: str, bought: Sequence[Purchase], rng: Random
) -> None:
    now = stage.dates.before(60)
    purse.share_budget(session, event=stage.event, amount=budget, currency="PLN", now=now)
    formats = {one.key: one.id for one in stage.event.formats}
    places = sorted(stage.members)
    for one in bought:
        person_id = stage.people[rng.choice(places)].id
        _buy(session, stage, one, formats.get(one.format or ""), person_id)


def _buy(
    session: Session, stage: Stage, one: Purchase, format_id: int | None, person_id: int
) -> None:
    now = stage.dates.before(one.days)

    def spending(amount: str) -> purse.Spending:
        return purse.Spending(one.title, amount, one.currency, now.date(), format_id)

    expense = purse.log_expense(
        session,
        event=stage.event,
        spending=spending(one.first or one.amount),
        person_id=person_id,
        now=now,
    )
    later = now + timedelta(hours=2)
    if one.first:
        purse.change(
            session,
            expense=expense,
            spending=spending(one.amount),
            seen=expense.sequence,
            person_id=person_id,
            now=later,
        )
    if one.wrong:
        purse.strike_out(session, expense=expense, reason=one.wrong, person_id=person_id, now=later)


# --- Groups ---------------------------------------------------------------------------------


def _gather(session: Session, stage: Stage, circle: Circle, base_url: str, rng: Random) -> None:
    now, convener = stage.dates.before(24), stage.people[circle.convener]
    group = interests.start_group(
        session,
        event=stage.event,
        title=circle.title,
        kind=circle.kind,
        about=circle.about,
        wanted=_wanted(session, stage, circle.wanted),
        person_id=convener.id,
        now=now,
    )
    for number, person in enumerate(_crowd(stage, rng)[: circle.others]):
        joined = now + timedelta(hours=number + 1)
        interests.join(session, group=group, person_id=person.id, now=joined)
    if not circle.times:
        return
    meeting = interests.Meeting(
        day=stage.event.ends_on + timedelta(days=rng.randint(3, 7)),
        clock=NOON,
        minutes=50,
        place=circle.place,
        every=circle.every,
        times=circle.times,
    )
    dates = interests.add_dates(session, group=group, meeting=meeting, now=now)
    if circle.times > 5:
        interests.skip(
            session,
            date=dates[2],
            by_id=convener.id,
            desk=_desk(base_url),
            now=now + timedelta(days=2),
        )


def _wanted(session: Session, stage: Stage, title: str) -> Wanted | None:
    found = select(Wanted).where(Wanted.event_id == stage.event.id, Wanted.title == title)
    return session.scalars(found).first()


# --- Team tourism ---------------------------------------------------------------------------


def _host(session: Session, stage: Stage, place: Place, base_url: str, rng: Random) -> None:
    now, host = stage.dates.before(24), stage.people[place.host]
    opens = stage.event.ends_on + timedelta(days=10)
    offer = tourism.Offer(
        team=host.team,
        place=place.where,
        about=place.about,
        from_on=opens,
        to_on=opens + timedelta(days=40),
        guests=place.guests,
    )
    stay = tourism.offer_stay(session, event=stage.event, offer=offer, person_id=host.id, now=now)
    crowd = _crowd(stage, rng)
    for visit, other in zip(place.visits, crowd, strict=False):
        guest = other if visit.guest is None else stage.people[visit.guest]
        _visit(session, stage, stay, visit, guest, _desk(base_url))
    if place.is_closed:
        tourism.close_offer(session, stay=stay, now=now + timedelta(days=2))


def _visit(
    session: Session, stage: Stage, stay: Stay, visit: Visit, guest: Person, desk: Desk
) -> None:
    first = stay.from_on + timedelta(days=visit.first)
    asked = stage.dates.before(23)
    request = tourism.ask(
        session,
        stay=stay,
        person_id=guest.id,
        days=(first, first + timedelta(days=visit.days - 1)),
        note=visit.note,
        desk=desk,
        now=asked,
    )
    if visit.answer:
        tourism.answer(
            session,
            request=request,
            is_welcome=visit.is_welcome,
            sentence=visit.answer,
            person_id=stay.hosts[0].person_id,
            desk=desk,
            now=asked + timedelta(hours=5),
        )


# --- Mentors --------------------------------------------------------------------------------


def _choose(
    session: Session, stage: Stage, told: Round, crowd: Sequence[Person], rng: Random
) -> MentorRound:
    """An open round in which the demo's attendee and others of the crowd have chosen."""
    now = stage.dates.before(23)
    made = mentoring.prepare_round(
        session, event=stage.event, title=told.title, about=told.about, now=now
    )
    for place, capacity in told.mentors.items():
        email = stage.people[place].email
        mentoring.seat_mentor(session, round=made, text=email, capacity=capacity)
    mentoring.open_round(session, round=made, now=now + timedelta(hours=1))
    seats = [one.id for one in made.seats]
    for person in crowd[: told.mentees]:
        chosen = rng.sample(seats, rng.randint(2, len(seats)))
        mentoring.choose(session, round=made, person_id=person.id, seat_ids=chosen)
    attendee = stage.people[ATTENDEE].id
    mentoring.choose(session, round=made, person_id=attendee, seat_ids=seats[:3])
    return made


def _prefer(session: Session, stage: Stage, made: MentorRound, rng: Random) -> None:
    """The mentor whom the attendee wants most would rather help another; the next does not."""
    attendee, other = stage.people[ATTENDEE].id, _crowd(stage, rng)[0].id
    seats = made.seats
    wanted = [one.id for one in seats]
    mentoring.choose(session, round=made, person_id=other, seat_ids=wanted[:2])
    mentoring.put_in_order(session, seat=seats[0], ranked=[other, attendee], refused=[])
    mentoring.put_in_order(session, seat=seats[1], ranked=[attendee], refused=[])
