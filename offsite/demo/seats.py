"""A workshop that more people want than it has seats: they wait, and one moves up."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.demo.company import ATTENDEE
from offsite.demo.filling import Stage
from offsite.proposals import queries as proposals
from offsite.proposals.models import Proposal
from offsite.schedule import agenda
from offsite.schedule.models import Draft, ReleasedItem
from offsite.schedule.seats import queries
from offsite.schedule.seats.telling import SeatDesk, tell_moved_up

MOST_WAITING = 5


def crowd_a_workshop(session: Session, *, stage: Stage, draft: Draft, base_url: str) -> None:
    """The session that lacks the most seats is full; five wait, then one seat comes back.

    The attendee of the demo is among those who wait.  Small meetings have no such session,
    and then nothing happens.
    """
    now = stage.dates.before(21.4)
    wanting = _wanting(session, stage)

    def missing(one: Proposal) -> int:
        return len(wanting.get(one.id, ())) - (one.seats or 0)

    small = [one.proposal for one in draft.placements if one.proposal.seats]
    small = [one for one in small if missing(one) > MOST_WAITING]
    small = [one for one in small if queries.list_of(session, proposal_id=one.id) is not None]
    if small:
        chosen = max(small, key=lambda one: (missing(one), -one.id))
        _crowd(session, stage, chosen, wanting[chosen.id], now)
        _one_leaves(session, stage, chosen, base_url, now + timedelta(hours=1))


def _wanting(session: Session, stage: Stage) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for person_id, proposal_id, _weight in sorted(
        proposals.wishes(session, stage.event), key=lambda wish: (-wish[2], wish[0])
    ):
        found.setdefault(proposal_id, []).append(person_id)
    return found


def _crowd(
    session: Session, stage: Stage, workshop: Proposal, wanting: list[int], now: datetime
) -> None:
    """The wanting pick it one after the other, the demo's attendee when it is full."""
    attendee = stage.people[ATTENDEE].id
    agenda.drop(session, proposal=workshop, person_id=attendee, now=now)
    for number, person_id in enumerate(one for one in wanting if one != attendee):
        standing = queries.standing_of(session, proposal_id=workshop.id)
        if standing is None or len(standing.waiting) >= MOST_WAITING - 1:
            break
        moment = now + timedelta(minutes=number)
        agenda.pick(session, proposal=workshop, person_id=person_id, now=moment)
    agenda.pick(session, proposal=workshop, person_id=attendee, now=now + timedelta(minutes=50))


def _one_leaves(
    session: Session, stage: Stage, workshop: Proposal, base_url: str, now: datetime
) -> None:
    attendee = stage.people[ATTENDEE].id
    standing = queries.standing_of(session, proposal_id=workshop.id)
    if standing is None or not standing.waiting or standing.waiting[0].person_id == attendee:
        return
    leaving = next((one for one in standing.seated if one.person_id != attendee), None)
    if leaving is not None:
        agenda.drop(session, proposal=workshop, person_id=leaving.person_id, now=now)
        tell_moved_up(session, event=stage.event, desk=_desk(stage, base_url), now=now)


def _desk(stage: Stage, base_url: str) -> SeatDesk:
    def address_of(item: ReleasedItem) -> str:
        return f"{base_url}/{stage.event.slug}/schedule/items/{item.code}/"

    def when(item: ReleasedItem, _locale: str) -> str:
        start, end = (one.astimezone(stage.event.zone) for one in (item.starts_at, item.ends_at))
        return f"{start:%a %d %b %Y, %H:%M}–{end:%H:%M}"

    return SeatDesk(address_of, when, lambda template, _locale: template)
