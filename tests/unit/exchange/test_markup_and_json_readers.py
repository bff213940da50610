import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest

from offsite.errors import BadInput
from offsite.exchange.programme import Link, Reading
from offsite.exchange.readers import read
from tests.unit.exchange.builders import at

EVENT = """<event guid="{guid}" id="{id}"><date>{date}</date><start>09:00</start>
<duration>{duration}</duration><room>{room}</room><title>{title}</title><track>Tech</track>
<persons><person id="7">Ada</person></persons>
<links><link href="https://example.org">More</link></links></event>"""


def schedule_xml(*events: str, conference: str = "", head: str = "") -> bytes:
    return (
        f"{head}<schedule><version>3</version><conference><title>Days</title>{conference}"
        f"</conference><day index='1'><room name='Aula'>{''.join(events)}</room></day></schedule>"
    ).encode()


def event_xml(**details: str) -> str:
    defaults = {
        "guid": "g1", "id": "1", "date": "2026-10-01T09:00:00+02:00", "duration": "00:45",
        "room": "Aula", "title": "Opening",
    }  # fmt: skip
    return EVENT.format(**{**defaults, **details})


def said(reading: Reading) -> list[str]:
    return [f"{warning.where}: {warning.what}" for warning in reading.warnings]


def read_json(document: Any, **options: str) -> Reading:
    return read(json.dumps(document).encode(), **options)


ZONE = "<time_zone_name>Europe/Warsaw</time_zone_name>"


class TestFrabXml:
    def test_a_session_has_everything_the_file_says(self):
        reading = read(schedule_xml(event_xml(), conference=ZONE))

        (session,) = reading.programme.sessions
        assert (reading.kind, reading.warnings) == ("frab-xml", ())
        assert (session.title, session.room, session.track) == ("Opening", "Aula", "Tech")
        assert (session.starts_at, session.minutes) == (at(9), 45)
        assert reading.programme.names_of(session) == ("Ada",)
        assert session.links == (Link("https://example.org", "More"),)
        assert reading.programme.timezone == "Europe/Warsaw"
        assert reading.programme.version == "3"

    def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_kept(self):
        broken = event_xml(guid="g2", id="2", date="soon", duration="long", title="")

        reading = read(schedule_xml(event_xml(), broken, conference=ZONE))

        assert len(reading.programme.sessions) == 2
        assert said(reading) == [
            "day 1, event 2: The length “long” cannot be read.",
            "day 1, event 2: The time “soon” cannot be read.",
            "day 1, event 2: There is no title.",
        ]

    def test_a_negative_length_is_kept_and_told(self):
        reading = read(schedule_xml(event_xml(duration="-65:00"), conference=ZONE))

        assert reading.programme.sessions[0].minutes == -3900
        assert said(reading) == ["Opening: It lasts -3900 minutes."]

    def test_a_guid_used_twice_is_told(self):
        reading = read(schedule_xml(event_xml(), event_xml(id="2"), conference=ZONE))

        assert len({session.key for session in reading.programme.sessions}) == 2
        assert "day 1, event 2: The key “g1” is used twice; the second became another one." in said(
            reading
        )

    def test_times_without_a_zone_are_not_guessed(self):
        with pytest.raises(BadInput, match="--timezone"):
            read(schedule_xml(event_xml(date="2026-10-01T09:00:00")))

    def test_times_without_a_zone_are_read_in_the_zone_that_is_named(self):
        content = schedule_xml(event_xml(date="2026-10-01T09:00:00"))

        reading = read(content, timezone="Europe/Warsaw")

        assert reading.programme.sessions[0].starts_at == at(9)

    def test_a_zone_that_nobody_knows_is_told_with_the_request_for_one(self):
        content = schedule_xml(
            event_xml(date="2026-10-01T09:00:00"),
            conference="<time_zone_name>Hawaii</time_zone_name>",
        )

        with pytest.raises(BadInput) as caught:
            read(content)

        assert len(caught.value.faults) == 2
        assert "Hawaii" in caught.value.faults[0]

    def test_offsets_that_disagree_with_the_zone_are_told_and_the_instants_kept(self):
        reading = read(schedule_xml(event_xml(), conference="<time_zone_name>UTC</time_zone_name>"))

        assert reading.programme.sessions[0].starts_at == at(9)
        assert "Times have another offset than UTC" in reading.warnings[0].what

    def test_a_second_event_in_the_file_is_told(self):
        far = event_xml(guid="g2", id="2", date="2027-10-01T09:00:00+02:00")
        content = schedule_xml(event_xml(), far, conference=ZONE).replace(
            b"</conference>", b"</conference><conference><title>Other</title></conference>"
        )

        assert [warning.what[:30] for warning in read(content).warnings] == [
            "There are two events in one fi",
            "Nothing happens between 2026-1",
        ]

    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            (b"<!DOCTYPE html><html><p>Sorry</p></html>", "This is a web page"),
            (b"  <html lang='en'><body>", "This is a web page"),
            (b"<feed xmlns='a'></feed>", "its root is <feed>"),
            (b"<schedule><version>1</schedule>", "broken at line 1"),
            (b"<?xml version='1.0' encoding='klingon'?><schedule/>", "encoding"),
            (b"", "empty"),
        ],
    )
    def test_what_is_no_schedule_is_refused_in_one_sentence(self, content: bytes, fault: str):
        with pytest.raises(BadInput, match=fault) as caught:
            read(content)

        assert len(caught.value.faults) == 1

    def test_a_document_type_is_refused_before_it_can_expand(self):
        bomb = "<!DOCTYPE s [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"

        with pytest.raises(BadInput, match="document type"):
            read(schedule_xml(event_xml(title="&b;"), head=bomb))

    def test_a_file_outside_is_never_opened(self, tmp_path):
        (tmp_path / "secret").write_text("secret")
        head = f"<!DOCTYPE s [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]>"

        with pytest.raises(BadInput, match="document type"):
            read(schedule_xml(event_xml(title="&x;"), head=head))


