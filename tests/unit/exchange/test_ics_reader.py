from datetime import UTC, datetime, timedelta

import pytest

from offsite.errors import BadInput
from offsite.exchange.programme import Reading
from offsite.exchange.readers import read
from tests.unit.exchange.builders import at


def calendar(*events: str, head: str = "", ending: str = "\r\n") -> str:
    lines = ["BEGIN:VCALENDAR", *head.splitlines()]
    for number, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", *event.splitlines(), "END:VEVENT"]
    return ending.join([*lines, "END:VCALENDAR", ""])


def event(start: str = "DTSTART;TZID=Europe/Warsaw:20261001T090000", *more: str) -> str:
    return "\n".join(["SUMMARY:Opening", start, "DURATION:PT45M", "LOCATION:Aula", *more])


def read_ics(text: str, **options: str) -> Reading:
    return read(text.encode(), **options)


def said(reading: Reading) -> list[str]:
    return [warning.what for warning in reading.warnings]


def test_an_event_has_everything_the_file_says():
    text = calendar(
        event(
            "DTSTART;TZID=Europe/Warsaw:20261001T090000",
            "DESCRIPTION:One\\, two\\nthree\\; fo",
            " ur",
            "CATEGORIES:Workshop,Tech",
            "STATUS:CANCELLED",
        ),
        head="X-WR-CALNAME:Days",
    )

    reading = read_ics(text)

    (session,) = reading.programme.sessions
    assert (reading.kind, reading.warnings) == ("ics", ())
    assert (reading.programme.title, reading.programme.timezone) == ("Days", "Europe/Warsaw")
    assert (session.starts_at, session.minutes, session.room) == (at(9), 45, "Aula")
    assert session.description == "One, two\nthree; four"
    assert (session.kind, session.track, session.canceled) == ("Workshop", "Tech", True)
    assert session.uid == "0@example.org"


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_line_ends_and_encodings_of_any_program_are_read(ending: str, encoding: str):
    text = calendar(event().replace("Opening", "Überblick"), ending=ending)

    (session,) = read(text.encode(encoding)).programme.sessions

    assert (session.title, session.starts_at) == ("Überblick", at(9))


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;TZID=Central European Standard Time:20261001T090000",
        'DTSTART;TZID="Europe/Warsaw":20261001T090000',
        "DTSTART;TZID=/example.org/2020/Europe/Warsaw:20261001T090000",
        "DTSTART;VALUE=DATE-TIME;TZID=Europe/Warsaw:20261001T090000",
        "DTSTART:20261001T070000Z",
        "dtstart;tzid=Europe/Warsaw:20261001T0900",
    ],
)
def test_zones_are_found_without_a_definition(start: str):
    reading = read_ics(calendar(event(start)))

    assert reading.programme.sessions[0].starts_at == at(9)


CUSTOM = """BEGIN:VTIMEZONE
TZID:(UTC+02:00) Büro
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE"""


def test_a_zone_of_the_files_own_is_read_from_its_rules():
    text = calendar(event("DTSTART;TZID=(UTC+02:00) Büro:20261001T090000"), head=CUSTOM)

    assert read_ics(text).programme.sessions[0].starts_at == at(9)


def test_a_zone_that_nobody_defines_needs_one_to_be_named():
    text = calendar(event("DTSTART;TZID=Office:20261001T090000"))

    with pytest.raises(BadInput, match="--timezone"):
        read_ics(text)
    reading = read_ics(text, timezone="Europe/Warsaw")
    assert reading.programme.sessions[0].starts_at == at(9)
    assert said(reading) == ["“Office” is no time zone we know."]


def test_a_floating_time_needs_a_zone_to_be_named():
    with pytest.raises(BadInput, match="--timezone"):
        read_ics(calendar(event("DTSTART:20261001T090000")))


def test_the_zone_of_the_calendar_serves_floating_times():
    text = calendar(event("DTSTART:20261001T090000"), head="X-WR-TIMEZONE:Europe/Warsaw")

    assert read_ics(text).programme.sessions[0].starts_at == at(9)


def test_a_whole_day_is_read_from_midnight_and_told():
    text = calendar("SUMMARY:Arrival\nDTSTART;VALUE=DATE:20261001\nLOCATION:Aula")

    reading = read_ics(text, timezone="Europe/Warsaw")

    assert reading.programme.sessions[0].starts_at == at(0)
    assert reading.programme.sessions[0].minutes == 24 * 60
    assert said(reading) == ["The event lasts all day; it was read as from midnight."]


