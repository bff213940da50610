import io
import subprocess
import sys
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from offsite.errors import BadInput
from offsite.exchange import intake
from offsite.exchange.programme import Reading, Wish
from offsite.exchange.readers import read, xlsx
from offsite.exchange.readers.times import parse_minutes
from tests.unit.exchange.builders import at


def read_csv(text: str, **options: str) -> Reading:
    return read(text.encode(), **{"timezone": "Europe/Warsaw", **options})


def said(reading: Reading) -> list[str]:
    return [f"{warning.where}: {warning.what}" for warning in reading.warnings]


@pytest.mark.parametrize(
    "text",
    [
        'Title,Speakers,Room,Start,Duration\nOpening,"Ada, Zoë",Aula,2026-10-01 09:00,45',
        "Tytuł;Prelegenci;Sala;Data;Godzina;Czas trwania\n"
        "Opening;Ada, Zoë;Aula;01.10.2026;9:00;45 min",
        "Titel\tReferenten\tRaum\tDatum\tBeginn\tEnde\n"
        "Opening\tAda, Zoë\tAula\t1.10.2026\t9:00\t9:45",
        "Name|Presenters|Location|startTime|endTime\n"
        "Opening|Ada; Zoë|Aula|2026-10-01T09:00:00+02:00|2026-10-01T09:45:00+02:00",
    ],
)
def test_headings_in_three_languages_and_any_delimiter_are_understood(text: str):
    reading = read_csv(text)

    (session,) = reading.programme.sessions
    assert (reading.kind, reading.warnings) == ("csv", ())
    assert (session.title, session.room) == ("Opening", "Aula")
    assert (session.starts_at, session.minutes) == (at(9), 45)
    assert reading.programme.names_of(session) == ("Ada", "Zoë")


@pytest.mark.parametrize(
    ("encoding", "warnings"), [("utf-8-sig", 0), ("utf-16", 0), ("utf-16-le", 0), ("cp1252", 1)]
)
def test_encodings_are_recognised_or_the_guess_is_told(encoding: str, warnings: int):
    content = "Title,Room\nÜberblick,Große Halle\n".encode(encoding)

    reading = read(content)

    assert reading.programme.sessions[0].title == "Überblick"
    assert len(reading.warnings) == warnings


def test_lone_carriage_returns_end_rows():
    assert len(read_csv("title,room\rA,X\rB,Y\r").programme.sessions) == 2


def test_a_speaker_column_for_one_keeps_a_comma():
    programme = read_csv('Title,Speaker\nOpening,"Smith, John"').programme

    assert programme.names_of(programme.sessions[0]) == ("Smith, John",)


def test_a_date_is_american_only_if_the_column_proves_it():
    rows = "title,start,length\nA,10/2/2026 9:00,45\nB,10/16/2026 9:00,45"

    assert [s.starts_at for s in read_csv(rows).programme.sessions] == [at(9, day=2), at(9, day=16)]


def test_a_date_that_could_be_two_is_told_and_left_out():
    reading = read_csv("title,start,length\nA,3/4/2026 9:00,45")

    assert reading.programme.sessions[0].starts_at is None
    assert said(reading) == ["row 2: The time “3/4/2026 9:00” cannot be read."]


def test_an_end_after_midnight_is_on_the_next_day():
    (session,) = read_csv("title,date,start,end\nParty,2026-10-01,22:00,01:30").programme.sessions

    assert session.minutes == 210


def test_a_time_that_the_clocks_skip_is_told():
    reading = read_csv("title,start,length,room\nA,2026-03-29 02:30,45,X")

    assert said(reading) == ["row 2: The clocks skip 2026-03-29 02:30 in Europe/Warsaw."]


def test_lengths_too_large_for_minutes_are_read_as_seconds_and_told():
    reading = read_csv("title,duration\nA,1800\nB,3600")

    assert [session.minutes for session in reading.programme.sessions] == [30, 60]
    assert "seconds" in reading.warnings[0].what


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("1:30", 90), ("01:30:00", 90), ("1:01:30:00", 1530), ("90 min", 90),
     ("1 h 30", 90), ("2 Std.", 120), ("1 godz. 15 min", 75), ("-65:00", -3900),
     ("soon", None), ("", None), ("9" * 30, None), ("99999:00", None)],
)  # fmt: skip
def test_lengths_are_read_as_people_write_them(text: str, minutes: int | None):
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a,b\n1,2", "No column looks like a title; the first row says: a, b"),
        ("Name,Email\nAda,ada@example.org", "a list of people"),
        ("just some words", "text without columns"),
        ("\n \n", "empty"),
        ('title,room\n"x', None),
        ("a\0b,c\n", "zero bytes"),
        ("title," + "x," * 3000, "more than 2000 cells"),
        ("title,room\n" + "a,b\n" * 20_001, "more than 20000 rows"),
    ],
)
def test_what_is_no_programme_is_refused_in_one_sentence(text: str, fault: str | None):
    if fault is None:
        assert len(read_csv(text).programme.sessions) == 1
        return
    with pytest.raises(BadInput, match=fault):
        read_csv(text)


MATRIX = "attendee,A1,A2\nada,1,0\nbob,,3\n"


