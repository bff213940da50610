"""Writing a proposal: draft, submit, edit, withdraw, restore."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.events.models import Event, Membership
from offsite.people.secrets import new_code
from offsite.proposals import queries, rules
from offsite.proposals.models import Absence, Proposal, ProposalHost
from offsite.proposals.services.content import (
    BadProposal,
    Content,
    checked,
    is_shape_of,
    text_faults,
    words_of,
    write,
)
from offsite.proposals.services.locking import lock

CODE_TRIES = 10


class CallClosed(RuleBroken):
    """Proposals are not taken now."""


class NoLongerYours(RuleBroken):
    """What the proposal has become does not let its hosts do this."""


class ChangedMeanwhile(Stale):
    """Somebody saved the proposal after the form was opened."""


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
    minutes = checked(session, event, content)
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
    write(proposal, content, minutes)
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
    minutes = checked(session, event, content)
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
    write(proposal, content, minutes)
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
        if faults := text_faults(content):
            raise BadProposal(*faults)
        minutes = proposal.minutes
    else:
        minutes = checked(session, proposal.event, content)
    write(proposal, content, minutes)
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
