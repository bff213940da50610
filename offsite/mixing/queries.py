"""Reads about needs, rounds, drafts, what was published, and who met whom."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ScalarSelect, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event, Membership, RoleGrant
from offsite.events.queries import profiles_in
from offsite.jobs.models import Job
from offsite.mixing.models import (
    SINGLE,
    Apart,
    Meeting,
    Mix,
    MixChange,
    MixSettings,
    Need,
    PublishedGroup,
    PublishedMix,
    PublishedSeat,
    Round,
    Seat,
)
from offsite.people.models import Person
from offsite.policy import Role

GENERATE = "mixing.generate"
"""The kind of the job that mixes."""
RUNNING = ("queued", "running")
DEFAULT_POOLS = (SINGLE, "shared with anybody")


def settings_of(session: Session, event: Event) -> MixSettings | None:
    return session.scalars(select(MixSettings).filter_by(event_id=event.id)).one_or_none()


def pools_of(session: Session, event: Event) -> tuple[str, ...]:
    """The words that people choose from; a single room is always among them."""
    found = settings_of(session, event)
    if found is None:
        return DEFAULT_POOLS
    return (SINGLE, *(one for one in found.pools if one != SINGLE))


def need_of(session: Session, *, membership_id: int) -> Need | None:
    return session.scalars(select(Need).filter_by(membership_id=membership_id)).one_or_none()


def travel_people(session: Session, *, event_id: int) -> Sequence[Person]:
    """Who reads the needs: the holders of the travel role, by name."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(RoleGrant, RoleGrant.membership_id == Membership.id)
        .where(
            Membership.event_id == event_id,
            Membership.left_at.is_(None),
            RoleGrant.role == Role.TRAVEL.value,
        )
        .order_by(Person.name, Person.id)
    ).all()


def needs_by_person(session: Session, *, event_id: int) -> Mapping[int, Need]:
    """What the event's members said, by person.  One statement."""
    rows = session.scalars(
        select(Need)
        .join(Need.membership)
        .where(Membership.event_id == event_id, Membership.left_at.is_(None))
        .options(joinedload(Need.membership))
    )
    return {one.person_id: one for one in rows}


def apart_from(session: Session, *, membership_id: int) -> Sequence[Person]:
    """Whom this member would rather not share with, by name."""
    return session.scalars(
        select(Person)
        .join(Apart, Apart.person_id == Person.id)
        .where(Apart.membership_id == membership_id)
        .order_by(Person.name, Person.id)
    ).all()


def apart_pairs(session: Session, *, event_id: int) -> list[tuple[int, int]]:
    """(who said it, about whom) for every member.  One statement."""
    rows = session.execute(
        select(Membership.person_id, Apart.person_id)
        .join(Membership, Membership.id == Apart.membership_id)
        .where(Membership.event_id == event_id, Membership.left_at.is_(None))
        .order_by(Membership.person_id, Apart.person_id)
    )
    return [(one, other) for one, other in rows]


def colleagues(session: Session, *, event_id: int) -> Sequence[Any]:
    """Light rows of everybody who can be seated: no screens, nobody who left."""
    return profiles_in(session, event_id=event_id)


def rounds_of(session: Session, *, event_id: int) -> list[Round]:
    """Rounds with groups, drivers and absences, in the order of time.  Four statements."""
    rows = session.scalars(
        select(Round)
        .where(Round.event_id == event_id)
        .options(selectinload(Round.groups), selectinload(Round.absences))
        .order_by(Round.position, Round.id)
        .execution_options(populate_existing=True)
    )
    return list(rows)


def mixes_of(session: Session, *, event_id: int) -> list[Mix]:
    """Drafts that were not discarded, the newest first."""
    rows = session.scalars(
        select(Mix)
        .where(Mix.event_id == event_id, Mix.discarded_at.is_(None))
        .order_by(Mix.id.desc())
    )
    return list(rows)


def seats_of(session: Session, *, mix_id: int) -> list[Seat]:
    rows = session.scalars(
        select(Seat).where(Seat.mix_id == mix_id).order_by(Seat.round_id, Seat.id)
    )
    return list(rows)


def changes_of(session: Session, *, mix_id: int) -> list[MixChange]:
    """What was changed by hand in a draft, the oldest first."""
    rows = session.scalars(
        select(MixChange).where(MixChange.mix_id == mix_id).order_by(MixChange.version)
    )
    return list(rows)


