"""Events as a whole: made, changed, put away."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.events import rules
from offsite.events.catalogue import CATALOGUE, FormatPlan
from offsite.events.models import Event, Format, Membership, Phase, RoleGrant, Series
from offsite.policy import Role


class AddressTaken(RuleBroken):
    """Another event has this address."""


@dataclass(frozen=True)
class EventDetails:
    """What an organizer says about an event.  Days are dates in ``timezone`` (IANA)."""

    name: str
    slug: str
    timezone: str
    starts_on: date
    ends_on: date
    venue: str = ""
    visibility: str = "members"
    description: str = ""


def check_details(session: Session, details: EventDetails, *, event_id: int | None = None) -> None:
    """Return if an event (``event_id``, or a new one) can have these details.

    Raises:
        BadValue: what is wrong first.
        AddressTaken: another event has the address.
    """
    if not details.name.strip():
        raise rules.BadValue("An event needs a name.")
    rules.check_slug(details.slug)
    rules.check_days(details.starts_on, details.ends_on)
    rules.zone_named(details.timezone)
    if details.visibility not in rules.VISIBILITIES:
        raise rules.BadValue("Choose who can read the schedule.")
    holder = session.scalar(select(Event.id).where(Event.slug == details.slug))
    if holder is not None and holder != event_id:
        raise _taken(details.slug)


def _taken(slug: str) -> AddressTaken:
    return AddressTaken(
        "Another event has the address “%(slug)s”. Add the year, for example.", slug=slug
    )


def add_series(session: Session, *, name: str, now: datetime) -> Series:
    """A new recurring meeting.  Its address is made from the name; a number makes it unique.

    Raises:
        BadValue: the name is empty.
    """
    called = " ".join(name.split())
    if not called:
        raise rules.BadValue("A series needs a name.")
    series = Series(slug=_free_series_slug(session, called), name=called[:200], created_at=now)
    session.add(series)
    session.flush()
    return series


def _free_series_slug(session: Session, name: str) -> str:
    base = rules.slug_of(name)[:45] or "series"
    taken = set(session.scalars(select(Series.slug).where(Series.slug.startswith(base))))
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in candidates if one not in taken)


def create_event(
    session: Session,
    *,
    details: EventDetails,
    series: Series,
    creator_id: int | None,
    now: datetime,
) -> Event:
    """A new event with the catalogue's formats; the creator owns it, if there is one.

    Raises:
        BadValue, AddressTaken: as `check_details`.
    """
    event = add_event(session, details=details, series=series, creator_id=creator_id, now=now)
    for position, plan in enumerate(CATALOGUE):
        session.add(format_of_plan(plan, event_id=event.id, position=position))
    session.flush()
    return event


def add_event(
    session: Session,
    *,
    details: EventDetails,
    series: Series,
    creator_id: int | None,
    now: datetime,
) -> Event:
    """A bare event and its owner, if it has one yet.  Raises as `create_event`."""
    check_details(session, details)
    event = Event(series_id=series.id, guid=str(uuid.uuid4()), created_at=now, **_columns(details))
    _save_with_free_slug(session, event)
    if creator_id is not None:
        _add_owner(session, event_id=event.id, person_id=creator_id, now=now)
    return event


def _add_owner(session: Session, *, event_id: int, person_id: int, now: datetime) -> None:
    owner = Membership(event_id=event_id, person_id=person_id, joined_at=now)
    owner.grants = [RoleGrant(role=Role.OWNER.value, granted_at=now, granted_by_id=person_id)]
    session.add(owner)
    session.flush()


def adopt_events(session: Session, *, person_id: int, now: datetime) -> int:
    """Make the founder of an installation the owner of events that were imported before.

    Returns how many events have found their owner.
    """
    owned = (
        select(Membership.event_id)
        .join(RoleGrant, RoleGrant.membership_id == Membership.id)
        .where(RoleGrant.role == Role.OWNER.value)
    )
    orphans = session.scalars(select(Event.id).where(Event.id.not_in(owned))).all()
    for event_id in orphans:
        _add_owner(session, event_id=event_id, person_id=person_id, now=now)
    return len(orphans)


def _columns(details: EventDetails) -> dict[str, object]:
    return {**asdict(details), "name": details.name.strip()}


def _save_with_free_slug(session: Session, event: Event) -> None:
    slug = event.slug
    try:
        with session.begin_nested():
            session.add(event)
            session.flush()
    except IntegrityError as error:
        # Somebody took the address between our look and our insert.
        raise _taken(slug) from error


def format_of_plan(plan: FormatPlan, *, event_id: int, position: int) -> Format:
    """The catalogue's format as a row of an event, with its run sheet."""
    return Format(
        event_id=event_id,
        key=plan.key,
        name=str(plan.name),
        minutes=plan.minutes,
        description=str(plan.description),
        leaves_behind=str(plan.leaves_behind),
        everyone=plan.everyone,
        open_to_proposals=plan.open_to_proposals,
        default_seats=plan.seats,
        hue=plan.hue,
        position=position,
        phases=[
            Phase(
                position=number,
                name=str(one.name),
                minutes=one.minutes,
                note=str(one.note),
                kind=one.kind,
            )
            for number, one in enumerate(plan.phases)
        ],
    )


def change_details(session: Session, *, event: Event, details: EventDetails, now: datetime) -> None:
    """Keep new details that move nothing: zone and first day stay (see `moving`).

    Raises:
        BadValue, AddressTaken: as `check_details`.
    """
    check_details(session, details, event_id=event.id)
    for column, value in _columns(details).items():
        setattr(event, column, value)
    event.changed_at = now
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as error:
        raise _taken(details.slug) from error


def archive_event(session: Session, *, event: Event, now: datetime) -> None:
    """Put the event away: it stays readable.  Twice is once."""
    event.archived_at = event.archived_at or now
    session.flush()


def unarchive_event(session: Session, *, event: Event) -> None:
    event.archived_at = None
    session.flush()
