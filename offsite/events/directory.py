"""Searching people in an event: lists that fit a page, found without accents or case."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from offsite.events import queries
from offsite.events.models import Membership
from offsite.people.models import Person
from offsite.policy import Role

PAGE = 50
FACETS = ("team", "function", "track")

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; pages count from 1, and an empty list has one."""

    items: Sequence[Row]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Directory:
    """People of an event, and the values they can be filtered by."""

    people: Page[Person]
    facets: dict[str, list[str]]
    everybody: int


def directory(
    session: Session, *, event_id: int, search: str, chosen: dict[str, str], page: int
) -> Directory:
    """The members whose public profile has all words of ``search`` and the ``chosen`` values.

    ``chosen`` maps team, function and track to a value, or to an empty text for any.
    Screens are nobody's colleagues and are left out.  Two statements, however many people.
    """
    everybody = [
        one.person
        for one in queries.memberships_in(session, event_id=event_id)
        if not is_screen(one) and one.person.can_sign_in()
    ]
    found = [one for one in everybody if _fits(one, chosen) and _matches(_profile(one), search)]
    facets = {facet: _values(everybody, facet) for facet in FACETS}
    return Directory(page_of(found, page), facets, len(everybody))


def is_screen(member: Membership) -> bool:
    return {one.role for one in member.grants} == {Role.DISPLAY.value}


def _fits(person: Person, chosen: dict[str, str]) -> bool:
    return all(not value or getattr(person, facet) == value for facet, value in chosen.items())


def _profile(person: Person) -> str:
    words = (person.name, person.team, person.function, person.track, person.topics)
    return " ".join((*words, *person.languages))


def _values(people: Sequence[Person], facet: str) -> list[str]:
    return sorted({getattr(one, facet) for one in people} - {""}, key=plain)


def find_members(
    session: Session, *, event_id: int, search: str, role: str, left: bool, page: int
) -> Page[Membership]:
    """Members for organizers: also by mail address and role.  Two statements."""
    rows = queries.memberships_in(session, event_id=event_id, left=left)
    found = [
        one
        for one in rows
        if (not role or _holds(one, role))
        and _matches(f"{one.person.name} {one.person.email} {one.person.team}", search)
    ]
    return page_of(found, page)


def _holds(member: Membership, role: str) -> bool:
    return any(one.role == role for one in member.grants)


def page_of(rows: Sequence[Row], page: int) -> Page[Row]:
    """The page asked for, or the nearest there is."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    return Page(rows[(page - 1) * PAGE : page * PAGE], page, pages, len(rows))


def _matches(text: str, search: str) -> bool:
    haystack = plain(text)
    return all(word in haystack for word in plain(search).split())


def plain(text: str) -> str:
    """``text`` for comparing: without case and accents (Łódź is lodz)."""
    letters = text.casefold().replace("ł", "l").replace("ø", "o").replace("đ", "d")
    return "".join(
        one for one in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(one)
    )
