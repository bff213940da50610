"""Who is in an event, and what they may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from offsite.errors import BadInput, OffsiteError, RuleBroken, Sentence
from offsite.events import queries
from offsite.events.models import Event, Membership, RoleGrant
from offsite.events.rules import BadValue
from offsite.outbox.services import write_mail
from offsite.people import rules as people_rules
from offsite.people.models import Person
from offsite.people.services import find_or_create_person
from offsite.policy import GRANTABLE, Role

MOST_ROWS = 5000


class LastOwner(RuleBroken):
    """An event without an owner could not be helped by anybody in it."""


class HasRoles(RuleBroken):
    """The person carries work in this event."""


class RowsFaulty(BadInput):
    """Some rows of an import cannot be taken, and all or nothing was asked for."""


@dataclass(frozen=True)
class PersonRow:
    """One row of a list of people; ``number`` is where it stands in the file."""

    number: int
    email: str
    name: str = ""
    team: str = ""
    function: str = ""
    track: str = ""


@dataclass(frozen=True)
class CheckedRow:
    """A row and what would become of it: new, known, member or faulty."""

    row: PersonRow
    state: str
    refusal: OffsiteError | None = None


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    added: tuple[Membership, ...]
    already: int
    left_out: int


# Joining and leaving


def add_member(
    session: Session, *, event: Event, email: str, name: str, now: datetime
) -> Membership:
    """The person with this address becomes a member; whoever is one already stays one.

    Raises:
        BadInput: the address or the name cannot be kept.
    """
    person = find_or_create_person(session, email=email, name=name, now=now)
    return join(session, event=event, person=person, now=now)


def add_screen(
    session: Session, *, event: Event, email: str, name: str, granted_by_id: int, now: datetime
) -> Membership:
    """A screen on a wall: it reads the board and the schedule and is nobody's colleague.

    Raises:
        BadInput: as `add_member`.
        HasRoles: the address belongs to a member.
    """
    person = find_or_create_person(session, email=email, name=name, now=now)
    if queries.membership_of(session, event_id=event.id, person_id=person.id) is not None:
        raise HasRoles("This address is a member already. A screen needs its own address.")
    member = join(session, event=event, person=person, now=now)
    _add_grant(session, member, Role.DISPLAY, granted_by_id, now)
    return member


def join(session: Session, *, event: Event, person: Person, now: datetime) -> Membership:
    """``person`` becomes a member.  Whoever left comes back without the roles of then."""
    _hold(session, event)
    found = session.scalars(
        select(Membership).filter_by(event_id=event.id, person_id=person.id)
    ).one_or_none()
    if found is None:
        found = Membership(event_id=event.id, person_id=person.id, joined_at=now)
        session.add(found)
    elif found.left_at is not None:
        _come_back(found, now)
    session.flush()
    return found


def _hold(session: Session, event: Event) -> None:
    # Two joins at once must not make two memberships of one person.
    session.execute(select(Event.id).where(Event.id == event.id).with_for_update())


def _come_back(member: Membership, now: datetime) -> None:
    member.left_at, member.joined_at, member.grants = None, now, []


def remove_member(session: Session, *, member: Membership, now: datetime) -> None:
    """The person leaves the event; proposals and votes stay.  Twice is once.

    Raises:
        LastOwner: nobody else owns the event.
    """
    if member.left_at is not None:
        return
    if any(one.role == Role.OWNER for one in member.grants):
        refuse_last_owner(session, member)
    member.left_at = now
    session.flush()


def restore_member(session: Session, *, member: Membership) -> None:
    """Undo `remove_member`: the person is back, with the roles they had."""
    member.left_at = None
    session.flush()


def refuse_last_owner(session: Session, member: Membership) -> None:
    # Two owners leaving at once must not both find the other one.
    session.scalars(select(Event.id).where(Event.id == member.event_id).with_for_update()).one()
    owners = session.scalar(
        select(func.count(RoleGrant.id))
        .join(Membership, Membership.id == RoleGrant.membership_id)
        .where(
            Membership.event_id == member.event_id,
            Membership.left_at.is_(None),
            Membership.id != member.id,
            RoleGrant.role == Role.OWNER.value,
        )
    )
    if not owners:
        raise LastOwner("An event needs an owner. Make somebody else an owner first.")


# Roles


def set_roles(
    session: Session, *, member: Membership, roles: frozenset[Role], by_id: int, now: datetime
) -> None:
    """Give the member exactly ``roles`` on top of membership.

    No role brings the travel role with it: it is given by name.

    Raises:
        BadValue: a role that cannot be given, or a screen that would be more than one.
        LastOwner: nobody else owns the event.
    """
    unknown = roles - {Role.OWNER, *GRANTABLE}
    if unknown:
        raise BadValue("There is no such role to give.")
    if Role.DISPLAY in roles and len(roles) > 1:
        raise BadValue("A screen can have no other role.")
    held = {Role(one.role): one for one in member.grants}
    if Role.OWNER in held and Role.OWNER not in roles:
        refuse_last_owner(session, member)
    for role, grant in held.items():
        if role not in roles:
            member.grants.remove(grant)
    for role in sorted(roles - held.keys()):
        _add_grant(session, member, role, by_id, now)
    session.flush()


def _add_grant(session: Session, member: Membership, role: Role, by_id: int, now: datetime) -> None:
    member.grants.append(RoleGrant(role=role.value, granted_at=now, granted_by_id=by_id))
    session.flush()


# Lists of people


def check_rows(session: Session, *, event: Event, rows: Sequence[PersonRow]) -> list[CheckedRow]:
    """What an import would make of each row; nothing is changed.

    Raises:
        BadValue: there are too many rows.
    """
    if len(rows) > MOST_ROWS:
        raise BadValue("That is more than %(most)s people. Split the list.", most=MOST_ROWS)
    emails = (row.email.strip().lower() for row in rows)
    known = queries.states_by_email(session, event_id=event.id, emails=emails)
    seen: dict[str, int] = {}
    return [_checked(row, known, seen) for row in rows]


def _checked(row: PersonRow, known: Mapping[str, str], seen: dict[str, int]) -> CheckedRow:
    address = row.email.strip().lower()
    if not address:
        return CheckedRow(row, "faulty", BadValue("The mail address is missing."))
    if not people_rules.is_address(address):
        return CheckedRow(
            row,
            "faulty",
            BadValue("“%(text)s” is not a mail address.", text=address[:80]),
        )
    if address in seen:
        return CheckedRow(
            row, "faulty", BadValue("The same address is in row %(number)s.", number=seen[address])
        )
    seen[address] = row.number
    for value, limit in ((row.name, 200), (row.team, 100), (row.function, 100), (row.track, 100)):
        if len(value) > limit:
            return CheckedRow(row, "faulty", BadValue("“%(text)s …” is too long.", text=value[:40]))
    return CheckedRow(row, known.get(address, "new"))


def import_people(
    session: Session, *, event: Event, rows: Sequence[PersonRow], skip_faulty: bool, now: datetime
) -> Imported:
    """Make members of the people in ``rows``.

    What people said about themselves is never overwritten; only empty fields are filled.

    Raises:
        BadValue: as `check_rows`.
        RowsFaulty: a row is faulty and ``skip_faulty`` is not set; nothing is changed.
    """
    checked = check_rows(session, event=event, rows=rows)
    faulty = [one for one in checked if one.state == "faulty"]
    if faulty and not skip_faulty:
        raise RowsFaulty(
            *(
                Sentence("Row %(row)s: %(fault)s", row=one.row.number, fault=one.refusal)
                for one in faulty[:50]
            )
        )
    _hold(session, event)
    wanted = [one.row for one in checked if one.state in {"new", "known"}]
    people = [_person_of(session, row, now) for row in wanted]
    added = _join_all(session, event, people, now)
    already = sum(one.state == "member" for one in checked)
    return Imported(added, already, len(faulty))


def _person_of(session: Session, row: PersonRow, now: datetime) -> Person:
    person = find_or_create_person(session, email=row.email, name=row.name, now=now)
    for column in ("team", "function", "track"):
        if not getattr(person, column):
            setattr(person, column, getattr(row, column))
    return person


def _join_all(
    session: Session, event: Event, people: Sequence[Person], now: datetime
) -> tuple[Membership, ...]:
    """Like `join` for each, in a few statements.  The event is held already."""
    before = {
        one.person_id: one
        for one in session.scalars(
            select(Membership).filter_by(event_id=event.id).options(selectinload(Membership.grants))
        )
    }
    members = []
    for person in people:
        member = before.get(person.id)
        if member is None:
            member = Membership(event_id=event.id, person=person, joined_at=now)
            session.add(member)
        elif member.left_at is not None:
            _come_back(member, now)
        members.append(member)
    session.flush()
    return tuple(members)


def write_welcomes(
    session: Session,
    *,
    event: Event,
    members: Sequence[Membership],
    subject: str,
    body: str,
    now: datetime,
) -> int:
    """Put a mail for each member into the outbox, where it waits for an organizer.

    The same member of the same event is welcomed once.  How many there are is returned.
    """
    for member in members:
        write_mail(
            session,
            key=f"welcome:{event.id}:{member.person_id}",
            kind="welcome",
            to_name=member.person.name,
            to_address=member.person.email,
            subject=subject,
            body=body,
            event_id=event.id,
            person_id=member.person_id,
            held=True,
            now=now,
        )
    return len(members)
