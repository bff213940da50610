"""Who hears of a release: one mail to each person it changes something for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.events.models import Event, Membership
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.schedule.letters import Desk, release_letter
from offsite.schedule.models import Pick, Release, ReleasedItem
from offsite.schedule.queries import is_on_agenda
from offsite.schedule.rules import Changes, Comparable

KIND = "schedule-changed"


@dataclass(frozen=True)
class Affected:
    """A person, and the part of a release's changes that is about their agenda."""

    person: Person
    changes: Changes


def affected(session: Session, *, event: Event, changes: Changes) -> list[Affected]:
    """Everybody whose agenda ``changes`` reach: they picked it, host it, or all attend.

    A moved item counts for those who have it on the agenda as it is now, a canceled one
    for those who had it.  Who left the event or may not sign in is passed over.  Two
    statements, whatever the number of people.
    """
    if not changes:
        return []
    picked = _picked(session, event)
    found = []
    for person in _readers(session, event):
        theirs = _changes_for(changes, person.id, frozenset(picked[person.id]))
        if theirs:
            found.append(Affected(person, theirs))
    return found


def _readers(session: Session, event: Event) -> Sequence[Person]:
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.event_id == event.id,
            Membership.left_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    ).all()


def _picked(session: Session, event: Event) -> dict[int, set[int]]:
    picked: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(Pick.person_id, Pick.proposal_id)
        .join(Proposal, Proposal.id == Pick.proposal_id)
        .where(Proposal.event_id == event.id, Pick.dropped_at.is_(None))
    )
    for person_id, proposal_id in rows:
        picked[person_id].add(proposal_id)
    return picked


def _changes_for(changes: Changes, person_id: int, picked: frozenset[int]) -> Changes:
    def concerns(item: Comparable) -> bool:
        released = cast(ReleasedItem, item)
        return is_on_agenda(released, person_id=person_id, picked=picked)

    return Changes(
        new=tuple(one for one in changes.new if concerns(one)),
        moved=tuple(one for one in changes.moved if concerns(one.new)),
        canceled=tuple(one for one in changes.canceled if concerns(one)),
    )


def tell_affected(
    session: Session, release: Release, changes: Changes, *, desk: Desk, held: bool, now: datetime
) -> int:
    """Write each affected person one mail with their own changes; returns how many.

    ``held`` mails wait in the outbox for an organizer.  The same release tells nobody twice.
    """
    found = affected(session, event=release.event, changes=changes)
    for one in found:
        letter = release_letter(release, one.changes, one.person, desk)
        write_mail(
            session,
            key=f"{KIND}:{release.id}:{one.person.id}",
            kind=KIND,
            to_name=one.person.name,
            to_address=one.person.email,
            subject=letter.subject,
            body=letter.body,
            event_id=release.event_id,
            person_id=one.person.id,
            held=held,
            now=now,
        )
    return len(found)
