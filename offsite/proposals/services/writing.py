"""Writing a proposal: draft, submit, edit, withdraw, restore."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Sentence, Stale
from offsite.events.models import Event, Format, Membership, Track
from offsite.people.secrets import new_code
from offsite.proposals import queries, rules
from offsite.proposals.models import LEADERSHIP_KINDS, Absence, Proposal, ProposalHost
from offsite.proposals.services.locking import lock

CODE_TRIES = 10
LONGEST_TITLE = 200
LONGEST_ABSTRACT = 20_000
LONGEST_MINUTES = 24 * 60


class CallClosed(RuleBroken):
    """Proposals are not taken now."""


class NoLongerYours(RuleBroken):
    """What the proposal has become does not let its hosts do this."""


class ChangedMeanwhile(Stale):
    """Somebody saved the proposal after the form was opened."""


class BadProposal(BadInput):
    """What was written cannot be a proposal."""


@dataclass(frozen=True)
class Content:
    """What a person writes.  ``minutes`` None means the format's own length."""

    title: str
    format_id: int
    abstract: str = ""
    notes: str = ""
    minutes: int | None = None
    track_id: int | None = None
    language: str = ""
    leadership: str = ""
    needs: tuple[str, ...] = ()
    seats: int | None = None


def propose(
    session: Session,
    *,
    event: Event,
    author: Membership,
    content: Content,
    now: datetime,
    form_key: str | None = None,
) -> Proposal:
    """A draft that only its author sees, until it is submitted.

    The same ``form_key`` again is one proposal: the first is returned, unchanged.

    Raises:
        CallClosed: the call is not open.
        BadProposal: every fault of the content, one sentence each.
    """
    # A double click waits here, and then finds what the first click made.
    lock(session, author)
    if form_key and (found := _by_form_key(session, form_key)):
        return _of_author(found, author)
    _require_open_call(event, now)
    minutes = _checked(session, event, content)
    proposal = Proposal(
        event_id=event.id,
        uid=str(uuid.uuid4()),
        form_key=form_key or None,
        state="draft",
        created_by_id=author.person_id,
        created_at=now,
        state_changed_at=now,
        updated_at=now,
    )
    _write(proposal, content, minutes)
    _save_with_code(session, proposal)
    session.add(
        ProposalHost(
            proposal_id=proposal.id, person_id=author.person_id, invited_at=now, accepted_at=now
        )
    )
    session.flush()
    session.refresh(proposal, ["hosts"])
    return proposal


def put_on_programme(
    session: Session, *, event: Event, content: Content, person_id: int | None, now: datetime
) -> Proposal:
    """A session that the organizers set themselves: confirmed at once, outside the call.

    Raises:
        BadProposal: every fault of the content, one sentence each.
    """
    minutes = _checked(session, event, content)
    proposal = Proposal(
        event_id=event.id,
        uid=str(uuid.uuid4()),
        state="confirmed",
        created_by_id=person_id,
        created_at=now,
        submitted_at=now,
        state_changed_at=now,
        updated_at=now,
    )
    _write(proposal, content, minutes)
    _save_with_code(session, proposal)
    session.flush()
    session.refresh(proposal)
    return proposal


def _by_form_key(session: Session, form_key: str) -> Proposal | None:
    return session.scalars(select(Proposal).where(Proposal.form_key == form_key)).one_or_none()


def _of_author(proposal: Proposal, author: Membership) -> Proposal:
    if (proposal.event_id, proposal.created_by_id) != (author.event_id, author.person_id):
        raise ChangedMeanwhile("This form was already used. Open a new one.")
    return proposal


def _require_open_call(event: Event, now: datetime) -> None:
    if not event.call_is_open(now):
        raise CallClosed("The call for proposals is not open.")


def _save_with_code(session: Session, proposal: Proposal) -> None:
    """Codes are random and short: two may meet, so try again."""
    for _ in range(CODE_TRIES):
        proposal.code = new_code()
        if queries.proposal_by_code(session, event_id=proposal.event_id, code=proposal.code):
            continue
        try:
            with session.begin_nested():
                session.add(proposal)
        except IntegrityError:
            continue
        return
    raise RuntimeError("No free code was found in ten tries.")


