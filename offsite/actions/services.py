"""Writing action points down, finding a willing owner for each, and bringing them to an end."""

import uuid
from datetime import date, datetime

from sqlalchemy.orm import Session

from offsite.actions import queries
from offsite.actions.letters import asked_letter, declined_letter
from offsite.actions.models import Action, ActionStep
from offsite.actions.rules import MOST_PER_SESSION
from offsite.errors import BadInput, RuleBroken, Stale
from offsite.events.models import Event
from offsite.outbox.desk import Desk, Letter
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.proposals.services.hosts import find_member
from offsite.proposals.services.locking import lock

LONGEST_TITLE = 200


class BadAction(BadInput):
    """The text cannot be an action point."""


class EnoughActions(RuleBroken):
    """The session has as many action points as it may leave behind."""


class NotYours(RuleBroken):
    """Somebody else owns it or was asked."""


class ActionClosed(RuleBroken):
    """It is done or dropped already, or not yet."""


class ActionChanged(Stale):
    """Somebody changed the action since the page was made."""


def write_down(
    session: Session,
    *,
    event: Event,
    title: str,
    due_on: date,
    person_id: int | None,
    now: datetime,
    details: str = "",
    proposal: Proposal | None = None,
    source: str = "",
) -> Action:
    """Write an action point down.  It waits for a willing owner.

    ``source`` says in words where it came from when that is no session of the programme.

    Raises:
        BadAction: there is no title, or it is too long.
        EnoughActions: the session has three that are not dropped.
    """
    title = _checked_title(title)
    if proposal is not None:
        lock(session, proposal)
        _require_room(session, proposal.id)
    action = Action(
        event_id=event.id,
        proposal_id=proposal.id if proposal else None,
        uid=str(uuid.uuid4()),
        title=title,
        details=details.strip(),
        source=proposal.title if proposal else source,
        due_on=due_on,
        created_by_id=person_id,
        created_at=now,
        changed_at=now,
    )
    session.add(action)
    session.flush()
    _trace(session, action, "written", person_id, now)
    return action


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise BadAction("Say what is to be done, in one line.")
    if len(title) > LONGEST_TITLE:
        raise BadAction("One line of at most 200 characters; the rest belongs below it.")
    return title


def _require_room(session: Session, proposal_id: int) -> None:
    if queries.count_living(session, proposal_id=proposal_id) >= MOST_PER_SESSION:
        raise EnoughActions(
            "This session has %(most)s action points already. Drop one first: what is not "
            "among the most important will not be done.",
            most=MOST_PER_SESSION,
        )


def change(
    session: Session,
    *,
    action: Action,
    title: str,
    details: str,
    due_on: date,
    seen: int,
    person_id: int | None,
    now: datetime,
) -> None:
    """Give it other words or another day.  ``seen`` is the sequence that the page showed.

    Raises:
        BadAction: as `write_down`.
        ActionClosed: it is over.
        ActionChanged: somebody else changed it meanwhile; nothing is overwritten.
    """
    title = _checked_title(title)
    lock(session, action)
    _require_open(action)
    if action.sequence != seen:
        raise ActionChanged(
            "Somebody changed this meanwhile. It now says “%(title)s”, due %(due)s; your words "
            "are still in the form.",
            title=action.title,
            due=action.due_on.isoformat(),
        )
    note = "" if action.due_on == due_on else f"{action.due_on.isoformat()} → {due_on.isoformat()}"
    action.title, action.details, action.due_on = title, details.strip(), due_on
    _step(session, action, "changed", person_id, now, note)


def ask_owner(
    session: Session,
    *,
    action: Action,
    text: str,
    by: str,
    person_id: int,
    desk: Desk,
    now: datetime,
) -> Person:
    """Ask a member, by name or address, to own it; a mail asks them.  Nobody is made to.

    Asking oneself is saying yes.

    Raises:
        UnknownMember: ``text`` names no member, or several.
        ActionClosed, NotYours: it is over, or has an owner.
    """
    lock(session, action)
    _require_open(action)
    _require_free(action)
    person = find_member(session, event_id=action.event_id, text=text)
    if person.id == person_id:
        _own(session, action, person_id, now)
        return person
    if action.asked_id == person.id:
        return person
    action.asked_id = person.id
    _step(session, action, "asked", person_id, now, person.name)
    _mail(session, "action-asked", action, person, asked_letter(action, person, by, desk), now)
    return person


def take_on(session: Session, *, action: Action, person_id: int, now: datetime) -> None:
    """Say yes: to the question, or to an action nobody owns.  Saying it twice is once.

    Raises:
        ActionClosed: it is over.
        NotYours: somebody else owns it, or was asked and has not answered.
    """
    lock(session, action)
    _require_open(action)
    if action.owner_id == person_id:
        return
    _require_free(action)
    if action.asked_id not in (None, person_id):
        raise NotYours("Somebody else was asked and has not answered yet.")
    _own(session, action, person_id, now)


