import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.engines.scheduling.reading import parse_problem
from offsite.errors import BadInput
from offsite.exchange.programme import Person, Programme, Room, Session, Wish
from offsite.exchange.writers import schedule_problem
from tests.unit.exchange.builders import a_programme, a_session, at


def problem_of(programme: Programme, **options: int) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(schedule_problem.write(programme, **options).content)
    parse_problem(document)
    return document


def votes(**details: Any) -> Programme:
    kept = {
        "title": "Votes",
        "people": (Person("ada", "ada"), Person("bob", "bob")),
        "sessions": (Session("A1", "A1"), Session("A2", "A2")),
        "wishes": (Wish("ada", "A1"), Wish("bob", "A2", 3)),
    }
    return Programme(**{**kept, **details})


def test_votes_become_wishes_in_made_slots_and_rooms():
    document = problem_of(votes(timezone="Europe/Warsaw"), rooms=2, slots=10)

    assert document["rooms"] == [{"id": "room-1"}, {"id": "room-2"}]
    assert document["slots"][0] == {
        "id": "d1-1",
        "starts_at": "2026-01-12T09:00:00+01:00",
        "ends_at": "2026-01-12T09:45:00+01:00",
    }
    assert document["slots"][9]["starts_at"] == "2026-01-13T09:00:00+01:00"
    assert document["wishes"] == [["ada", "A1", 1], ["bob", "A2", 3]]
    assert [person["id"] for person in document["people"]] == ["ada", "bob"]
    assert (document["current"], document["move_cost"]) == ({}, 0)


def test_without_slots_and_rooms_both_are_asked_for():
    with pytest.raises(BadInput) as caught:
        schedule_problem.write(votes())

    assert [fault[:24] for fault in caught.value.faults] == [
        "The input has no times: ",
        "The input has no rooms: ",
    ]


def test_what_the_input_has_is_not_made_again():
    writing = schedule_problem.write(a_programme(a_session()), rooms=9, slots=9)

    assert [warning.what for warning in writing.warnings] == [
        "The input has 1 slots; none were made.",
        "The input has 1 rooms; none were made.",
    ]


def test_a_timed_programme_gives_its_slots_placements_and_hosts():
    document = problem_of(
        a_programme(
            a_session("short", starts_at=at(9), minutes=45, people=("ada",)),
            a_session("long", starts_at=at(9), minutes=90, room="Attic"),
            a_session("next", starts_at=at(9, 45), minutes=45),
            rooms=(Room("Aula", capacity=40, features=("stage",)), Room("Attic")),
        )
    )

    items = {item["id"]: item for item in document["items"]}
    assert [slot["starts_at"][11:16] for slot in document["slots"]] == ["09:00", "09:45"]
    assert (items["short"]["length"], items["long"]["length"]) == (1, 2)
    assert items["short"]["hosts"] == ["ada"]
    assert "slots" not in items["short"]
    assert items["long"]["slots"] == ["2026-10-01-1"]
    assert document["current"]["next"] == {"slot": "2026-10-01-2", "room": "Aula"}
    assert document["rooms"][0] == {"id": "Aula", "capacity": 40, "features": ["stage"]}
    assert document["move_cost"] == 1


def test_a_gap_between_sessions_is_no_slot():
    document = problem_of(a_programme(a_session("a"), a_session("b", starts_at=at(14), minutes=60)))

    assert [slot["starts_at"][11:16] for slot in document["slots"]] == ["09:00", "14:00"]


def test_a_session_moves_only_where_its_length_fits():
    document = problem_of(
        a_programme(a_session("a", minutes=30), a_session("b", starts_at=at(14), minutes=120))
    )

    items = {item["id"]: item for item in document["items"]}
    assert items["a"]["slots"] == ["2026-10-01-1"]
    assert items["b"]["slots"] == ["2026-10-01-2"]


def test_a_plenary_is_for_everyone_only_if_nothing_else_runs():
    document = problem_of(
        a_programme(
            a_session("alone", starts_at=at(9), everyone=True),
            a_session("busy", starts_at=at(11), everyone=True),
            a_session("other", starts_at=at(11), room="Attic"),
            rooms=(Room("Aula"), Room("Attic")),
        )
    )

    assert [item["id"] for item in document["items"] if item.get("everyone")] == ["alone"]


def test_what_is_canceled_or_rejected_is_left_out_and_told():
    programme = a_programme(
        a_session("a"), a_session("b", state="rejected"), a_session("c", state="canceled")
    )

    writing = schedule_problem.write(programme)

    assert [item["id"] for item in json.loads(writing.content)["items"]] == ["a"]
    assert len(writing.warnings) == 2


def test_a_session_without_a_time_may_go_anywhere_it_fits():
    document = problem_of(
        a_programme(a_session("a"), a_session("b", starts_at=None, minutes=None, room=None))
    )

    assert document["items"][1] == {"id": "b", "title": "Opening", "length": 1}
    assert "b" not in document["current"]


@given(key=st.text(min_size=1, max_size=300), title=st.text(max_size=30))
def test_any_key_and_title_make_a_sound_problem(key: str, title: str):
    document = problem_of(
        votes(sessions=(Session(key, title),), wishes=(Wish("ada", key),)), rooms=1, slots=1
    )

    assert document["wishes"][0][1] == document["items"][0]["id"]
