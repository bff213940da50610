"""The mails that mixing sends: one a person, to those it is about.

They name rooms, cars and tables, never people, places on the way or needs: organizers read
the outbox, and who shares with whom is for those who share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.events.models import Event
from offsite.mixing.models import PublishedMix
from offsite.mixing.needs import Missing
from offsite.mixing.publishing import Change, Spot
from offsite.outbox.services import write_mail
from offsite.people.models import Person

CHANGED = "mixing-changed"
REMINDER = "mixing-reminder"


def in_english(template: str, locale: str) -> str:
    return template


def in_utc(moment: datetime, locale: str) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True)
class Desk:
    """Where pages are, and how texts and moments are said in a reader's language."""

    mine: str
    """The full address of the reader's own room, car and table."""
    needs: str
    """The full address of the page of needs."""
    translate: Callable[[str, str], str] = in_english
    when: Callable[[datetime, str], str] = in_utc


def tell_affected(
    session: Session,
    published: PublishedMix,
    changes: Sequence[Change],
    *,
    desk: Desk,
    held: bool,
    now: datetime,
) -> int:
    """Write each affected person one mail with their own changes; returns how many.

    ``held`` mails wait in the outbox for an organizer.  The same publication tells nobody
    twice.
    """
    theirs: dict[int, list[Change]] = {}
    for change in changes:
        theirs.setdefault(change.person_id, []).append(change)
    readers = _readers(session, theirs)
    for reader in readers:
        write_mail(
            session,
            key=f"{CHANGED}:{published.id}:{reader.id}",
            kind=CHANGED,
            to_name=reader.name,
            to_address=reader.email,
            subject=_subject(published, reader, desk),
            body=_body(published, theirs[reader.id], reader, desk),
            event_id=published.event_id,
            person_id=reader.id,
            held=held,
            now=now,
        )
    return len(readers)


def _readers(session: Session, person_ids: Sequence[int] | dict[int, list[Change]]) -> list[Person]:
    rows = session.scalars(
        select(Person)
        .where(Person.id.in_(list(person_ids)), Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    return list(rows)


def _subject(published: PublishedMix, reader: Person, desk: Desk) -> str:
    if published.number == 1:
        template = desk.translate("Your room, car and table: %(event)s", reader.locale)
    else:
        template = desk.translate("Something changed for you: %(event)s", reader.locale)
    return template % {"event": published.event.name}


def _body(published: PublishedMix, changes: Sequence[Change], reader: Person, desk: Desk) -> str:
    opening = desk.translate(
        "Hello %(name)s,\n\nthis is what is new for you at %(event)s:", reader.locale
    )
    closing = desk.translate(
        "Who is with you, how to reach them and where you meet:", reader.locale
    )
    parts = [opening % {"name": reader.name, "event": published.event.name}]
    parts.append("\n".join(_line(one, reader.locale, desk) for one in changes))
    if published.note:
        heading = desk.translate("From the organizers:", reader.locale)
        parts.append(f"{heading}\n{published.note.strip()}")
    parts.append(f"{closing}\n{desk.mine}\n")
    return "\n\n".join(parts)


def _line(change: Change, locale: str, desk: Desk) -> str:
    before, after = change.before, change.after
    if after is None:
        values = {"round": before.round_name if before else ""}
        return "- " + desk.translate("%(round)s: you are not in it any more.", locale) % values
    values = {"round": after.round_name, "group": _where(after, locale, desk)}
    if before is not None and before.name != after.name:
        values["before"] = before.name
        return "- " + desk.translate("%(round)s: %(group)s, not %(before)s.", locale) % values
    if before is not None and before.beside != after.beside:
        same = desk.translate("%(round)s: %(group)s, with somebody else.", locale)
        return f"- {same % values}"
    return "- " + desk.translate("%(round)s: %(group)s.", locale) % values


def _where(spot: Spot, locale: str, desk: Desk) -> str:
    moment = spot.leaves_at if spot.kind == "cars" else spot.starts_at
    return f"{spot.name}, {desk.when(moment, locale)}" if moment else spot.name


def remind(
    session: Session,
    *,
    event: Event,
    missing: Sequence[Missing],
    desk: Desk,
    now: datetime,
) -> int:
    """Ask everybody who has not said what a round needs; returns how many are asked.

    Somebody who was asked on the same day is not asked again.
    """
    readers = _readers(session, [one.person.id for one in missing])
    written = 0
    for reader in readers:
        values = {"name": reader.name, "event": event.name, "address": desk.needs}
        subject = desk.translate("Your room and your way to %(event)s", reader.locale)
        body = desk.translate(
            "Hello %(name)s,\n\n"
            "we are about to share out rooms and seats in cars for %(event)s and do not know "
            "yet what you need. It takes a minute:\n%(address)s\n\n"
            "Only you and the person who does rooms and travel read what you write there.\n",
            reader.locale,
        )
        write_mail(
            session,
            key=f"{REMINDER}:{event.id}:{reader.id}:{now.astimezone(event.zone):%Y-%m-%d}",
            kind=REMINDER,
            to_name=reader.name,
            to_address=reader.email,
            subject=subject % values,
            body=body % values,
            event_id=event.id,
            person_id=reader.id,
            now=now,
        )
        written += 1
    return written
