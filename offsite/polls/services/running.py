"""A poll opens, reminds, and closes for good."""

import random
from datetime import datetime

from sqlalchemy import delete, event, select, update
from sqlalchemy.orm import Session

from offsite.anonymity import ids, slots
from offsite.anonymity.keys import KeyFolder, KeyIsGone
from offsite.anonymity.rewriting import rewrite
from offsite.errors import BadInput, RuleBroken
from offsite.outbox.services import write_mail
from offsite.polls import queries
from offsite.polls.letters import Desk, reminder_letter
from offsite.polls.models import Answer, NamedAnswer, Participation, Poll, PollSlot, SessionRating
from offsite.polls.services.composing import require_changeable
from offsite.polls.services.locking import lock

_shuffled = random.SystemRandom()


class NotOpen(RuleBroken):
    """The poll takes no answers now."""


def key_name(poll_id: int) -> str:
    """The name of the poll's key, which the database does not hold."""
    return f"poll-{poll_id}"


class BadPeriod(BadInput):
    """The poll cannot be open in this period."""


class NobodyIsSilent(RuleBroken):
    """Everybody who was asked has answered."""


def plan_poll(
    session: Session,
    *,
    poll: Poll,
    opens_at: datetime,
    closes_at: datetime | None,
    keys: KeyFolder,
    now: datetime,
) -> Poll:
    """Ask every member from ``opens_at`` on, until ``closes_at`` or until somebody closes it.

    What it asks, and that answers have no names, is fixed as soon as it opens.

    Raises:
        BadPeriod: it ends before it begins, or is over already.
        PollIsFixed: it is or was open.
    """
    lock(session, poll)
    require_changeable(poll, now)
    if closes_at is not None and closes_at <= max(opens_at, now):
        raise BadPeriod("A poll must end after it begins, and not in the past.")
    poll.opens_at, poll.closes_at = max(opens_at, now), closes_at
    session.flush()
    keys.make(key_name(poll.id))
    invite_missing(session, poll=poll)
    return poll


def open_now(session: Session, *, poll: Poll, keys: KeyFolder, now: datetime) -> Poll:
    """Ask every member from now on; a planned end stays.  An open poll stays open.

    Raises:
        PollIsFixed: it is over.
        BadPeriod: the planned end has passed.
    """
    lock(session, poll)
    if poll.is_open(now):
        return poll
    return plan_poll(session, poll=poll, opens_at=now, closes_at=poll.closes_at, keys=keys, now=now)


def back_to_draft(session: Session, *, poll: Poll, now: datetime) -> Poll:
    """Take back a plan to open it.  A draft stays one.

    Raises:
        PollIsFixed: it is or was open.
    """
    lock(session, poll)
    require_changeable(poll, now)
    poll.opens_at = poll.closes_at = None
    session.flush()
    return poll


def invite_missing(session: Session, *, poll: Poll) -> int:
    """Give every member a participation who has none, all at once and in no order; returns
    how many."""
    people = queries.not_yet_asked(session, poll)
    _shuffled.shuffle(people)
    session.add_all(Participation(poll_id=poll.id, person_id=one) for one in people)
    session.flush()
    return len(people)


def close_now(session: Session, *, poll: Poll, keys: KeyFolder, now: datetime) -> Poll:
    """Take no answers any more and make the results, for good.  A closed poll stays closed.

    Raises:
        NotOpen: it never opened.
    """
    lock(session, poll)
    if poll.sealed_at is not None:
        return poll
    if poll.may_change(now):
        raise NotOpen("This poll is not open.")
    if not poll.is_due(now):
        poll.closes_at = now
    _seal(session, poll, keys, now)
    return poll


def seal_due(session: Session, *, keys: KeyFolder, now: datetime) -> list[Poll]:
    """Close every poll whose time is over; returns them."""
    found = list(queries.due_polls(session, now=now))
    for poll in found:
        close_now(session, poll=poll, keys=keys, now=now)
    return found


def _seal(session: Session, poll: Poll, keys: KeyFolder, now: datetime) -> None:
    """Nothing that is left says who wrote what: new random keys of rows, no marks, no order.

    The key outside the database is destroyed once this is saved.
    """
    for person_id in _who_answered(session, poll, keys):
        row = queries.participation_of(session, poll_id=poll.id, person_id=person_id)
        assert row is not None
        row.done = True
    poll.sealed_at = now
    session.flush()
    session.execute(delete(PollSlot).where(PollSlot.poll_id == poll.id))
    session.execute(update(SessionRating).where(SessionRating.poll_id == poll.id).values(tag=None))
    for model in (Answer, SessionRating):
        _rename(session, model, poll)
    for table in (Answer, SessionRating, Participation, NamedAnswer):
        rewrite(session, table.__table__, table.poll_id == poll.id)
    session.expire_all()
    name = key_name(poll.id)
    event.listen(session, "after_commit", lambda _session: keys.destroy(name), once=True)


def _who_answered(session: Session, poll: Poll, keys: KeyFolder) -> list[int]:
    """Person ids; nobody when the key is gone and so nobody can tell any more."""
    if not poll.is_anonymous:
        return list(queries.named_people(session, poll))
    try:
        key = keys.read(key_name(poll.id))
    except KeyIsGone:
        return []
    spent = queries.spent_slots(session, poll)
    asked = session.scalars(select(Participation.person_id).where(Participation.poll_id == poll.id))
    return [one for one in asked if slots.slots_of(key, one, 1)[0] in spent]


def _rename(session: Session, model: type[Answer | SessionRating], poll: Poll) -> None:
    for old in session.scalars(select(model.id).where(model.poll_id == poll.id)).all():
        session.execute(update(model).where(model.id == old).values(id=ids.new_id()))


def remind(session: Session, *, poll: Poll, keys: KeyFolder, desk: Desk, now: datetime) -> int:
    """Write to everybody who was asked and has not answered; returns how many.

    The mails belong to no event, so that the organizers' outbox does not list who is silent,
    and they are forgotten after a week.  Nobody gets two on one day.

    Raises:
        NotOpen: it takes no answers.
        NobodyIsSilent: there is nobody to remind.
    """
    lock(session, poll)
    if not poll.is_open(now):
        raise NotOpen("This poll is not open.")
    invite_missing(session, poll=poll)
    answered = set(_who_answered(session, poll, keys))
    silent = [one for one in queries.people_asked(session, poll) if one.id not in answered]
    if not silent:
        raise NobodyIsSilent("Everybody has answered; there is nobody to remind.")
    for reader in silent:
        letter = reminder_letter(poll, reader, desk)
        write_mail(
            session,
            key=f"poll-reminder:{poll.id}:{reader.id}:{now:%Y-%m-%d}",
            kind="poll-reminder",
            to_name=reader.name,
            to_address=reader.email,
            subject=letter.subject,
            body=letter.body,
            person_id=reader.id,
            now=now,
        )
    return len(silent)