def schedule_json(*events: Any, **conference: Any) -> dict[str, Any]:
    days = [{"index": 1, "rooms": {"Aula": list(events)}}]
    return {
        "schedule": {
            "version": "2",
            "conference": {"title": "Days", "days": days, **conference},
        }
    }


def event_json(**details: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "guid": "g1",
        "title": "Opening",
        "date": "2026-10-01T09:00:00+02:00",
        "duration": "00:45",
        "persons": [{"id": 7, "public_name": "Ada"}],
        **details,
    }


class TestFrabJson:
    def test_a_session_has_everything_the_file_says(self):
        document = schedule_json(event_json(), time_zone_name="Europe/Warsaw", start="2026-10-01")

        reading = read_json(document)

        (session,) = reading.programme.sessions
        assert (reading.kind, reading.warnings) == ("frab-json", ())
        assert (session.room, session.starts_at, session.minutes) == ("Aula", at(9), 45)
        assert reading.programme.starts_on == date(2026, 10, 1)

    def test_wrong_shapes_are_told_and_skipped(self):
        document = schedule_json(event_json(), "no event", event_json(guid=5, persons="Ada"))
        document["schedule"]["conference"]["days"] += [7, {"rooms": []}]

        reading = read_json(document)

        assert len(reading.programme.sessions) == 2
        assert said(reading)[:4] == [
            "day 2: An object was expected here.",
            "day 1, Aula 2: An object was expected here.",
            "day 1, event 1, person: A list was expected here.",
            "day 2: The rooms are missing.",
        ]

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ('{"schedule": NaN}', "NaN"),
            ('{"schedule": -Infinity}', "-Infinity"),
            ('{"schedule": 1e999}', "1e999"),
            ('{"schedule": ', "not JSON"),
            ('{"schedule": ' + "9" * 5000 + "}", "too long"),
            ("[" * 100_000, "nested too deeply"),
            ('{"schedule": {"conference": []}}', "no “schedule” with a “conference”"),
            ("[]", "an empty list"),
            ('[{"a": 1}]', "a list of objects with a"),
        ],
    )
    def test_what_is_no_schedule_is_refused_in_one_sentence(self, text: str, fault: str):
        with pytest.raises(BadInput, match=fault) as caught:
            read(text.encode())

        assert len(caught.value.faults) == 1

    def test_a_room_that_is_there_twice_is_told(self):
        text = '{"schedule": {"conference": {"days": [{"rooms": {"A": [], "A": []}}]}}}'

        assert said(read(text.encode()))[0] == (
            "file: The key “A” is there twice; the last one counts."
        )

    def test_half_a_surrogate_pair_is_dropped(self):
        document = schedule_json(event_json(title="Open\ud800ing"))

        assert read_json(document).programme.sessions[0].title == "Opening"


class TestSessionize:
    ROW = {  # noqa: RUF012
        "id": "7",
        "title": "Opening",
        "startsAt": "2026-10-01T09:00:00",
        "endsAt": "2026-10-01T09:45:00",
        "isServiceSession": False,
        "isPlenumSession": True,
    }

    def test_all_data_joins_rooms_speakers_and_categories_by_id(self):
        document = {
            "sessions": [{**self.ROW, "roomId": 5, "speakers": ["a"], "categoryItems": [3]}],
            "speakers": [{"id": "a", "fullName": "Ada Park"}],
            "rooms": [{"id": 5, "name": "Aula"}],
            "categories": [{"title": "Track", "items": [{"id": 3, "name": "Tech"}]}],
        }

        reading = read_json(document, timezone="Europe/Warsaw")

        (session,) = reading.programme.sessions
        assert (reading.kind, reading.warnings) == ("sessionize", ())
        assert (session.room, session.track, session.everyone) == ("Aula", "Tech", True)
        assert (session.starts_at, session.minutes) == (at(9), 45)
        assert reading.programme.names_of(session) == ("Ada Park",)

    def test_ids_that_lead_nowhere_are_told(self):
        document = {
            "sessions": [{**self.ROW, "roomId": 6, "speakers": ["b"]}],
            "speakers": [],
            "rooms": [],
        }

        assert said(read_json(document, timezone="Europe/Warsaw"))[:2] == [
            "session 7: The room 6 is not among the rooms.",
            "session 7: A speaker of this session is not among the speakers.",
        ]

    def test_the_grid_names_rooms_and_speakers_in_place(self):
        row = {**self.ROW, "speakers": [{"id": "a", "name": "Ada Park"}]}
        document = [{"date": "2026-10-01", "rooms": [{"name": "Aula", "sessions": [row]}]}]

        programme = read_json(document, timezone="Europe/Warsaw").programme

        assert programme.sessions[0].room == "Aula"
        assert programme.names_of(programme.sessions[0]) == ("Ada Park",)

    def test_sessions_by_group_are_read(self):
        document = [{"groupId": None, "groupName": "All", "sessions": [{**self.ROW, "room": "B"}]}]

        reading = read_json(document, timezone="Europe/Warsaw")

        assert (reading.kind, reading.programme.sessions[0].room) == ("sessionize", "B")