def change_at(session: Session, *, mix_id: int, version: int) -> MixChange:
    """The change of a draft that led to ``version``.

    Raises:
        NoResultFound: no change did.
    """
    wanted = select(MixChange).where(MixChange.mix_id == mix_id, MixChange.version == version)
    return session.scalars(wanted).one()


def running_job(session: Session, *, event_id: int) -> Job | None:
    """The generation that is under way for the event."""
    return session.scalars(
        select(Job)
        .where(Job.event_id == event_id, Job.kind == GENERATE, Job.state.in_(RUNNING))
        .order_by(Job.id.desc())
        .limit(1)
    ).one_or_none()


def latest_published(session: Session, *, event_id: int) -> PublishedMix | None:
    """What counts now, with groups and seats.  Three statements."""
    return session.scalars(
        select(PublishedMix)
        .where(PublishedMix.event_id == event_id)
        .options(selectinload(PublishedMix.groups).selectinload(PublishedGroup.seats))
        .order_by(PublishedMix.number.desc())
        .limit(1)
    ).one_or_none()


def latest_id(event_id: int) -> ScalarSelect[int]:
    """The id of the published mix that counts, for use within a statement."""
    return (
        select(PublishedMix.id)
        .where(PublishedMix.event_id == event_id)
        .order_by(PublishedMix.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def own_groups(session: Session, *, event_id: int, person_id: int) -> list[PublishedGroup]:
    """The groups of the latest published mix that the person is in, in order of time."""
    rows = session.scalars(
        select(PublishedGroup)
        .join(PublishedSeat, PublishedSeat.group_id == PublishedGroup.id)
        .where(
            PublishedGroup.published_id == latest_id(event_id),
            PublishedSeat.person_id == person_id,
        )
        .options(selectinload(PublishedGroup.seats).joinedload(PublishedSeat.person))
        .order_by(PublishedGroup.round_position, PublishedGroup.id)
    )
    return list(rows)


def published_to(
    session: Session, *, event_id: int, person_id: int
) -> list[tuple[PublishedMix, list[PublishedGroup]]]:
    """Every published mix, the first one first, with the groups that the person was in."""
    mixes = session.scalars(
        select(PublishedMix).where(PublishedMix.event_id == event_id).order_by(PublishedMix.number)
    ).all()
    groups = session.scalars(
        select(PublishedGroup)
        .join(PublishedSeat, PublishedSeat.group_id == PublishedGroup.id)
        .join(PublishedMix, PublishedMix.id == PublishedGroup.published_id)
        .where(PublishedMix.event_id == event_id, PublishedSeat.person_id == person_id)
        .options(selectinload(PublishedGroup.seats).joinedload(PublishedSeat.person))
        .order_by(PublishedGroup.round_position, PublishedGroup.id)
    ).all()
    theirs: dict[int, list[PublishedGroup]] = {one.id: [] for one in mixes}
    for group in groups:
        theirs[group.published_id].append(group)
    return [(one, theirs[one.id]) for one in mixes]


def contacts_of(
    session: Session, *, event_id: int, person_ids: Collection[int]
) -> Mapping[int, str]:
    """How those of the people who are members can be reached; empty where they did not say.

    Whoever left the event, or may not sign in, is not in it.
    """
    rows = session.execute(
        select(Membership.person_id, Need.contact)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Need, Need.membership_id == Membership.id)
        .where(
            Membership.event_id == event_id,
            Membership.person_id.in_(person_ids),
            Membership.left_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )
    return {person_id: contact or "" for person_id, contact in rows}


def met_before(session: Session, event: Event) -> Mapping[tuple[int, int], int]:
    """How often pairs of people were together in earlier events of the series."""
    rows = session.execute(
        select(Meeting.person_id, Meeting.other_id, Meeting.times)
        .join(Event, Event.id == Meeting.event_id)
        .where(Event.series_id == event.series_id, Event.starts_on < event.starts_on)
    )
    found: Counter[tuple[int, int]] = Counter()
    for one, other, times in rows:
        found[one, other] += times
    return found


def times_met(session: Session, event: Event, *, person_id: int) -> Mapping[int, int]:
    """With whom this person was together in earlier events of the series, and how often."""
    rows = session.execute(
        select(Meeting.person_id, Meeting.other_id, Meeting.times)
        .join(Event, Event.id == Meeting.event_id)
        .where(
            Event.series_id == event.series_id,
            Event.starts_on < event.starts_on,
            or_(Meeting.person_id == person_id, Meeting.other_id == person_id),
        )
    )
    found: Counter[int] = Counter()
    for one, other, times in rows:
        found[other if one == person_id else one] += times
    return found