def test_a_daily_rule_with_an_end_gives_each_day_at_the_same_wall_time():
    text = calendar(event("DTSTART;TZID=Europe/Warsaw:20261023T090000", "RRULE:FREQ=DAILY;COUNT=4"))

    starts = [session.starts_at for session in read_ics(text).programme.sessions]

    assert [start.hour for start in starts] == [9, 9, 9, 9]
    assert [start.utcoffset() for start in starts] == [timedelta(hours=2)] * 2 + [
        timedelta(hours=1)
    ] * 2


def test_a_weekly_rule_counts_its_weekdays_and_leaves_out_exceptions():
    text = calendar(
        event(
            "DTSTART;TZID=Europe/Warsaw:20261001T090000",
            "RRULE:FREQ=WEEKLY;BYDAY=TH,FR;INTERVAL=2;UNTIL=20261017T000000Z",
            "EXDATE;TZID=Europe/Warsaw:20261002T090000",
        )
    )

    starts = [session.starts_at for session in read_ics(text).programme.sessions]

    assert starts == [at(9), at(9, day=15), at(9, day=16)]


def test_a_moved_occurrence_takes_the_place_of_the_one_it_replaces():
    text = calendar(
        event("DTSTART;TZID=Europe/Warsaw:20261001T090000", "RRULE:FREQ=DAILY;COUNT=2"),
        event(
            "DTSTART;TZID=Europe/Warsaw:20261002T110000",
            "RECURRENCE-ID;TZID=Europe/Warsaw:20261002T090000",
        ),
    ).replace("UID:1@", "UID:0@")

    starts = [session.starts_at for session in read_ics(text).programme.sessions]

    assert starts == [at(9), at(11, day=2)]


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY", "FREQ=SECONDLY;COUNT=99999", "FREQ=WEEKLY;COUNT=x", "nonsense"]
)
def test_a_rule_that_is_not_followed_gives_the_first_time_and_is_told(rule: str):
    reading = read_ics(
        calendar(event("DTSTART;TZID=Europe/Warsaw:20261001T090000", f"RRULE:{rule}"))
    )

    assert [session.starts_at for session in reading.programme.sessions] == [at(9)]
    assert "only its first time was read" in said(reading)[0]


def test_broken_lines_are_told_by_number_and_the_rest_is_read():
    text = calendar(event() + "\nno colon here\nEND:NOTHING").replace("END:VEVENT\r\n", "")

    reading = read_ics(text)

    assert reading.programme.sessions[0].starts_at == at(9)
    assert [(warning.where, warning.what) for warning in reading.warnings] == [
        ("line 8", "The line “no colon here” cannot be read."),
        ("line 9", "END:NOTHING has no BEGIN."),
        ("line 2", "VEVENT has no END."),
    ]


def test_two_calendars_in_one_file_are_told():
    reading = read_ics(calendar(event()) + calendar(event()).replace("UID:0", "UID:1"))

    assert len(reading.programme.sessions) == 2
    assert said(reading)[0] == "There are 2 calendars in one file."


def test_an_unreadable_event_keeps_its_place_and_is_told():
    reading = read_ics(calendar(event("DTSTART:INVALID")))

    assert reading.programme.sessions[0].starts_at is None
    assert said(reading) == ["The time “INVALID” cannot be read."]


def test_a_long_line_without_end_takes_no_time():
    text = calendar(event("DTSTART;TZID=Europe/Warsaw:20261001T090000", "X" + ';A="' * 50_000))

    assert len(read_ics(text).programme.sessions) == 1


def test_years_at_the_edge_of_time_are_told():
    last, first = event("DTSTART:99991231T235900Z"), event("DTSTART:00010101T000000Z")

    reading = read_ics(calendar(last, first))

    assert [session.starts_at for session in reading.programme.sessions] == [None, None]


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20261001T070000Z\nDURATION:P9999W",
        "DTSTART:20261001T070000Z\nDTEND:89991001T070000Z\nRRULE:FREQ=DAILY;COUNT=3",
        "DTSTART:20261001T070000Z\nRRULE:FREQ=DAILY;INTERVAL=99999999;COUNT=3",
        "DTSTART:20261001T070000Z\nRRULE:FREQ=WEEKLY;UNTIL=99991231;INTERVAL=900",
    ],
)
def test_lengths_and_rules_beyond_all_time_do_no_harm(lines: str):
    reading = read_ics(calendar(f"SUMMARY:Long\n{lines}"))

    assert reading.programme.sessions[0].starts_at == at(9)
    assert all(session.ends_at is None for session in reading.programme.sessions)


def test_utc_times_do_not_contradict_a_zone():
    reading = read_ics(calendar(event("DTSTART:20261001T070000Z"), head="X-WR-TIMEZONE:Asia/Tokyo"))

    assert reading.programme.sessions[0].starts_at == datetime(2026, 10, 1, 7, tzinfo=UTC)
    assert reading.warnings == ()
