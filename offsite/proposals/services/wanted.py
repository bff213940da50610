"""Topics that wait for a host."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals import queries
from offsite.proposals.letters import Desk, nomination_letter
from offsite.proposals.models import MeToo, Proposal, Wanted
from offsite.proposals.services.hosts import find_member
from offsite.proposals.services.locking import lock


class BadWanted(BadInput):
    """The text cannot be a wanted topic."""


class NoLongerWanted(RuleBroken):
    """The topic was closed, or somebody took it."""


def want(
    session: Session,
    *,
    event: Event,
    person_id: int,
    title: str,
    now: datetime,
    description: str = "",
) -> Wanted:
    """Ask for a topic.  The same title again joins the one that is there.

    Raises:
        BadWanted: there is no title, or it is too long.
    """
    title = " ".join(title.split())
    if not title:
        raise BadWanted("Say what you would like to hear about.")
    if len(title) > 200:
        raise BadWanted("A topic has at most 200 characters; say more below it.")
    lock(session, event)
    if found := queries.open_wanted_called(session, event_id=event.id, title=title):
        if found.person_id != person_id:
            say_me_too(session, wanted=found, person_id=person_id, now=now)
        return found
    wanted = Wanted(
        event_id=event.id,
        title=title,
        description=description.strip(),
        person_id=person_id,
        created_at=now,
    )
    session.add(wanted)
    session.flush()
    return wanted


def say_me_too(session: Session, *, wanted: Wanted, person_id: int, now: datetime) -> None:
    """Want it as well.  Twice is once; who asked for it is counted already.

    Raises:
        NoLongerWanted: the topic is closed.
    """
    lock(session, wanted)
    if wanted.closed_at is not None:
        raise NoLongerWanted("This topic is closed.")
    if wanted.person_id == person_id:
        return
    if queries.me_too_of(session, wanted_id=wanted.id, person_id=person_id) is None:
        session.add(MeToo(wanted_id=wanted.id, person_id=person_id, said_at=now))
        session.flush()


def take_back_me_too(session: Session, *, wanted: Wanted, person_id: int) -> None:
    """Want it no longer.  Who never did changes nothing."""
    session.execute(delete(MeToo).where(MeToo.wanted_id == wanted.id, MeToo.person_id == person_id))
    session.flush()


def nominate(
    session: Session, *, wanted: Wanted, text: str, by: str, desk: Desk, now: datetime
) -> Person:
    """Name a member who should do it; a mail asks them.  The last nominee stands.

    Naming the same person again sends no second mail.

    Raises:
        UnknownMember: ``text`` names no member, or several.
        NoLongerWanted: the topic is closed or taken.
    """
    lock(session, wanted)
    _require_free(wanted)
    person = find_member(session, event_id=wanted.event_id, text=text)
    wanted.nominee_id = person.id
    letter = nomination_letter(wanted, wanted.event, person, by, desk)
    write_mail(
        session,
        key=f"nominated:{wanted.id}:{wanted.created_at.isoformat()}:{person.id}",
        kind="nominated",
        to_name=person.name,
        to_address=person.email,
        subject=letter.subject,
        body=letter.body,
        event_id=wanted.event_id,
        person_id=person.id,
        now=now,
    )
    session.flush()
    return person


def _require_free(wanted: Wanted) -> None:
    if wanted.closed_at is not None:
        raise NoLongerWanted("This topic is closed.")
    if queries.is_taken(wanted):
        raise NoLongerWanted("Somebody has taken this topic.")


def take(session: Session, *, wanted: Wanted, proposal: Proposal) -> bool:
    """Note that ``proposal`` is the answer.  False when somebody was faster.

    The proposal stands either way: nobody loses what they wrote.
    """
    lock(session, wanted)
    if wanted.proposal_id == proposal.id:
        return True
    if wanted.closed_at is not None or queries.is_taken(wanted):
        return False
    wanted.proposal_id = proposal.id
    session.flush()
    session.refresh(wanted, ["proposal"])
    return True


def close_wanted(session: Session, *, wanted: Wanted, now: datetime) -> Wanted:
    """Take a topic off the list.  It can be opened again."""
    if wanted.closed_at is None:
        wanted.closed_at = now
        session.flush()
    return wanted


def reopen_wanted(session: Session, *, wanted: Wanted) -> Wanted:
    """Undo a closing."""
    wanted.closed_at = None
    session.flush()
    return wanted