class TestOpenEvent:
    ROW = {  # noqa: RUF012
        "id": 7,
        "title": "Opening",
        "starts-at": "2026-10-01T09:00:00",
        "ends-at": "2026-10-01T09:45:00",
        "short-abstract": "<p>One</p><p>Two &amp; three</p>",
        "microlocation": {"id": 1, "name": "Aula"},
        "speakers": [{"id": 3, "name": "Ada"}],
        "state": "accepted",
    }

    def test_a_folder_takes_zone_and_name_from_the_event_file(self, tmp_path):
        (tmp_path / "sessions.json").write_text(json.dumps([self.ROW]))
        (tmp_path / "event.json").write_text('{"name": "Days", "timezone": "Europe/Warsaw"}')
        (tmp_path / "microlocations").write_text('[{"name": "Attic"}]')

        reading = read(tmp_path)

        (session,) = reading.programme.sessions
        assert (reading.kind, reading.programme.title) == ("open-event", "Days")
        assert (session.starts_at, session.minutes, session.room) == (at(9), 45, "Aula")
        assert session.abstract == "One\n\nTwo & three"
        assert [room.name for room in reading.programme.rooms] == ["Attic", "Aula"]

    def test_the_older_spelling_is_read_too(self):
        row = {
            "id": 7,
            "title": "Opening",
            "start_time": "2026-10-01T09:00:00+02:00",
            "end_time": "2026-10-01T09:45:00+02:00",
            "microlocation": None,
        }

        reading = read_json([row])

        assert (reading.kind, reading.programme.sessions[0].starts_at) == ("open-event", at(9))

    def test_a_zip_of_the_folder_is_read_alike(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("export/sessions.json", json.dumps([self.ROW]))
            archive.writestr("export/event.json", '{"name": "Days", "timezone": "Europe/Warsaw"}')

        reading = read(out.getvalue())

        assert (reading.kind, reading.programme.title) == ("open-event", "Days")
        assert reading.programme.sessions[0].starts_at == at(9)

    def test_a_folder_without_sessions_is_refused(self, tmp_path):
        with pytest.raises(BadInput, match=r"no sessions\.json"):
            read(tmp_path)

    def test_a_broken_file_is_named(self, tmp_path):
        (tmp_path / "sessions.json").write_text("[")

        with pytest.raises(BadInput, match=r"^sessions: The file is not JSON"):
            read(tmp_path)


def test_pretalx_submissions_are_found_however_they_are_nested():
    submission = {
        "code": "ABC234",
        "title": "Opening",
        "submission_type": {"en": "Talk"},
        "speakers": [{"code": "XYZ234", "name": "Ada"}],
        "slot": {
            "start": "2026-10-01T09:00:00+02:00",
            "end": "2026-10-01T09:45:00+02:00",
            "room": {"en": "Aula"},
        },
    }

    for document in (
        [submission],
        {"results": [submission]},
        {"schedule": {"d": {"r": submission}}},
    ):
        reading = read_json(document)

        (session,) = reading.programme.sessions
        assert (reading.kind, session.code, session.kind) == ("pretalx", "ABC234", "Talk")
        assert (session.starts_at, session.minutes, session.room) == (at(9), 45, "Aula")


def test_a_list_of_flat_objects_is_read_like_a_table():
    rows = [
        {
            "Name": "Opening",
            "StartTime": "2026-10-01T07:00:00Z",
            "EndTime": "2026-10-01T07:45:00Z",
            "Location": "Aula",
            "Presenters": [{"Name": "Ada"}, {"Name": "Zoë"}],
        }
    ]

    reading = read_json(rows)

    (session,) = reading.programme.sessions
    assert (reading.kind, session.room, session.minutes) == ("json", "Aula", 45)
    assert session.starts_at == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert reading.programme.names_of(session) == ("Ada", "Zoë")


def test_one_person_under_two_names_is_two_people_and_told():
    second = event_xml(guid="g2", id="2", date="2026-10-01T11:00:00+02:00").replace(
        ">Ada<", ">Ada L.<"
    )

    reading = read(schedule_xml(event_xml(), second, conference=ZONE))

    assert [person.name for person in reading.programme.speakers] == ["Ada", "Ada L."]
    assert said(reading) == ["Ada: The person 7 is also called Ada L.; kept as two."]