def _checked(session: Session, event: Event, content: Content) -> int:
    """The length in minutes, if nothing is wrong with the content."""
    chosen = session.get(Format, content.format_id)
    if chosen is None or chosen.event_id != event.id:
        raise BadProposal("Choose a format of this event.")
    minutes = content.minutes or chosen.minutes
    faults = [*_text_faults(content), *_choice_faults(session, event, content)]
    faults += _length_faults(event, minutes, chosen)
    if faults:
        raise BadProposal(*faults)
    return minutes


def _text_faults(content: Content) -> list[Sentence]:
    faults = []
    if not content.title.strip():
        faults.append(Sentence("A proposal needs a title."))
    if len(content.title) > LONGEST_TITLE:
        faults.append(Sentence("A title has at most %(most)s characters.", most=LONGEST_TITLE))
    if len(content.abstract) > LONGEST_ABSTRACT:
        faults.append(
            Sentence("An abstract has at most %(most)s characters.", most=LONGEST_ABSTRACT)
        )
    return faults


def _choice_faults(session: Session, event: Event, content: Content) -> list[Sentence]:
    faults = []
    if content.track_id is not None:
        track = session.get(Track, content.track_id)
        if track is None or track.event_id != event.id:
            faults.append(Sentence("Choose a track of this event."))
    if content.leadership and content.leadership not in LEADERSHIP_KINDS:
        faults.append(Sentence("Choose one of the four kinds of leadership, or none."))
    if content.seats is not None and content.seats < 1:
        faults.append(Sentence("A limit of seats is at least 1."))
    unknown = sorted(set(content.needs) - set(queries.features_of(event)))
    if unknown:
        faults.append(Sentence("No room of this event has %(needs)s.", needs=", ".join(unknown)))
    return faults


def _length_faults(event: Event, minutes: int, chosen: Format) -> list[Sentence]:
    if not 1 <= minutes <= LONGEST_MINUTES:
        return [Sentence("A length is between 1 and %(most)s minutes.", most=LONGEST_MINUTES)]
    lengths = queries.lengths_of(event)
    if not lengths or minutes in lengths:
        return []
    if minutes > lengths[-1]:
        return [
            Sentence(
                "No run of slots lasts %(minutes)s minutes; the longest has %(longest)s.",
                minutes=minutes,
                longest=lengths[-1],
            )
        ]
    if minutes == chosen.minutes:
        return []
    choices = ", ".join(str(one) for one in lengths)
    return [
        Sentence(
            "No run of slots lasts exactly %(minutes)s minutes; choose one of %(choices)s.",
            minutes=minutes,
            choices=choices,
        )
    ]


def _write(proposal: Proposal, content: Content, minutes: int) -> None:
    proposal.title = content.title.strip()
    proposal.abstract = content.abstract
    proposal.notes = content.notes
    proposal.format_id = content.format_id
    proposal.minutes = minutes
    proposal.track_id = content.track_id
    proposal.language = content.language
    proposal.leadership = content.leadership
    proposal.needs = sorted(content.needs)
    proposal.seats = content.seats


def edit(
    session: Session,
    *,
    proposal: Proposal,
    content: Content,
    now: datetime,
    seen_at: datetime | None = None,
    as_organizer: bool = False,
) -> Proposal:
    """Change what is written.  Hosts change the words only once it is accepted.

    ``seen_at`` is the ``updated_at`` that the editor had before them.

    Raises:
        NoLongerYours: hosts may not edit it in its state, or not any more.
        ChangedMeanwhile: it was saved after ``seen_at``.
        BadProposal: every fault of the content.
    """
    lock(session, proposal)
    if not as_organizer:
        _require_editable(proposal, now)
    if seen_at is not None and proposal.updated_at != seen_at:
        raise ChangedMeanwhile("Somebody saved this proposal after you opened it.")
    if not as_organizer and proposal.state in rules.SHAPE_FIXED:
        content = words_of(content, proposal)
    if is_shape_of(content, proposal):
        # What was imported with an odd length keeps it, until somebody changes the length.
        _raise_if(_text_faults(content))
        minutes = proposal.minutes
    else:
        minutes = _checked(session, proposal.event, content)
    _write(proposal, content, minutes)
    proposal.updated_at = now
    session.flush()
    session.refresh(proposal)
    return proposal


