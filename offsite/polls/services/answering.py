"""People answer, change their mind, and take their answer back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.anonymity import slots
from offsite.anonymity.apart import UnitOfWork, act_apart, without_people
from offsite.anonymity.ids import ID_LENGTH
from offsite.anonymity.keys import KeyFolder, KeyIsGone
from offsite.anonymity.tags import tag_of
from offsite.errors import NotAllowed, RuleBroken
from offsite.polls import queries
from offsite.polls.models import Answer, NamedAnswer, Poll, PollSlot
from offsite.polls.services.running import NotOpen, invite_missing, key_name
from offsite.polls.sheets import Sheet, check_sheet, payload_of, sheet_of


class AnsweredElsewhere(RuleBroken):
    """The person has answered, and this device does not hold the secret of that answer."""


class NotAsked(NotAllowed):
    """The person is no member of the event."""


@dataclass(frozen=True)
class Respondent:
    """A person, and the secret of the device in their hand."""

    person_id: int
    secret: str


def answer_id(poll_id: int, who: Respondent) -> str:
    """The key of the answer that this person gives on this device.

    The same device finds it again and a repeated request writes it once; without the secret
    nobody can compute it.
    """
    return tag_of(who.secret.encode(), "answer", poll_id, who.person_id)[:ID_LENGTH]


def give_answer(
    unit: UnitOfWork,
    *,
    poll_id: int,
    who: Respondent,
    sheet: Sheet,
    keys: KeyFolder,
    now: datetime,
) -> None:
    """Answer a poll without names, or replace what the same device answered before.

    That somebody answered and what was said are two transactions.  The same request twice
    is one answer.

    Raises:
        NotOpen: the poll takes no answers.
        BadAnswer: the sheet cannot be kept.
        AnsweredElsewhere: the person answered on another device.
        NotAsked: the person is not a member.
        KeyIsGone: this installation lost the poll's key.
    """
    if _replace(unit, poll_id, who, sheet, now):
        return
    key = keys.read(key_name(poll_id))

    def claim(session: Session) -> str:
        poll = _open_poll(session, poll_id, now)
        _require_asked(session, poll, who.person_id)
        return _spend(session, poll, key, who.person_id)

    def say(session: Session) -> None:
        ident = answer_id(poll_id, who)
        session.add(Answer(id=ident, poll_id=poll_id, payload=payload_of(sheet)))

    def give_back(session: Session, tag: str) -> None:
        slots.give_back(session, PollSlot, tag=tag)

    act_apart(unit, claim=claim, say=say, give_back=give_back)


def _replace(unit: UnitOfWork, poll_id: int, who: Respondent, sheet: Sheet, now: datetime) -> bool:
    """Whether this device's answer was there, and now says ``sheet``."""
    with unit() as session:
        poll = _open_poll(session, poll_id, now)
        _check(poll, sheet)
        found = queries.answer_called(session, answer_id(poll_id, who))
        if found is None:
            return False
        with without_people(session):
            found.payload = payload_of(sheet)
        return True


def _spend(session: Session, poll: Poll, key: bytes, person_id: int) -> str:
    try:
        return slots.spend(
            session, PollSlot, key=key, person_id=person_id, limit=1, poll_id=poll.id
        )
    except slots.NothingLeft:
        raise AnsweredElsewhere(
            "You have answered already, on another device or in another browser. Only there "
            "can the answer be changed: here nobody knows which one is yours."
        ) from None


def _open_poll(session: Session, poll_id: int, now: datetime) -> Poll:
    poll = session.get(Poll, poll_id, with_for_update=True, populate_existing=True)
    if poll is None or not poll.is_open(now) or poll.kind != "meeting":
        raise NotOpen("This poll takes no answers now.")
    return poll


def _check(poll: Poll, sheet: Sheet) -> None:
    check_sheet(
        sheet,
        rows=[one.key for one in poll.items if one.kind != "line"],
        lines=[one.key for one in poll.items if one.kind == "line"],
        split=poll.split,
    )


def _require_asked(session: Session, poll: Poll, person_id: int) -> None:
    if queries.participation_of(session, poll_id=poll.id, person_id=person_id):
        return
    # With everybody else who came since: their rows say no more than that they came.
    invite_missing(session, poll=poll)
    if queries.participation_of(session, poll_id=poll.id, person_id=person_id) is None:
        raise NotAsked("Only members of the event are asked.")


def withdraw_answer(
    unit: UnitOfWork, *, poll_id: int, who: Respondent, keys: KeyFolder, now: datetime
) -> bool:
    """Take back what this device answered; then the person may answer again, anywhere.

    Returns whether there was something; twice is once.

    Raises:
        NotOpen: the poll takes no answers any more.
    """
    with unit() as session:
        _open_poll(session, poll_id, now)
        found = queries.answer_called(session, answer_id(poll_id, who))
        if found is None:
            return False
        with without_people(session):
            session.delete(found)
    (tag,) = slots.slots_of(keys.read(key_name(poll_id)), who.person_id, 1)
    with unit() as session:
        slots.give_back(session, PollSlot, tag=tag)
    return True


def has_answered(session: Session, *, poll: Poll, person_id: int, keys: KeyFolder) -> bool:
    """Whether the person answered the open poll; asked by that person alone."""
    if not poll.is_anonymous:
        return queries.named_answer(session, poll_id=poll.id, person_id=person_id) is not None
    try:
        (tag,) = slots.slots_of(keys.read(key_name(poll.id)), person_id, 1)
    except KeyIsGone:
        return False
    return queries.has_slot(session, tag=tag)


def answer_of_device(session: Session, *, poll_id: int, who: Respondent) -> Sheet | None:
    """What this device answered, for its owner's eyes."""
    found = queries.answer_called(session, answer_id(poll_id, who)) if who.secret else None
    return sheet_of(found.payload) if found else None


# --- With names ---------------------------------------------------------------------------


def give_named_answer(
    session: Session, *, poll: Poll, person_id: int, sheet: Sheet, now: datetime
) -> NamedAnswer:
    """Answer a poll that has names, or replace what the person answered before.

    Raises:
        NotOpen, BadAnswer, NotAsked: as `give_answer`.
    """
    poll = _open_poll(session, poll.id, now)
    _check(poll, sheet)
    found = queries.named_answer(session, poll_id=poll.id, person_id=person_id)
    if found is None:
        _require_asked(session, poll, person_id)
        found = NamedAnswer(poll_id=poll.id, person_id=person_id, payload={}, answered_at=now)
        session.add(found)
    found.payload, found.answered_at = payload_of(sheet), now
    session.flush()
    return found


def withdraw_named_answer(session: Session, *, poll: Poll, person_id: int, now: datetime) -> bool:
    """Take back one's answer; returns whether there was one.

    Raises:
        NotOpen: the poll takes no answers any more.
    """
    _open_poll(session, poll.id, now)
    found = queries.named_answer(session, poll_id=poll.id, person_id=person_id)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True
