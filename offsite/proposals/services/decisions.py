"""Decide quietly, announce in one go."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.events.models import Event
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals import queries, rules
from offsite.proposals.letters import Desk, decision_letter
from offsite.proposals.models import Proposal
from offsite.proposals.services.locking import lock


class NothingToAnnounce(RuleBroken):
    """No decision is pending."""


class DecisionsChanged(Stale):
    """Somebody decided something after the preview was made."""


@dataclass(frozen=True)
class Decided:
    """What a bulk decision did: codes that took it, and codes whose state does not allow it."""

    changed: tuple[str, ...]
    refused: tuple[str, ...]


def decide(
    session: Session, *, event: Event, codes: Sequence[str], decision: str, note: str = ""
) -> Decided:
    """Put a pending decision on each proposal; nobody outside learns of it yet.

    Codes of other events and of drafts are refused like those whose state does not allow
    the decision.  A later decision replaces an earlier pending one.
    """
    lock(session, event)
    found = queries.proposals_by_code(session, event_id=event.id, codes=codes)
    changed, refused = [], []
    for code in dict.fromkeys(codes):
        proposal = found.get(code)
        if proposal is None or not rules.may_decide(proposal.state, decision):
            refused.append(code)
            continue
        proposal.pending_state = decision
        proposal.decision_note = note.strip()
        changed.append(code)
    session.flush()
    return Decided(tuple(changed), tuple(refused))


def undecide(session: Session, *, event: Event, codes: Sequence[str]) -> Decided:
    """Clear pending decisions, as if nobody had decided."""
    lock(session, event)
    found = queries.proposals_by_code(session, event_id=event.id, codes=codes)
    waiting = [code for code in dict.fromkeys(codes) if code in found]
    for code in waiting:
        found[code].pending_state = None
        found[code].decision_note = ""
    session.flush()
    return Decided(tuple(waiting), tuple(code for code in codes if code not in found))


def fingerprint(proposals: Sequence[Proposal]) -> str:
    """What a preview showed, in 16 characters: announcing checks that it is still so."""
    lines = sorted(f"{one.code}\0{one.pending_state}\0{one.decision_note}" for one in proposals)
    return hashlib.sha256("\0".join(lines).encode()).hexdigest()[:16]


def announce(
    session: Session, *, event: Event, shown: str, desk: Desk, now: datetime
) -> list[Proposal]:
    """Make every pending decision of the event true, and write the mails.

    One mail for each host of each proposal goes to the outbox, held until an organizer
    lets it go.  ``shown`` is the `fingerprint` of what the organizer saw before.

    Raises:
        NothingToAnnounce: no decision is pending.
        DecisionsChanged: the pending decisions are not those that were shown.
    """
    lock(session, event)
    waiting = queries.pending(session, event)
    if not waiting:
        raise NothingToAnnounce("There is no decision to announce.")
    if fingerprint(waiting) != shown:
        raise DecisionsChanged("The decisions changed since you looked. Look again, then announce.")
    for proposal in waiting:
        _announce_one(session, proposal, desk, now)
    session.flush()
    return waiting


def _announce_one(session: Session, proposal: Proposal, desk: Desk, now: datetime) -> None:
    decision = proposal.pending_state or ""
    for reader in queries.readers_of(session, proposal):
        _hold_mail(session, proposal, reader, decision, desk, now)
    proposal.state = decision
    proposal.pending_state = None
    proposal.state_changed_at = now


def _hold_mail(
    session: Session, proposal: Proposal, reader: Person, decision: str, desk: Desk, now: datetime
) -> None:
    letter = decision_letter(proposal, reader, decision, desk)
    write_mail(
        session,
        key=f"decision:{proposal.uid}:{decision}:{now.isoformat()}:{reader.id}",
        kind="decision",
        to_name=reader.name,
        to_address=reader.email,
        subject=letter.subject,
        body=letter.body,
        event_id=proposal.event_id,
        person_id=reader.id,
        now=now,
        held=True,
    )