def _require_editable(proposal: Proposal, now: datetime) -> None:
    call_is_open = proposal.event.call_is_open(now)
    if rules.may_be_edited_by_hosts(proposal.state, call_is_open=call_is_open):
        return
    if proposal.state == "submitted":
        raise NoLongerYours("The call is closed. Ask the organizers to change this proposal.")
    raise NoLongerYours("This proposal is closed and cannot be edited.")


def _raise_if(faults: Sequence[str]) -> None:
    if faults:
        raise BadProposal(*faults)


def is_shape_of(content: Content, proposal: Proposal) -> bool:
    """Whether ``content`` leaves everything but the words as it is."""
    return content == words_of(content, proposal)


def words_of(content: Content, proposal: Proposal) -> Content:
    """The words of ``content`` with the length, format, needs and seats of ``proposal``."""
    return Content(
        title=content.title,
        abstract=content.abstract,
        notes=content.notes,
        language=content.language,
        format_id=proposal.format_id,
        minutes=proposal.minutes,
        track_id=proposal.track_id,
        leadership=proposal.leadership,
        needs=tuple(proposal.needs),
        seats=proposal.seats,
    )


def submit(session: Session, *, proposal: Proposal, now: datetime) -> Proposal:
    """Show a draft to everybody in the event.  Submitting twice is submitting once.

    Raises:
        CallClosed: the call is not open.
        NoLongerYours: it is neither a draft nor submitted.
    """
    lock(session, proposal)
    if proposal.state == "submitted":
        return proposal
    if proposal.state != "draft":
        raise NoLongerYours("This proposal was already handed in.")
    _require_open_call(proposal.event, now)
    _move(proposal, "submitted", now)
    proposal.submitted_at = now
    session.flush()
    return proposal


def withdraw(session: Session, *, proposal: Proposal, now: datetime) -> Proposal:
    """Take a submitted proposal back.  Doing it twice changes nothing.

    Raises:
        NoLongerYours: it is not submitted; an accepted one is declined instead.
    """
    lock(session, proposal)
    if proposal.state == "withdrawn":
        return proposal
    if not rules.may_be_withdrawn(proposal.state):
        raise NoLongerYours("Only a submitted proposal can be withdrawn.")
    _move(proposal, "withdrawn", now)
    proposal.pending_state = None
    session.flush()
    return proposal


def restore(session: Session, *, proposal: Proposal, now: datetime) -> Proposal:
    """Undo a withdrawal while the call is open.

    Raises:
        CallClosed: the call is not open.
        NoLongerYours: it was not withdrawn.
    """
    lock(session, proposal)
    if proposal.state == "submitted":
        return proposal
    if proposal.state != "withdrawn":
        raise NoLongerYours("This proposal was not withdrawn.")
    _require_open_call(proposal.event, now)
    _move(proposal, "submitted", now)
    session.flush()
    return proposal


def discard_draft(session: Session, *, proposal: Proposal) -> None:
    """Delete a draft for good.

    Raises:
        NoLongerYours: it is no draft any more.
    """
    lock(session, proposal)
    if proposal.state != "draft":
        raise NoLongerYours("Only a draft can be thrown away; withdraw this one instead.")
    session.delete(proposal)
    session.flush()


def _move(proposal: Proposal, state: str, now: datetime) -> None:
    proposal.state = state
    proposal.state_changed_at = now


def set_absences(session: Session, *, member: Membership, slot_ids: set[int]) -> None:
    """Replace the slots in which the member cannot host, in all their proposals.

    Raises:
        BadProposal: a slot is not one of the event.
    """
    own = {slot.id for slot in member.event.slots}
    if slot_ids - own:
        raise BadProposal("Choose slots of this event.")
    lock(session, member)
    held = set(queries.absent_slots(session, member))
    if gone := held - slot_ids:
        session.execute(
            delete(Absence).where(Absence.membership_id == member.id, Absence.slot_id.in_(gone))
        )
    session.add_all(
        Absence(membership_id=member.id, slot_id=slot_id) for slot_id in sorted(slot_ids - held)
    )
    session.flush()
