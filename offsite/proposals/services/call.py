"""The dates of the call and of the voting, and the words of the call."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput, Sentence
from offsite.events.models import Event
from offsite.proposals.services.locking import lock


class BadDates(BadInput):
    """Dates that contradict each other."""


@dataclass(frozen=True)
class CallPlan:
    """When people may propose and vote; None means not planned (or without an end)."""

    text: str = ""
    call_opens_at: datetime | None = None
    call_closes_at: datetime | None = None
    voting_opens_at: datetime | None = None
    voting_closes_at: datetime | None = None


def plan_call(session: Session, *, event: Event, plan: CallPlan) -> Event:
    """Set text and dates of the call and of the voting.

    Raises:
        BadDates: one sentence for each contradiction.
    """
    faults = [
        *_faults(Sentence("The call"), plan.call_opens_at, plan.call_closes_at),
        *_faults(Sentence("Voting"), plan.voting_opens_at, plan.voting_closes_at),
    ]
    if faults:
        raise BadDates(*faults)
    lock(session, event)
    event.call_text = plan.text
    event.call_opens_at, event.call_closes_at = plan.call_opens_at, plan.call_closes_at
    event.voting_opens_at, event.voting_closes_at = plan.voting_opens_at, plan.voting_closes_at
    session.flush()
    return event


def _faults(
    what: Sentence, opens_at: datetime | None, closes_at: datetime | None
) -> list[Sentence]:
    if closes_at is not None and opens_at is None:
        return [Sentence("%(what)s has an end but no beginning.", what=what)]
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        return [Sentence("%(what)s must end after it begins.", what=what)]
    return []


def open_call(session: Session, *, event: Event, now: datetime) -> Event:
    """Take proposals from now on; an end that has passed is forgotten."""
    lock(session, event)
    if not event.call_is_open(now):
        event.call_opens_at = now
        event.call_closes_at = _if_later(event.call_closes_at, now)
        session.flush()
    return event


def close_call(session: Session, *, event: Event, now: datetime) -> Event:
    """Take no proposals any more.  A closed call stays as it is."""
    lock(session, event)
    if event.call_is_open(now):
        event.call_closes_at = now
        session.flush()
    return event


def open_voting(session: Session, *, event: Event, now: datetime) -> Event:
    """Take votes from now on; an end that has passed is forgotten."""
    lock(session, event)
    if not event.voting_is_open(now):
        # The first opening stays: it fixes everybody's order of cards.
        if event.voting_opens_at is None or event.voting_opens_at > now:
            event.voting_opens_at = now
        event.voting_closes_at = _if_later(event.voting_closes_at, now)
        session.flush()
    return event


def close_voting(session: Session, *, event: Event, now: datetime) -> Event:
    """Take no votes any more, and show the organizers what they say."""
    lock(session, event)
    if event.voting_is_open(now):
        event.voting_closes_at = now
        session.flush()
    return event


def _if_later(instant: datetime | None, now: datetime) -> datetime | None:
    return instant if instant is not None and instant > now else None
