"""Reads about interest groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event
from offsite.interests.models import GroupDate, GroupMember, InterestGroup
from offsite.paging import Page, page_of
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part

PER_PAGE = 20


@dataclass(frozen=True)
class GroupLine:
    """A group in the list: how many are in it, and when it meets next."""

    group: InterestGroup
    people: int
    next_at: datetime | None
    is_mine: bool


def _members() -> Select[int, int]:
    return (
        select(GroupMember.group_id, func.count(GroupMember.id).label("people"))
        .where(GroupMember.left_at.is_(None))
        .group_by(GroupMember.group_id)
    )


def groups_page(
    session: Session,
    event: Event,
    *,
    person_id: int,
    now: datetime,
    search: str = "",
    page: int = 1,
) -> Page[GroupLine]:
    """The largest groups first; each word of ``search`` in title or text."""
    people = _members().subquery()
    wanted = (
        select(InterestGroup.id)
        .outerjoin(people, people.c.group_id == InterestGroup.id)
        .where(InterestGroup.event_id == event.id)
        .order_by(func.coalesce(people.c.people, 0).desc(), InterestGroup.id)
    )
    for word in search.split():
        wanted = wanted.where(
            or_(
                InterestGroup.title.icontains(word, autoescape=True),
                InterestGroup.about.icontains(word, autoescape=True),
            )
        )
    shown = page_of(session.scalars(wanted).all(), page=page, size=PER_PAGE)
    lines = _lines(session, shown.items, person_id, now)
    return Page(tuple(lines[one] for one in shown.items), shown.page, shown.pages, shown.total)


def _lines(
    session: Session, ids: Sequence[int], person_id: int, now: datetime
) -> dict[int, GroupLine]:
    people = _members().subquery()
    dates = (
        select(GroupDate.group_id, func.min(GroupDate.starts_at).label("next_at"))
        .where(GroupDate.skipped_at.is_(None), GroupDate.ends_at > now)
        .group_by(GroupDate.group_id)
        .subquery()
    )
    mine = select(GroupMember.group_id).where(
        GroupMember.person_id == person_id, GroupMember.left_at.is_(None)
    )
    rows = session.execute(
        select(InterestGroup, people.c.people, dates.c.next_at, InterestGroup.id.in_(mine))
        .outerjoin(people, people.c.group_id == InterestGroup.id)
        .outerjoin(dates, dates.c.group_id == InterestGroup.id)
        .where(InterestGroup.id.in_(ids))
        .options(joinedload(InterestGroup.convener))
    )
    return {
        group.id: GroupLine(group, people_in or 0, next_at, bool(is_mine))
        for group, people_in, next_at, is_mine in rows
    }


def members_of(session: Session, group: InterestGroup) -> Sequence[Person]:
    """Who is in the group now, in the order of joining."""
    return session.scalars(
        select(Person)
        .join(GroupMember, GroupMember.person_id == Person.id)
        .where(GroupMember.group_id == group.id, GroupMember.left_at.is_(None))
        .order_by(GroupMember.joined_at, GroupMember.id)
    ).all()


def membership(session: Session, group: InterestGroup, *, person_id: int) -> GroupMember | None:
    """The person's row, also when they left."""
    return session.scalars(
        select(GroupMember).where(
            GroupMember.group_id == group.id, GroupMember.person_id == person_id
        )
    ).one_or_none()


def dates_of(session: Session, group: InterestGroup, *, after: datetime) -> Sequence[GroupDate]:
    """What ends after ``after``, skipped ones too."""
    return session.scalars(
        select(GroupDate)
        .where(GroupDate.group_id == group.id, GroupDate.ends_at > after)
        .order_by(GroupDate.starts_at)
    ).all()


def taken_instants(session: Session, group: InterestGroup) -> set[datetime]:
    """When the group has dates already, skipped ones too."""
    found = select(GroupDate.starts_at).where(GroupDate.group_id == group.id)
    return set(session.scalars(found))


def grown_from(
    session: Session, *, proposal_id: int | None = None, wanted_id: int | None = None
) -> Sequence[InterestGroup]:
    """The groups that came out of a topic."""
    found = select(InterestGroup).order_by(InterestGroup.id)
    if proposal_id is not None:
        found = found.where(InterestGroup.proposal_id == proposal_id)
    else:
        found = found.where(InterestGroup.wanted_id == wanted_id)
    return session.scalars(found).all()


def calendar_of(
    session: Session, event: Event, *, person_id: int
) -> Sequence[tuple[GroupDate, GroupMember]]:
    """Every date that ever stood in the person's calendar, with their membership."""
    rows = session.execute(
        select(GroupDate, GroupMember)
        .join(GroupMember, GroupMember.group_id == GroupDate.group_id)
        .join(InterestGroup, InterestGroup.id == GroupDate.group_id)
        .where(
            InterestGroup.event_id == event.id,
            GroupMember.person_id == person_id,
            or_(GroupMember.left_at.is_(None), GroupDate.created_at <= GroupMember.left_at),
        )
        .options(joinedload(GroupDate.group))
        .order_by(GroupDate.starts_at, GroupDate.id)
    )
    return [(one, member) for one, member in rows]


@part("interest_groups")
def _of_person(session: Session, person_id: int) -> Any:
    members = select(GroupMember).where(GroupMember.person_id == person_id)
    convened = select(InterestGroup).where(InterestGroup.convener_id == person_id)
    return {
        "memberships": [columns_of(one) for one in session.scalars(members)],
        "convened": [columns_of(one) for one in session.scalars(convened)],
    }
