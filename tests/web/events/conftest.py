"""An event with Ada (owner), Olga (organizer) and Bob; Cleo is outside."""

import pytest

from offsite.policy import Role
from tests.factories import (
    make_event,
    make_member,
    make_person,
)


@pytest.fixture
def house(rows):
    """An event with Ada (owner), Olga (organizer) and Bob; Cleo is outside."""
    with rows() as session:
        event = make_event(session, slug="tlm")
        people = {
            "ada": make_member(session, event, make_person(session, "Ada Nowak"), Role.OWNER),
            "olga": make_member(session, event, make_person(session, "Olga"), Role.ORGANIZER),
            "bob": make_member(session, event, make_person(session, "Bob")),
        }
        found = {name: one.person for name, one in people.items()}
        found |= {f"{name}_id": one.id for name, one in people.items()}
        found["cleo"] = make_person(session, "Cleo")
        found["event_id"] = event.id
    return found


def all_of(rows, statement):
    with rows() as session:
        return list(session.scalars(statement))