def test_a_matrix_of_votes_is_voters_items_and_wishes():
    reading = read(MATRIX.encode())

    programme = reading.programme
    assert (reading.kind, reading.warnings) == ("votes", ())
    assert [session.key for session in programme.sessions] == ["A1", "A2"]
    assert programme.wishes == (Wish("ada", "A1", 1), Wish("bob", "A2", 3))
    assert programme.speakers == ()


def test_what_is_no_vote_is_told_and_the_rest_counts():
    content = b"attendee,A1,A2\nada,yes,1\nbob,1\nada,1,1\n,1,1\n"

    reading = read(content, kind="votes")

    assert reading.programme.wishes == (Wish("ada", "A2"), Wish("bob", "A1"))
    assert said(reading) == [
        "row 2: “yes” is no vote; a whole number is.",
        "row 3: There are 1 votes for 2 items.",
        "row 4: Votes twice.",
        "row 5: The attendee has no name.",
    ]


def test_a_list_of_votes_is_read_too():
    reading = read(b"attendee,session\nada,S1\nada,S2\nbob,S1\nbob,S1\n")

    assert reading.kind == "votes"
    assert reading.programme.wishes == (Wish("ada", "S1"), Wish("ada", "S2"), Wish("bob", "S1"))


def instance(*, order: str = "0 1 0 0") -> bytes:
    """Two events, one room of 9, one feature, one student, in the format of 2007."""
    everywhere, only_first = "1 " * 45, "1 " + "0 " * 44
    return f"2 1 1 1\n9\n1 0\n1\n1 0\n{everywhere}\n{only_first}\n{order}\n".encode()


def test_a_timetabling_instance_is_sessions_rooms_slots_and_wishes():
    reading = read(instance())

    programme = reading.programme
    first, second = programme.sessions
    assert (reading.kind, len(programme.slots)) == ("itc2007", 45)
    assert (programme.rooms[0].capacity, programme.rooms[0].features) == (9, ("f1",))
    assert (first.needs, first.slots, first.after) == (("f1",), None, ())
    assert (second.needs, second.slots, second.after) == ((), ("d1-1",), ("S1",))
    assert programme.wishes == (Wish("A1", "S1"),)


def test_an_order_may_be_said_by_the_later_event():
    assert read(instance(order="0 0 -1 0")).programme.sessions[1].after == ("S1",)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (instance() + b"1", "there are 101 numbers, but 6 .* or 100"),
        (instance().replace(b"9\n", b"x\n"), "no whole number"),
        (b"99999 1 1 1\n9\n", "between 1 and 2000"),
    ],
)
def test_an_instance_of_the_wrong_size_is_refused(content: bytes, fault: str):
    with pytest.raises(BadInput, match=fault):
        read(content, kind="itc2007")


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["notes", "only"])
    sheet = book.create_sheet("Programme")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_sheet_with_sessions_is_found_in_a_workbook():
    content = workbook(
        ["Title", "Room", "Date", "Start time", "Duration"],
        ["Opening", "Aula", datetime(2026, 10, 1), time(9), timedelta(minutes=45)],  # noqa: DTZ001
    )

    reading = read(content, timezone="Europe/Warsaw")

    (session,) = reading.programme.sessions
    assert (reading.kind, session.title, session.room) == ("xlsx", "Opening", "Aula")
    assert (session.starts_at, session.minutes) == (at(9), 45)


def repacked(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, part if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "part", "fault"),
    [
        ("xl/worksheets/sheet2.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "document type"),
        ("xl/styles.xml", "<!DOCTYPE x><x/>".encode("utf-16"), "document type"),
        ("xl/padding.bin", bytes(intake.MAX_BYTES + 1), "unpacks to more than 20 MB"),
        ("xl/worksheets/sheet2.xml", b"<worksheet><", "damaged"),
        ("xl/workbook.xml", b"", "damaged"),
    ],
)
def test_a_trap_in_a_workbook_is_refused_in_one_sentence(name: str, part: bytes, fault: str):
    content = repacked(workbook(["Title", "Room"], ["A", "B"]), name, part)

    with pytest.raises(BadInput, match=fault) as caught:
        read(content)

    assert len(caught.value.faults) == 1


def test_an_archive_with_very_many_files_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(intake.MAX_MEMBERS + 1):
            archive.writestr(f"xl/{number}", b"")

    with pytest.raises(BadInput, match="more than 2000 files"):
        read(out.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing", b"PK"])
def test_a_damaged_archive_is_refused(content: bytes):
    with pytest.raises(BadInput, match="damaged or encrypted"):
        read(content)


def test_an_old_excel_file_is_named():
    with pytest.raises(BadInput, match=r"save it as \.xlsx"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest")


def test_a_workbook_is_parsed_under_limits_of_memory_and_time():
    script = Path(xlsx.__file__).with_name("xlsx_rows.py").read_text(encoding="utf-8")
    probe = script.replace("    main()\n", "    main.__globals__['load_workbook'] = "
                           "lambda *a, **k: bytearray(2 * 1024**3)\n    main()\n")  # fmt: skip

    child = subprocess.run(
        [sys.executable, "-c", probe], input=b"", capture_output=True, timeout=60, check=False
    )

    assert child.returncode != 0
    assert b"MemoryError" in child.stderr


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(intake.MAX_BYTES + 1)

    with pytest.raises(BadInput, match="larger than 20 MB"):
        read(path)
