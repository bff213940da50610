"""The one mail to somebody who waited and has a seat now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.events.models import Event
from offsite.outbox.services import write_mail
from offsite.schedule import queries as schedule
from offsite.schedule.models import ReleasedItem
from offsite.schedule.seats import queries
from offsite.schedule.seats.models import SeatClaim

KIND = "seat-free"


@dataclass(frozen=True)
class SeatDesk:
    """What the mail needs from outside: addresses, the reader's language and its dates."""

    address_of: Callable[[ReleasedItem], str]
    when: Callable[[ReleasedItem, str], str]
    translate: Callable[[str, str], str]


def tell_moved_up(session: Session, *, event: Event, desk: SeatDesk, now: datetime) -> int:
    """Write to everybody who moved up since the last call; returns how many.

    It leaves at once: a seat that nobody knows of stays empty.  The same move is told once,
    and an item that is not in the newest release any more is not told of.
    """
    claims = queries.untold(session, event)
    if not claims:
        return 0
    release = schedule.latest_release(session, event)
    running = {
        one.proposal_id: one
        for one in (release.items if release else ())
        if one.canceled_at is None and one.proposal_id is not None
    }
    told = [one for one in claims if _tell(session, event, one, running, desk, now)]
    session.flush()
    return len(told)


def _tell(
    session: Session,
    event: Event,
    claim: SeatClaim,
    running: Mapping[int, ReleasedItem],
    desk: SeatDesk,
    now: datetime,
) -> bool:
    claim.told_at = now
    item = running.get(claim.seat_list.proposal_id)
    if item is None or claim.moved_up_at is None:
        return False
    locale = claim.person.locale
    values = {
        "name": claim.person.name,
        "title": item.title,
        "event": event.name,
        "place": ", ".join(filter(None, (desk.when(item, locale), item.room_name))),
        "address": desk.address_of(item),
    }
    subject = desk.translate("You have a seat: %(title)s", locale)
    body = desk.translate(
        "Hello %(name)s,\n\n"
        "a seat became free at %(event)s, and it is yours:\n\n"
        "%(title)s\n%(place)s\n\n"
        "It is on your agenda. If you cannot come after all, please give the seat back, "
        "so that the next one gets it at once:\n%(address)s\n",
        locale,
    )
    write_mail(
        session,
        key=f"{KIND}:{claim.id}:{claim.moved_up_at.isoformat()}",
        kind=KIND,
        to_name=claim.person.name,
        to_address=claim.person.email,
        subject=subject % values,
        body=body % values,
        event_id=event.id,
        person_id=claim.person_id,
        now=now,
    )
    return True
