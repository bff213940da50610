"""What is kept about a person.  Each feature adds its part; nothing here knows the others.

@part("memberships")
def memberships_of(session, person_id): ...
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from offsite.orm import Base
from offsite.people.models import Person, SignIn, SignInLink

Part = Callable[[Session, int], Any]

PARTS: dict[str, Part] = {}

SECRETS = frozenset({"token_hash", "code_hash", "browser_hash"})
"""Columns that prove something to us and say nothing about the person."""


def part(name: str) -> Callable[[Part], Part]:
    """Add a function that gives what one feature keeps about a person, as JSON values."""

    def add(function: Part) -> Part:
        if name in PARTS:
            raise ValueError(f"Two parts of the export are called {name!r}.")
        PARTS[name] = function
        return function

    return add


def export_of(session: Session, *, person_id: int) -> dict[str, Any]:
    """Everything kept about the person, part by part, as JSON values."""
    return {name: of_person(session, person_id) for name, of_person in sorted(PARTS.items())}


def columns_of(row: Base, *, but: frozenset[str] = SECRETS) -> Mapping[str, Any]:
    """Every column of ``row`` except those of ``but``; instants as ISO 8601."""
    names = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    return {name: _plain(getattr(row, name)) for name in names if name not in but}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


@part("person")
def person_columns(session: Session, person_id: int) -> Any:
    return columns_of(session.get_one(Person, person_id))


@part("sign_ins")
def sign_ins(session: Session, person_id: int) -> Any:
    return _rows_of(session, SignIn, person_id)


@part("sign_in_links")
def sign_in_links(session: Session, person_id: int) -> Any:
    return _rows_of(session, SignInLink, person_id)


def _rows_of(session: Session, model: Any, person_id: int) -> Any:
    rows = session.scalars(select(model).where(model.person_id == person_id).order_by(model.id))
    return [columns_of(row) for row in rows]
