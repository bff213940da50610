"""What a member tells about the night and the way, and who has not said it yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, Sentence
from offsite.events.models import Event, Membership
from offsite.mixing import queries
from offsite.mixing.formulation import Stage
from offsite.mixing.models import NO_BED, Apart, MixSettings, Need

MOST_APART = 20


class BadNeeds(BadInput):
    """Something about the needs cannot be kept."""


@dataclass(frozen=True)
class Said:
    """Everything that the page of needs asks; empty for "not said"."""

    pool: str = ""
    quiet: bool = False
    rhythm: str = ""
    access: str = ""
    tells_hotel: bool = False
    diet: str = ""
    contact: str = ""
    arrives_at: datetime | None = None
    departs_at: datetime | None = None
    journey: str = ""
    leaves_from: str = ""
    leaves_at: datetime | None = None
    meeting_point: str = ""
    car_seats: int | None = None


COLUMNS = tuple(Said.__dataclass_fields__)


def tell_needs(
    session: Session, *, member: Membership, said: Said, apart: Sequence[str], now: datetime
) -> Need:
    """Keep what the member says, instead of what they said before.

    ``apart`` names people they would rather not share with, one a text.

    Raises:
        BadNeeds: a pool that is not offered, a ride without town or time, a name that
            nobody here has or that several have.
    """
    faults = [*_faults(session, member, said)]
    named = _named(session, member, apart, faults)
    if faults:
        raise BadNeeds(*faults)
    session.refresh(member, with_for_update=True)
    need = queries.need_of(session, membership_id=member.id)
    if need is None:
        need = Need(membership_id=member.id, updated_at=now)
        session.add(need)
    for column in COLUMNS:
        setattr(need, column, getattr(said, column))
    need.updated_at = now
    session.execute(delete(Apart).where(Apart.membership_id == member.id))
    session.add_all(Apart(membership_id=member.id, person_id=one) for one in named)
    session.flush()
    return need


def _faults(session: Session, member: Membership, said: Said) -> Sequence[str]:
    faults: list[str] = []
    if said.pool not in ("", NO_BED, *queries.pools_of(session, member.event)):
        faults.append("Choose one of the pools that are offered.")
    if said.journey in ("ride", "drive"):
        if not said.leaves_from:
            faults.append("Say which town you leave from.")
        if said.leaves_at is None:
            faults.append("Say when you can leave.")
    if said.journey == "drive" and not said.car_seats:
        faults.append("Say how many seats your car has for others.")
    if said.arrives_at and said.departs_at and said.departs_at <= said.arrives_at:
        faults.append("You leave before you arrive. Look at the two times again.")
    return faults


def _named(
    session: Session, member: Membership, apart: Sequence[str], faults: list[str]
) -> list[int]:
    people = queries.colleagues(session, event_id=member.event_id)
    found: list[int] = []
    for text in dict.fromkeys(one.strip() for one in apart if one.strip()):
        fitting = [one.id for one in people if _fits(one, text)]
        if not fitting:
            faults.append(Sentence("Nobody here is called “%(name)s”.", name=text[:80]))
        elif len(fitting) > 1:
            faults.append(
                Sentence("Several are called “%(name)s”. Add “, team” to the name.", name=text[:80])
            )
        elif fitting[0] == member.person_id:
            faults.append("You cannot be kept apart from yourself.")
        else:
            found += fitting
    if len(found) > MOST_APART:
        faults.append(Sentence("At most %(most)s names fit here.", most=MOST_APART))
    return list(dict.fromkeys(found))


def _fits(person: Any, text: str) -> bool:
    wanted = text.casefold()
    return wanted in (person.name.casefold(), written(person).casefold())


def written(person: Any) -> str:
    """A person as the page of needs writes them: name, team."""
    return f"{person.name}, {person.team}" if person.team else str(person.name)


def set_pools(
    session: Session, *, event: Event, pools: Sequence[str], note: str, now: datetime
) -> MixSettings:
    """Offer other pools, and say something beside them.

    What people said before stays; a word that is not offered any more counts as not said.
    """
    session.refresh(event, with_for_update=True)
    found = queries.settings_of(session, event)
    if found is None:
        found = MixSettings(event_id=event.id)
        session.add(found)
    found.pools, found.note, found.updated_at = list(pools), note, now
    gone = select(Membership.id).where(Membership.event_id == event.id)
    for need in session.scalars(select(Need).where(Need.membership_id.in_(gone))):
        if need.pool not in ("", NO_BED, *pools):
            need.pool = ""
    session.flush()
    return found


@dataclass(frozen=True)
class Missing:
    """Somebody who has not said what a round needs: ``bed``, ``journey`` or both."""

    person: Any
    bed: bool
    journey: bool


def missing(stage: Stage) -> list[Missing]:
    """Who has not said whether they share a room, or how they come; only what rounds need.

    Whoever takes no part in a round is not asked for it.
    """
    found = []
    for person in stage.people:
        need = stage.needs.get(person.id)
        bed = _asked(stage, "beds", person.id) and not (need and need.pool)
        journey = _asked(stage, "cars", person.id) and not (need and need.journey)
        if bed or journey:
            found.append(Missing(person, bed, journey))
    return found


def _asked(stage: Stage, kind: str, person_id: int) -> bool:
    return any(
        one.kind == kind and all(absence.person_id != person_id for absence in one.absences)
        for one in stage.rounds
    )
