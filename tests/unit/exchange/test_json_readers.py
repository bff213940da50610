import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest

from offsite.errors import BadInput
from offsite.exchange.programme import Reading
from offsite.exchange.readers import read
from tests.unit.exchange.builders import at, said


def read_json(document: Any, **options: str) -> Reading:
    return read(json.dumps(document).encode(), **options)


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
