"""Who hosts: invitations, answers, leaving, and the word that they will be there."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.outbox.desk import Letter
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals import queries, rules
from offsite.proposals.letters import Desk, host_letter
from offsite.proposals.models import Proposal, ProposalHost
from offsite.proposals.services.locking import lock

OPEN_STATES = ("draft", "submitted", "accepted", "confirmed")


class UnknownMember(RuleBroken):
    """Nobody, or more than one member, answers to that name or address."""


class HostNeeded(RuleBroken):
    """A proposal cannot be without a host."""


class NothingToAnswer(RuleBroken):
    """The person was not asked, or the proposal does not wait for an answer."""


def find_member(session: Session, *, event_id: int, text: str) -> Person:
    """The member whose mail address or full name ``text`` is.

    Raises:
        UnknownMember: none is, or several are.
    """
    found = queries.members_called(session, event_id=event_id, text=text)
    if not found:
        raise UnknownMember(
            "Nobody in this event has the name or address “%(text)s”. Ask an organizer to "
            "invite them first.",
            text=text.strip()[:80],
        )
    if len(found) > 1:
        raise UnknownMember(
            "Several people here are called %(text)s. Use the mail address.", text=text.strip()
        )
    return found[0]


def invite(
    session: Session, *, proposal: Proposal, text: str, inviter: str, desk: Desk, now: datetime
) -> ProposalHost:
    """Ask a member, by name or address, to host along; a mail tells them.

    Asking somebody again who was asked already changes nothing and sends nothing.

    Raises:
        UnknownMember: ``text`` names no member, or several.
        NothingToAnswer: the proposal is closed.
    """
    lock(session, proposal)
    _require_open(proposal)
    person = find_member(session, event_id=proposal.event_id, text=text)
    if found := _host_row(proposal, person.id):
        return found
    host = ProposalHost(
        proposal_id=proposal.id,
        person_id=person.id,
        position=1 + max((one.position for one in proposal.hosts), default=0),
        invited_at=now,
    )
    session.add(host)
    session.flush()
    session.refresh(proposal, ["hosts"])
    letter = host_letter(proposal, person, inviter, desk)
    key = f"host-asked:{proposal.uid}:{person.id}:{now.isoformat()}"
    _send(session, letter, key=key, to=person, event_id=proposal.event_id, now=now)
    return host


def _send(
    session: Session, letter: Letter, *, key: str, to: Person, event_id: int, now: datetime
) -> None:
    write_mail(
        session,
        key=key,
        kind="host-asked",
        to_name=to.name,
        to_address=to.email,
        subject=letter.subject,
        body=letter.body,
        event_id=event_id,
        person_id=to.id,
        now=now,
    )


def _require_open(proposal: Proposal) -> None:
    if proposal.state not in OPEN_STATES:
        raise NothingToAnswer("This proposal is closed; its hosts cannot change any more.")


def _host_row(proposal: Proposal, person_id: int) -> ProposalHost | None:
    return next((one for one in proposal.hosts if one.person_id == person_id), None)


def accept_invitation(
    session: Session, *, proposal: Proposal, person_id: int, now: datetime
) -> ProposalHost:
    """Become a host.  Accepting twice is accepting once.

    Raises:
        NothingToAnswer: the person was not asked, or the proposal is closed.
    """
    lock(session, proposal)
    _require_open(proposal)
    host = _host_row(proposal, person_id)
    if host is None:
        raise NothingToAnswer("You were not asked to host this, or no longer are.")
    if host.accepted_at is None:
        host.accepted_at = now
        session.flush()
    return host


def leave(session: Session, *, proposal: Proposal, person_id: int) -> None:
    """Decline an invitation, or stop hosting.  Somebody who is no host changes nothing.

    Who wrote the proposal hands it over to the first host who stays.

    Raises:
        HostNeeded: nobody else hosts it; withdraw it instead.
    """
    lock(session, proposal)
    session.refresh(proposal, ["hosts"])
    host = _host_row(proposal, person_id)
    if host is None:
        return
    staying = [one for one in proposal.hosts if one.accepted_at and one is not host]
    if host.accepted_at is not None and not staying:
        raise HostNeeded("You are the only host. Withdraw the proposal, or find another host.")
    if proposal.created_by_id == person_id and staying:
        proposal.created_by_id = staying[0].person_id
    proposal.hosts.remove(host)
    session.flush()


def remove_invitation(session: Session, *, proposal: Proposal, person_id: int) -> None:
    """Take back an invitation that was not answered yet.

    Raises:
        NothingToAnswer: the person already hosts; only they themselves can leave.
    """
    lock(session, proposal)
    session.refresh(proposal, ["hosts"])
    host = _host_row(proposal, person_id)
    if host is None:
        return
    if host.accepted_at is not None:
        raise NothingToAnswer("%(name)s hosts this already.", name=host.person.name)
    proposal.hosts.remove(host)
    session.flush()


def confirm(session: Session, *, proposal: Proposal, now: datetime) -> Proposal:
    """A host of an accepted proposal says: I will be there.  Twice is once.

    Raises:
        NothingToAnswer: it is not accepted.
    """
    lock(session, proposal)
    if proposal.state == "confirmed":
        return proposal
    if proposal.state != "accepted":
        raise NothingToAnswer("This proposal does not wait for a confirmation.")
    _move(session, proposal, "confirmed", now)
    return proposal


def decline(session: Session, *, proposal: Proposal, now: datetime) -> Proposal:
    """The hosts of an accepted or confirmed proposal cannot come.  Twice is once.

    Raises:
        NothingToAnswer: it is neither accepted nor confirmed.
    """
    lock(session, proposal)
    if proposal.state == "withdrawn":
        return proposal
    if proposal.state not in ("accepted", "confirmed"):
        raise NothingToAnswer("This proposal does not wait for an answer.")
    _move(session, proposal, "withdrawn", now)
    return proposal


def _move(session: Session, proposal: Proposal, state: str, now: datetime) -> None:
    proposal.state = state
    proposal.state_changed_at = now
    if not rules.may_decide(state, proposal.pending_state or ""):
        proposal.pending_state = None
    session.flush()