def decline(
    session: Session,
    *,
    action: Action,
    person_id: int,
    word: str,
    by: str,
    desk: Desk,
    now: datetime,
) -> None:
    """Say no to the question; who wrote it down hears of it.

    Raises:
        NotYours: the person was not asked.
    """
    lock(session, action)
    if action.asked_id != person_id:
        raise NotYours("You were not asked, or have answered already.")
    action.asked_id = None
    _step(session, action, "declined", person_id, now, word)
    author = action.created_by
    if author is not None and author.id != person_id and author.can_sign_in():
        letter = declined_letter(action, author, by, word.strip(), desk)
        _mail(session, "action-declined", action, author, letter, now)


def give_back(
    session: Session, *, action: Action, person_id: int, word: str, now: datetime
) -> None:
    """Stop owning it: it waits for another owner.

    Raises:
        NotYours: the person does not own it.
        ActionClosed: it is over.
    """
    lock(session, action)
    _require_open(action)
    if action.owner_id != person_id:
        raise NotYours("You do not own this.")
    action.owner_id = action.accepted_at = None
    action.reminded_after = 0
    _step(session, action, "given_back", person_id, now, word)


def finish(
    session: Session, *, action: Action, person_id: int, now: datetime, word: str = ""
) -> None:
    """It is done; ``word`` says what came of it.  Twice is once."""
    lock(session, action)
    if action.state != "done":
        _require_open(action)
        _close(session, action, "done", person_id, now, word)


def drop(session: Session, *, action: Action, person_id: int, now: datetime, word: str) -> None:
    """It will not be done, and why.  Twice is once.

    Raises:
        BadAction: there is no reason.
        ActionClosed: it is done.
    """
    if not word.strip():
        raise BadAction("Say in a line why it is dropped: others wonder.")
    lock(session, action)
    if action.state != "dropped":
        _require_open(action)
        _close(session, action, "dropped", person_id, now, word)


def reopen(session: Session, *, action: Action, person_id: int, now: datetime) -> None:
    """Take back that it is done or dropped; its owner stays.

    Raises:
        EnoughActions: three others of its session live by now.
    """
    lock(session, action)
    if action.is_open:
        return
    if action.state == "dropped" and action.proposal_id is not None:
        _require_room(session, action.proposal_id)
    action.state, action.closed_at, action.reason = "open", None, ""
    _step(session, action, "reopened", person_id, now)


def carry_on(
    session: Session,
    *,
    action: Action,
    due_on: date,
    person_id: int,
    now: datetime,
    word: str = "",
) -> None:
    """It goes on until another day; reminders begin anew.

    Raises:
        ActionClosed: it is over.
    """
    lock(session, action)
    _require_open(action)
    action.due_on = due_on
    action.reminded_after = 0
    if action.owner_id is not None:
        action.accepted_at = now
    _step(session, action, "goes_on", person_id, now, word)


def note_review(session: Session, *, action: Action, event: Event) -> None:
    """Note that the review of ``event``, a later one of the series, has looked at it."""
    action.reviewed_in_id = event.id
    session.flush()


def _own(session: Session, action: Action, person_id: int, now: datetime) -> None:
    action.owner_id, action.asked_id, action.accepted_at = person_id, None, now
    _step(session, action, "accepted", person_id, now)


def _close(
    session: Session, action: Action, state: str, person_id: int, now: datetime, word: str
) -> None:
    action.state, action.closed_at, action.reason = state, now, word.strip()
    _step(session, action, state, person_id, now, word)


def _require_open(action: Action) -> None:
    if not action.is_open:
        raise ActionClosed("This is over already. Open it again first.")


def _require_free(action: Action) -> None:
    if action.owner_id is not None:
        raise NotYours("Somebody owns this already.")


def _step(
    session: Session,
    action: Action,
    kind: str,
    person_id: int | None,
    now: datetime,
    note: str = "",
) -> None:
    """A change: calendars see it, and the trace keeps it."""
    action.sequence += 1
    action.changed_at = now
    session.flush()
    _trace(session, action, kind, person_id, now, note)


def _trace(
    session: Session,
    action: Action,
    kind: str,
    person_id: int | None,
    now: datetime,
    note: str = "",
) -> None:
    session.add(
        ActionStep(
            action_id=action.id,
            kind=kind,
            note=note.strip(),
            person_id=person_id,
            happened_at=now,
        )
    )
    session.flush()
    session.refresh(action)


def _mail(
    session: Session, kind: str, action: Action, reader: Person, letter: Letter, now: datetime
) -> None:
    write_mail(
        session,
        key=f"{kind}:{action.id}:{action.sequence}",
        kind=kind,
        to_name=reader.name,
        to_address=reader.email,
        subject=letter.subject,
        body=letter.body,
        event_id=action.event_id,
        person_id=reader.id,
        now=now,
    )
