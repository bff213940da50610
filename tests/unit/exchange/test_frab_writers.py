import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft6Validator
from lxml import etree

from offsite.errors import BadInput
from offsite.exchange.programme import Link, Person, Programme, Room, Session, Track
from offsite.exchange.readers import read
from offsite.exchange.writers import frab_json, frab_xml
from tests.unit.exchange.builders import a_programme, a_session, at


def events_of(programme: Programme) -> list[Element]:
    return list(fromstring(frab_xml.write(programme).content).iter("event"))


def json_events_of(programme: Programme) -> list[dict[str, object]]:
    document = json.loads(frab_json.write(programme).content)
    days = document["schedule"]["conference"]["days"]
    return [event for day in days for events in day["rooms"].values() for event in events]


def test_a_session_is_written_with_its_local_time_and_offset():
    (event,) = events_of(a_programme(a_session(starts_at=at(9), minutes=90)))

    assert event.findtext("date") == "2026-10-01T09:00:00+02:00"
    assert event.findtext("start") == "09:00"
    assert event.findtext("duration") == "01:30"


def test_a_session_after_midnight_belongs_to_the_day_before():
    late = a_session(starts_at=at(1, day=2))
    root = fromstring(frab_xml.write(a_programme(late)).content)

    (day,) = root.iter("day")

    assert day.get("date") == "2026-10-01"
    assert day.get("start") == "2026-10-01T04:00:00+02:00"
    assert day.get("end") == "2026-10-02T04:00:00+02:00"


def test_a_guid_that_is_no_uuid_or_is_taken_becomes_another_one_and_always_the_same():
    guid = "29aecfd7-2e44-4f49-ab86-29b5e0877325"
    programme = a_programme(
        a_session("a", guid=guid),
        a_session("b", guid=guid.upper()),
        a_session("c", guid="HOqeNIb6G7M4hYFKFRkCmQ"),
    )

    guids = [event.get("guid") for event in events_of(programme)]

    assert guids[0] == guid
    assert len(set(guids)) == 3
    assert guids == [event.get("guid") for event in events_of(programme)]


def test_numbers_that_are_taken_get_the_next_free_one():
    programme = a_programme(
        a_session("a", number=2), a_session("b", number=2), a_session("c"), a_session("d", number=0)
    )

    assert [event.get("id") for event in events_of(programme)] == ["2", "1", "3", "4"]


def test_a_code_that_does_not_fit_or_is_taken_is_left_out():
    programme = a_programme(
        a_session("a", code="ABC123"), a_session("b", code="ABC123"), a_session("c", code="abc")
    )

    assert [event.get("code") for event in events_of(programme)] == ["ABC123", None, None]


@pytest.mark.parametrize(
    ("session", "because"),
    [
        (a_session(starts_at=None), "no time"),
        (a_session(minutes=None), "no length"),
        (a_session(minutes=0), "0 minutes"),
        (a_session(minutes=-65), "-65 minutes"),
        (a_session(minutes=6000), "100 hours"),
        (a_session(state="rejected"), "rejected"),
        (a_session(state="canceled"), "canceled"),
    ],
)
def test_what_cannot_be_published_is_left_out_with_a_warning(session: Session, because: str):
    writing = frab_json.write(a_programme(session, a_session("fine")))

    assert [warning.where for warning in writing.warnings] == ["Opening"]
    assert because in writing.warnings[0].what
    assert len(json_events_of(a_programme(session, a_session("fine")))) == 1


def test_a_session_without_a_room_is_in_a_named_placeholder():
    writing = frab_json.write(a_programme(a_session(room=None)))

    assert [warning.what for warning in writing.warnings] == [
        "It has no room; written as “Room to be announced”."
    ]
    assert json_events_of(a_programme(a_session(room=None)))[0]["room"] == "Room to be announced"


def test_rooms_that_share_a_guid_get_different_ones():
    guid = "b379c473-93b9-4eae-9a09-d482e86cede3"
    programme = a_programme(a_session(), rooms=(Room("Aula", guid), Room("Attic", guid)))

    rooms = json.loads(frab_json.write(programme).content)["schedule"]["conference"]["rooms"]

    assert rooms[0]["guid"] == guid
    assert rooms[1]["guid"] != guid


def test_a_number_that_two_people_have_is_left_out():
    people = (Person("a", "A", number=7), Person("b", "B", number=7), Person("c", "C", number=8))
    session = a_session(people=("a", "b", "c"))

    (event,) = events_of(a_programme(session, people=people))

    assert [person.get("id") for person in event.iter("person")] == [None, None, "8"]


def test_xml_without_any_day_is_refused_in_one_sentence():
    with pytest.raises(BadInput, match="nothing to write"):
        frab_xml.write(a_programme(a_session(starts_at=None)))


