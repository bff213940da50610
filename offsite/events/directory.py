"""Searching people in an event: lists that fit a page, found without accents or case."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from offsite.events import queries
from offsite.events.models import Membership
from offsite.paging import Page, page_of
from offsite.people.models import Person
from offsite.policy import Role

PAGE = 50
FACETS = ("team", "function", "track")


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
    numbers = page_of(found, page=page, size=PAGE)
    people = queries.people_by_id(session, numbers.items)
    shown = Page(tuple(people), numbers.page, numbers.pages, numbers.total)
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
    numbers = page_of(found, page=page, size=PAGE)
    members = queries.memberships_by_id(session, numbers.items)
    return Page(tuple(members), numbers.page, numbers.pages, numbers.total)


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
