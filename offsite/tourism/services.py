"""Offering a place, asking for it, answering: never more guests at once than there is room."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.outbox.desk import Desk
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals.services.hosts import find_member
from offsite.proposals.services.locking import lock
from offsite.tourism import queries
from offsite.tourism.letters import letter
from offsite.tourism.models import Stay, StayHost, StayRequest
from offsite.tourism.rules import most_at_once

LONGEST_TEAM, LONGEST_PLACE, LONGEST_NOTE = 100, 200, 2000
MOST_GUESTS = 50


class BadStay(BadInput):
    """The offer cannot be as it is."""


class BadRequest(BadInput):
    """The days or words cannot be."""


class NoPlaceLeft(RuleBroken):
    """The team has as many guests on some day as it takes."""


class AskedAlready(RuleBroken):
    """The person asked this team for these days already."""


class NotWaiting(RuleBroken):
    """The request was answered or withdrawn."""


class OfferClosed(RuleBroken):
    """The team takes no more requests."""


@dataclass(frozen=True)
class Offer:
    """What a team offers; both days included."""

    team: str
    place: str
    about: str
    from_on: date
    to_on: date
    guests: int


def offer_stay(
    session: Session, *, event: Event, offer: Offer, person_id: int, now: datetime
) -> Stay:
    """Offer a place in a team; whoever offers it is its first host.

    Raises:
        BadStay: team, days or number cannot be.
    """
    _check(offer)
    stay = Stay(event_id=event.id, created_by_id=person_id, created_at=now, **_values(offer))
    stay.hosts.append(StayHost(person_id=person_id))
    session.add(stay)
    session.flush()
    return stay


def _check(offer: Offer) -> None:
    if not offer.team.strip() or len(offer.team) > LONGEST_TEAM:
        raise BadStay("Say which team it is.")
    if len(offer.place) > LONGEST_PLACE:
        raise BadStay("Say the place in one short line.")
    if offer.to_on < offer.from_on:
        raise BadStay("The last day comes before the first.")
    if not 1 <= offer.guests <= MOST_GUESTS:
        raise BadStay("Between one guest and fifty can come at once.")


def _values(offer: Offer) -> dict[str, object]:
    return {
        "team": " ".join(offer.team.split()),
        "place": " ".join(offer.place.split()),
        "about": offer.about.strip(),
        "from_on": offer.from_on,
        "to_on": offer.to_on,
        "guests": offer.guests,
    }


def change_offer(session: Session, *, stay: Stay, offer: Offer) -> None:
    """Give the offer other words, days or numbers; who was told yes keeps the place.

    Raises:
        BadStay: as `offer_stay`, or guests that were told yes would not fit any more.
    """
    _check(offer)
    lock(session, stay)
    days = queries.accepted_days(session, stay)
    if any(first < offer.from_on or last > offer.to_on for first, last in days):
        raise BadStay("A guest who was told yes comes outside of these days.")
    if most_at_once(days, (offer.from_on, offer.to_on)) > offer.guests:
        raise BadStay("More guests than that were told yes already.")
    for name, value in _values(offer).items():
        setattr(stay, name, value)
    session.flush()


def close_offer(session: Session, *, stay: Stay, now: datetime) -> None:
    """Take no more requests; who was told yes still comes.  Twice is once."""
    lock(session, stay)
    stay.closed_at = stay.closed_at or now
    session.flush()


def reopen_offer(session: Session, *, stay: Stay) -> None:
    """Take requests again.  Twice is once."""
    lock(session, stay)
    stay.closed_at = None
    session.flush()


def add_host(session: Session, *, stay: Stay, text: str) -> Person:
    """Let another member, by name or address, answer for the team.  Twice is once.

    Raises:
        UnknownMember: ``text`` names no member, or several.
    """
    lock(session, stay)
    person = find_member(session, event_id=stay.event_id, text=text)
    if all(one.person_id != person.id for one in stay.hosts):
        stay.hosts.append(StayHost(person_id=person.id))
        session.flush()
    return person


def ask(
    session: Session,
    *,
    stay: Stay,
    person_id: int,
    days: tuple[date, date],
    note: str,
    desk: Desk,
    now: datetime,
) -> StayRequest:
    """Ask to come, from the first to the last of ``days``; the hosts get a mail.

    Raises:
        BadRequest: the days are outside of the offer, or the note is empty or too long.
        OfferClosed: the team takes no more requests.
        AskedAlready: a request of theirs for some of these days is open or accepted.
        NoPlaceLeft: the team is full on some of these days.
    """
    first, last = days
    lock(session, stay)
    if stay.closed_at is not None:
        raise OfferClosed("This team takes no more requests.")
    if last < first or first < stay.from_on or last > stay.to_on:
        raise BadRequest("Choose days within those that the team offers.")
    if not note.strip() or len(note) > LONGEST_NOTE:
        raise BadRequest("Say in a few sentences what you would like to see or do there.")
    earlier = queries.unfinished(session, stay, person_id=person_id)
    if any(one.from_on <= last and first <= one.to_on for one in earlier):
        raise AskedAlready("You asked this team for some of these days already.")
    _require_place(session, stay, days)
    request = StayRequest(
        stay_id=stay.id,
        person_id=person_id,
        uid=str(uuid.uuid4()),
        from_on=first,
        to_on=last,
        note=note.strip(),
        asked_at=now,
        changed_at=now,
    )
    session.add(request)
    session.flush()
    _tell_hosts(session, request, "asked", desk, now)
    return request


def _require_place(session: Session, stay: Stay, days: tuple[date, date]) -> None:
    if most_at_once(queries.accepted_days(session, stay), days) >= stay.guests:
        raise NoPlaceLeft("The team is full on some of these days.")


def answer(
    session: Session,
    *,
    request: StayRequest,
    is_welcome: bool,
    sentence: str,
    person_id: int,
    desk: Desk,
    now: datetime,
) -> None:
    """Say yes or no in a sentence; the guest gets a mail.

    The offer's row is locked first: of two hosts who give the last place away at once, one
    is told that it is gone.

    Raises:
        BadRequest: there is no sentence, or it is too long.
        NotWaiting: it was answered or withdrawn.
        NoPlaceLeft: the team is full by now.
    """
    if not sentence.strip() or len(sentence) > LONGEST_NOTE:
        raise BadRequest("Answer in a sentence: a bare yes or no helps nobody.")
    _lock(session, request)
    if request.state != "asked":
        raise NotWaiting("This was answered or withdrawn already.")
    if is_welcome:
        _require_place(session, request.stay, (request.from_on, request.to_on))
        request.accepted_at = now
    request.answer, request.answered_by_id = sentence.strip(), person_id
    _turn(session, request, "accepted" if is_welcome else "declined", now)
    _tell(session, request, request.state, request.person, desk, now)


def withdraw(session: Session, *, request: StayRequest, desk: Desk, now: datetime) -> None:
    """Do not come after all; the place is free again, and the hosts hear of it.

    Raises:
        NotWaiting: it was declined or withdrawn.
    """
    _lock(session, request)
    if request.state not in ("asked", "accepted"):
        raise NotWaiting("This was answered or withdrawn already.")
    _turn(session, request, "withdrawn", now)
    _tell_hosts(session, request, "withdrawn", desk, now)


def _lock(session: Session, request: StayRequest) -> None:
    lock(session, request.stay)
    session.refresh(request)


def _turn(session: Session, request: StayRequest, state: str, now: datetime) -> None:
    request.state, request.changed_at = state, now
    request.sequence += 1
    session.flush()


def _tell_hosts(
    session: Session, request: StayRequest, kind: str, desk: Desk, now: datetime
) -> None:
    for one in request.stay.hosts:
        if one.person_id != request.person_id and one.person.can_sign_in():
            _tell(session, request, kind, one.person, desk, now)


def _tell(
    session: Session, request: StayRequest, kind: str, reader: Person, desk: Desk, now: datetime
) -> None:
    subject, body = letter(request, kind, reader, desk)
    write_mail(
        session,
        key=f"stay-{kind}:{request.id}:{request.sequence}:{reader.id}",
        kind=f"stay-{kind}",
        to_name=reader.name,
        to_address=reader.email,
        subject=subject,
        body=body,
        event_id=request.event_id,
        person_id=reader.id,
        now=now,
    )
