"""Searching people in an event: lists that fit a page, found without accents or case."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
    everybody = queries.profiles_in(session, event_id=event_id)
    found = [
        one.id
        for one in everybody
        if all(not value or getattr(one, facet) == value for facet, value in chosen.items())
        and _matches(
            search, one.name, one.team, one.function, one.track, one.topics, *one.languages
        )
    ]
    facets = {
        facet: sorted({getattr(one, facet) for one in everybody} - {""}, key=plain)
        for facet in FACETS
    }
    numbers = page_of(found, page)
    people = queries.people_by_id(session, numbers.items)
    shown = Page(people, numbers.page, numbers.pages, numbers.total)
    return Directory(shown, facets, len(everybody))


def _public_words(row: Any) -> Iterator[str]:
    yield from (row.name, row.team, row.function, row.track, row.topics)
    yield from row.languages


def is_screen(member: Membership) -> bool:
    return {one.role for one in member.grants} == {Role.DISPLAY.value}


def find_members(
    session: Session, *, event_id: int, search: str, role: str, left: bool, page: int
) -> Page[Membership]:
    """Members for organizers: also by mail address and role.  Three statements."""
    rows = queries.member_lines(session, event_id=event_id, role=role, left=left)
    found = [one.id for one in rows if _matches(search, one.name, one.email, one.team)]
    numbers = page_of(found, page)
    members = queries.memberships_by_id(session, numbers.items)
    return Page(members, numbers.page, numbers.pages, numbers.total)


def page_of(rows: Sequence[Row], page: int) -> Page[Row]:
    """The page asked for, or the nearest there is."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    return Page(rows[(page - 1) * PAGE : page * PAGE], page, pages, len(rows))


def _matches(search: str, *texts: str) -> bool:
    if not search:
        return True
    haystack = plain(" ".join(texts))
    return all(word in haystack for word in plain(search).split())


def plain(text: str) -> str:
    """``text`` for comparing: without case and accents (Łódź is lodz)."""
    letters = text.casefold().replace("ł", "l").replace("ø", "o").replace("đ", "d")
    return "".join(
        one for one in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(one)
    )
