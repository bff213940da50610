"""Who hears of a text: everybody asked once, followers at most once a day."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Membership
from offsite.outbox.desk import Desk, Letter
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.rfc import queries, services
from offsite.rfc.letters import digest_letter, opened_letter
from offsite.rfc.models import Rfc, RfcFollower

DIGEST, OPENED = "rfc-digest", "rfc-opened"
EVERY = timedelta(hours=23)
"""A digest a day, though the chore does not come at the same minute each day."""


def ask_everybody(session: Session, *, rfc: Rfc, desk: Desk, held: bool, now: datetime) -> int:
    """Write each member one mail that the text is open; returns how many.  Twice is once.

    ``held`` mails wait in the outbox for an organizer.
    """
    readers = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.event_id == rfc.event_id,
            Membership.left_at.is_(None),
            Person.disabled_at.is_(None),
            Person.id.is_distinct_from(rfc.created_by_id),
        )
        .order_by(Person.id)
    ).all()
    for reader in readers:
        letter = opened_letter(rfc, reader, desk)
        _mail(session, OPENED, f"{rfc.id}", rfc.event_id, reader, letter, held, now)
    return len(readers)


def tell_followers(session: Session, desk: Desk, now: datetime) -> int:
    """Write the digests that are due; returns how many.  Who was told today waits.

    One mail covers all texts of an event that somebody follows.
    """
    rows = session.scalars(
        select(RfcFollower)
        .join(RfcFollower.person)
        .join(RfcFollower.rfc)
        .where(
            RfcFollower.follows,
            RfcFollower.told_up_to <= now - EVERY,
            Rfc.changed_at > RfcFollower.told_up_to,
            Rfc.state != "draft",
            Person.disabled_at.is_(None),
        )
        .options(joinedload(RfcFollower.person), joinedload(RfcFollower.rfc).joinedload(Rfc.event))
        .order_by(RfcFollower.person_id, RfcFollower.rfc_id)
        .with_for_update(of=RfcFollower)
    ).all()
    found: dict[tuple[int, int], list[RfcFollower]] = defaultdict(list)
    for one in rows:
        found[one.person_id, one.rfc.event_id].append(one)
    written = 0
    for (_person_id, event_id), followed in found.items():
        news = [(one.rfc, queries.news_for(session, one)) for one in followed]
        telling = [(rfc, what) for rfc, what in news if what]
        for one in followed:
            one.told_up_to = now
        if telling:
            reader = followed[0].person
            letter = digest_letter(telling, reader, desk)
            when = now.isoformat(timespec="minutes")
            _mail(session, DIGEST, f"{event_id}:{when}", event_id, reader, letter, False, now)
            written += 1
    session.flush()
    return written


def settle_what_can(session: Session, desk: Desk, now: datetime) -> int:
    """Let every text stand whose last call has ended; a concern would have ended it before."""
    found = queries.calls_that_ended(session, now=now)
    for rfc in found:
        services.settle(session, rfc=rfc, now=now)
    return len(found)


def _mail(
    session: Session,
    kind: str,
    about: str,
    event_id: int,
    reader: Person,
    letter: Letter,
    held: bool,
    now: datetime,
) -> None:
    write_mail(
        session,
        key=f"{kind}:{about}:{reader.id}",
        kind=kind,
        to_name=reader.name,
        to_address=reader.email,
        subject=letter.subject,
        body=letter.body,
        event_id=event_id,
        person_id=reader.id,
        held=held,
        now=now,
    )