def test_an_event_with_dates_and_no_sessions_is_an_empty_day():
    programme = a_programme(starts_on=date(2026, 10, 1))

    (day,) = fromstring(frab_xml.write(programme).content).iter("day")

    assert list(day) == []


def test_own_facts_go_below_meta():
    content = frab_json.write(a_programme(a_session()), {"votes": 7}).content

    assert json.loads(content)["schedule"]["conference"]["meta"] == {"votes": 7}


def test_both_files_read_back_as_the_same_sessions():
    programme = a_programme(
        a_session(
            people=("ada",),
            track="Ways of working",
            abstract="Short.\nLines.",
            language="pl",
            kind="Workshop",
            links=(Link("https://example.org/a", "A"),),
        ),
        a_session("s2", starts_at=at(23), minutes=120),
    )

    for content in (frab_xml.write(programme).content, frab_json.write(programme).content):
        back = read(content).programme

        assert [(s.title, s.starts_at, s.minutes, s.room) for s in back.sessions] == [
            (s.title, s.starts_at, s.minutes, s.room) for s in programme.sessions
        ]
        assert back.sessions[0].track == "Ways of working"
        assert back.sessions[0].abstract == "Short.\nLines."
        assert back.sessions[0].links == (Link("https://example.org/a", "A"),)
        assert back.names_of(back.sessions[0]) == ("Ada Łukasik",)
        assert back.timezone == "Europe/Warsaw"


ANY_TEXT = st.text(max_size=30)
ANY_SESSION = st.builds(
    Session,
    key=st.text(min_size=1, max_size=10),
    title=ANY_TEXT,
    guid=st.none() | ANY_TEXT | st.uuids().map(str),
    code=st.none() | ANY_TEXT,
    number=st.none() | st.integers(),
    subtitle=ANY_TEXT,
    abstract=ANY_TEXT,
    description=ANY_TEXT,
    room=st.none() | ANY_TEXT,
    starts_at=st.none()
    | st.integers(-4_000_000_000, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
    | st.builds(datetime.fromtimestamp, st.integers(0, 4_000_000_000), st.timezones()),
    minutes=st.none() | st.integers(-100, 7000),
    track=st.none() | ANY_TEXT,
    kind=ANY_TEXT,
    language=ANY_TEXT,
    people=st.lists(st.sampled_from(["p", "q", "r"]), max_size=3).map(tuple),
    url=st.none() | ANY_TEXT | ANY_TEXT.map("http://h".__add__),
    links=st.lists(st.builds(Link, ANY_TEXT.map("https://".__add__), ANY_TEXT), max_size=2).map(
        tuple
    ),
)
ANY_PROGRAMME = st.builds(
    Programme,
    title=ANY_TEXT,
    acronym=ANY_TEXT,
    timezone=st.none() | st.sampled_from(["UTC", "Europe/Warsaw", "Asia/Kathmandu", "US/Pacific"]),
    starts_on=st.just(date(2026, 10, 1)),
    url=st.none() | ANY_TEXT.map("http://".__add__),
    version=ANY_TEXT,
    rooms=st.lists(st.builds(Room, ANY_TEXT, st.none() | ANY_TEXT), max_size=2).map(tuple),
    tracks=st.lists(st.builds(Track, ANY_TEXT, st.none() | ANY_TEXT), max_size=2).map(tuple),
    people=st.tuples(
        st.builds(Person, st.just("p"), ANY_TEXT, code=st.none() | ANY_TEXT),
        st.builds(Person, st.just("q"), ANY_TEXT, guid=ANY_TEXT, number=st.integers()),
    ),
    sessions=st.lists(ANY_SESSION, max_size=4, unique_by=lambda session: session.key).map(tuple),
)


@pytest.fixture(scope="session")
def xml_schema(shared_data: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(shared_data / "schemas" / "schedule.xml.xsd")))


@pytest.fixture(scope="session")
def json_schema(shared_data: Path) -> Draft6Validator:
    text = (shared_data / "schemas" / "frab-schedule.schema.json").read_text(encoding="utf-8")
    return Draft6Validator(json.loads(text))


@given(programme=ANY_PROGRAMME)
def test_whatever_the_programme_holds_the_xml_is_valid(
    xml_schema: etree.XMLSchema, programme: Programme
):
    xml_schema.assertValid(etree.fromstring(frab_xml.write(programme).content))


@given(programme=ANY_PROGRAMME)
def test_whatever_the_programme_holds_the_json_is_valid(
    json_schema: Draft6Validator, programme: Programme
):
    json_schema.validate(json.loads(frab_json.write(programme).content))


@given(text=st.text())
def test_any_text_survives_in_a_description_but_for_control_characters(text: str):
    (event,) = events_of(a_programme(a_session(description=text)))

    kept = event.findtext("description") or ""
    assert [c for c in text if c.isprintable()] == [c for c in kept if c.isprintable()]
