"""Files by others: counts against an oracle, valid exports, and never a traceback."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest
from jsonschema import Draft6Validator
from lxml import etree

from offsite.engines.scheduling.reading import parse_problem
from offsite.errors import BadInput
from offsite.exchange import checks
from offsite.exchange.programme import Programme, Reading
from offsite.exchange.readers import read
from offsite.exchange.writers import WRITERS, schedule_problem
from offsite.exchange.writers.published import publishable

# Where the oracle compares names letter by letter, and we tidy white space: rooms that
# differ by trailing blanks only are one room.
TIDIED = {("programmes/openevent-PyCon17/sessions.json", "room_overlap_pairs"): "5"}
NOT_COMPARED = {
    "longest_title",
    "repeated_titles",
    "times",
    "offset_changes",
    "c3voc_schema",
    "note",
}


def files_below(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def read_somehow(path: Path) -> Reading:
    """The file, with a zone named only if it asks for one."""
    try:
        return read(path)
    except BadInput as error:
        if "--timezone" not in str(error):
            raise
        return read(path, timezone="UTC")


def counted(programme: Programme, *, local: bool) -> dict[str, str]:
    """The columns of the oracle, counted its way."""
    sessions = programme.sessions
    timed = [s for s in sessions if s.starts_at]
    lengths = [s.minutes for s in sessions if s.minutes is not None]
    ends = [s.ends_at for s in timed if s.ends_at and s.ends_at > s.starts_at]

    def written(moment: datetime) -> str:
        return str(moment.replace(tzinfo=None) if local else moment)

    return {
        "sessions": str(len(sessions)),
        "timed": str(len(timed)),
        "no_room": str(sum(s.room is None for s in sessions)),
        "no_speaker": str(sum(not s.people for s in sessions)),
        "zero_or_negative_length": str(sum(minutes <= 0 for minutes in lengths)),
        "room_overlap_pairs": str(sum(1 for _ in checks.room_overlaps(programme))),
        "speaker_overlap_pairs": str(sum(1 for _ in checks.speaker_overlaps(programme))),
        "past_midnight": str(sum(s.ends_at.date() > s.starts_at.date() for s in timed)),
        "shortest_min": str(min(lengths)),
        "longest_min": str(max(lengths)),
        "first": written(min(s.starts_at for s in timed)),
        "last": written(max(ends)),
        "max_speakers": str(max(len(s.people) for s in sessions)),
    }


def test_every_count_equals_the_oracle(shared_data: Path):
    differing = []
    with (shared_data / "expected.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        found = counted(
            read_somehow(shared_data / row["file"]).programme, local="no offset" in row["times"]
        )
        for column in row.keys() - NOT_COMPARED - {"file"}:
            expected = TIDIED.get((row["file"], column), row[column])
            if found[column] != expected:
                differing.append((row["file"], column, found[column], expected))

    assert rows
    assert differing == []


@pytest.mark.parametrize(
    "folder", ["nasty", "programmes", "calendars", "attendee_layouts", "preferences", "scheduling"]
)
def test_every_file_ends_as_a_reading_or_in_sentences(shared_data: Path, folder: str):
    sentences: list[str] = []
    readings = 0
    for path in files_below(shared_data / folder):
        try:
            warnings = read_somehow(path).warnings
        except BadInput as error:
            sentences += error.faults
            continue
        readings += 1
        sentences += [text for warning in warnings for text in (warning.where, warning.what)]

    assert readings
    assert [text for text in sentences if not text or not text.isprintable()] == []


@pytest.fixture(scope="module")
def xml_schema(shared_data: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(shared_data / "schemas" / "schedule.xml.xsd")))


@pytest.fixture(scope="module")
def json_schema(shared_data: Path) -> Draft6Validator:
    path = shared_data / "schemas" / "frab-schedule.schema.json"
    return Draft6Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def readable(shared_data: Path) -> list[Reading]:
    """Every programme and calendar that can be read."""
    readings = []
    for folder in ("programmes", "calendars", "nasty/schedules"):
        for path in files_below(shared_data / folder):
            try:
                readings.append(read_somehow(path))
            except BadInput:
                continue
    return readings


def test_every_programme_is_written_as_valid_xml(
    readable: list[Reading], xml_schema: etree.XMLSchema
):
    refusals = set()
    valid = 0
    for reading in readable:
        try:
            content = WRITERS["frab-xml"](reading.programme).content
        except BadInput as error:
            refusals.add(str(error))
            continue
        xml_schema.assertValid(etree.fromstring(content))
        valid += 1

    assert valid > 20
    assert refusals == {"There is nothing to write: no session has a time and a length."}


def test_every_programme_is_written_as_valid_json(
    readable: list[Reading], json_schema: Draft6Validator
):
    for reading in readable:
        json_schema.validate(json.loads(WRITERS["frab-json"](reading.programme).content))


def test_every_calendar_reads_back_with_the_same_instants(readable: list[Reading]):
    for reading in readable:
        written = icalendar.Calendar.from_ical(WRITERS["ics"](reading.programme).content)
        events = written.walk("VEVENT")
        sessions = publishable(reading.programme, [], with_canceled=True)

        assert sorted(event["dtstart"].dt for event in events) == [s.starts_at for s in sessions]
        assert sorted(event["dtend"].dt for event in events) == sorted(s.ends_at for s in sessions)


@pytest.mark.parametrize("name", ["frab-31c3.xml", "pretalx-democon.json"])
@pytest.mark.parametrize("kind", ["frab-xml", "frab-json", "ics", "csv"])
def test_a_whole_programme_survives_each_format(shared_data: Path, name: str, kind: str):
    programme = read(shared_data / "programmes" / name).programme

    back = read(WRITERS[kind](programme).content).programme

    def essence(one: Programme) -> list[tuple[object, ...]]:
        return sorted(
            (s.starts_at.astimezone(UTC), s.room, s.minutes, s.title, len(s.people) or kind)
            for s in one.sessions
        )

    kept = essence(programme)
    if kind == "ics":  # names are part of the description there
        kept = [(*row[:4], kind) for row in kept]
    assert essence(back) == kept


@pytest.mark.parametrize(
    ("name", "options", "items", "wishes"),
    [
        ("preferences/preflib-poster-approvals-group1.csv", {"rooms": 4, "slots": 5}, 17, 357),
        ("preferences/itc2007-track2/comp-2007-2-8.tim", {}, 200, 6916),
        ("preferences/itc2002/competition01.tim", {}, 400, 3551),
        ("programmes/frab-31c3.xml", {}, 138, 0),
        ("programmes/pretalx-democon.json", {}, 36, 0),
    ],
)
def test_problems_are_sound(
    shared_data: Path, name: str, options: dict[str, int], items: int, wishes: int
):
    writing = schedule_problem.write(read(shared_data / name).programme, **options)

    problem = parse_problem(json.loads(writing.content))

    assert (len(problem.items), len(problem.wishes)) == (items, wishes)


def test_a_timetabling_instance_agrees_with_the_tables_beside_it(shared_data: Path):
    folder = shared_data / "preferences" / "itc2007-track2"
    programme = read(folder / "comp-2007-2-8.tim").programme
    sessions = {session.key: session for session in programme.sessions}
    keys = [slot.key for slot in programme.slots]

    with (folder / "comp-2007-2-8.sessions.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        session = sessions[row["session"]]
        assert session.needs == tuple(f"f{number}" for number in row["needs_features"].split())
        assert session.slots == tuple(keys[int(n) - 1] for n in row["allowed_slots"].split())
        for later in row["must_come_before"].split():
            assert session.key in sessions[later].after
