"""What is handed out on paper: the hotel's list, sheets for cars, cards for tables.

A sheet holds what its reader needs and nothing else: the hotel reads names, rooms, nights,
and access needs only of whoever agreed to that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from offsite.events.models import Event, Membership
from offsite.mixing import queries
from offsite.mixing.models import Need, PublishedGroup, PublishedSeat
from offsite.people.models import Person


@dataclass(frozen=True)
class Guest:
    """Somebody in a room.  ``nights`` are the days on which they begin, empty if no round
    says its time; ``access`` only if they let the hotel know."""

    room: str
    place: str
    name: str
    nights: tuple[date, ...]
    access: str


@dataclass(frozen=True)
class CarSheet:
    """A car: its driver (None if they left), and riders with their contacts."""

    group: PublishedGroup
    driver: Person | None
    driver_contact: str
    riders: tuple[tuple[Person, str], ...]

    @property
    def free(self) -> int:
        """Seats nobody has."""
        return max(0, self.group.most - len(self.riders) - 1)


@dataclass(frozen=True)
class TableCard:
    """A table, a workshop group or a pair, with its people by name."""

    group: PublishedGroup
    people: tuple[Person, ...]


def groups_of_kinds(
    session: Session, *, event_id: int, kinds: Sequence[str]
) -> list[PublishedGroup]:
    """Groups of the latest published mix, with their people, in order.  Two statements."""
    rows = session.scalars(
        select(PublishedGroup)
        .where(
            PublishedGroup.published_id == queries.latest_id(event_id),
            PublishedGroup.kind.in_(kinds),
        )
        .options(selectinload(PublishedGroup.seats).joinedload(PublishedSeat.person))
        .order_by(PublishedGroup.round_position, PublishedGroup.position, PublishedGroup.id)
    )
    return list(rows)


def rooming_list(session: Session, event: Event) -> list[Guest]:
    """Who sleeps where and when, room by room.  Four statements."""
    groups = groups_of_kinds(session, event_id=event.id, kinds=("beds",))
    people = {seat.person_id: seat.person for one in groups for seat in one.seats}
    here = queries.contacts_of(session, event_id=event.id, person_ids=list(people))
    access = _told_hotel(session, event.id)
    nights: dict[tuple[str, str, int], set[date]] = {}
    for group in groups:
        for seat in group.seats:
            if seat.person_id in here:
                key = (group.name, group.place, seat.person_id)
                nights.setdefault(key, set()).update(_night(group, event))
    return [
        Guest(room, place, people[ident].name, tuple(sorted(when)), access.get(ident, ""))
        for (room, place, ident), when in nights.items()
    ]


def _night(group: PublishedGroup, event: Event) -> Iterable[date]:
    return [group.starts_at.astimezone(event.zone).date()] if group.starts_at else []


def _told_hotel(session: Session, event_id: int) -> Mapping[int, str]:
    """Access needs of those who let the hotel read them, by person."""
    rows = session.execute(
        select(Membership.person_id, Need.access)
        .join(Membership, Membership.id == Need.membership_id)
        .where(Membership.event_id == event_id, Need.tells_hotel.is_(True), Need.access != "")
    )
    return {row[0]: row[1] for row in rows}


def car_sheets(session: Session, event: Event, *, driver_id: int | None = None) -> list[CarSheet]:
    """A sheet for each car, or for those of one driver.  Three statements."""
    groups = [
        one
        for one in groups_of_kinds(session, event_id=event.id, kinds=("cars",))
        if driver_id is None or one.driver_id == driver_id
    ]
    idents = {seat.person_id for one in groups for seat in one.seats}
    contacts = queries.contacts_of(session, event_id=event.id, person_ids=idents)
    return [_car(one, contacts) for one in groups]


def _car(group: PublishedGroup, contacts: Mapping[int, str]) -> CarSheet:
    people = {seat.person_id: seat.person for seat in group.seats if seat.person_id in contacts}
    driver = people.pop(group.driver_id or 0, None)
    riders = sorted(people.values(), key=lambda one: (one.name, one.id))
    return CarSheet(
        group,
        driver,
        contacts[driver.id] if driver else "",
        tuple((one, contacts[one.id]) for one in riders),
    )


def table_cards(session: Session, event: Event) -> list[TableCard]:
    """A card for each table and each group.  Three statements."""
    groups = groups_of_kinds(session, event_id=event.id, kinds=("tables", "groups"))
    idents = {seat.person_id for one in groups for seat in one.seats}
    here = queries.contacts_of(session, event_id=event.id, person_ids=idents)
    return [TableCard(one, _by_name(one, here)) for one in groups]


def _by_name(group: PublishedGroup, here: Mapping[int, str]) -> tuple[Person, ...]:
    people = [seat.person for seat in group.seats if seat.person_id in here]
    return tuple(sorted(people, key=lambda one: (one.name, one.id)))
