"""Whole calendars, read back with the library that other software uses."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from offsite.calendars.entries import CalendarEntry, CalendarInfo, TaskEntry
from offsite.calendars.ical import etag_of, render_calendar
from offsite.calendars.vtimezone import UnknownZone

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEETING = CalendarInfo(name="Leaders’ meeting", timezone="Europe/Berlin")
REGIONS = (
    "Africa/ America/ Antarctica/ Arctic/ Asia/ Atlantic/ Australia/ Europe/ Indian/ Pacific/ Etc/"
)
ZONES = sorted(name for name in available_timezones() if name.startswith(tuple(REGIONS.split())))


def make_entry(**given_values) -> CalendarEntry:
    values = {
        "uid": "7d1f@offsite.example",
        "starts_at": NOON,
        "ends_at": NOON + HOUR,
        "changed_at": NOON - 24 * HOUR,
        "title": "Roundtable",
    }
    return CalendarEntry(**values | given_values)


def make_task(**given_values) -> TaskEntry:
    values = {"uid": "a1@offsite.example", "changed_at": NOON, "title": "Write it down"}
    return TaskEntry(**values | given_values)


def render_one(entry: CalendarEntry, info: CalendarInfo = MEETING) -> list[str]:
    """The unfolded lines of the only VEVENT."""
    body = render_calendar(info, [entry]).decode().replace("\r\n ", "")
    return body[body.index("BEGIN:VEVENT") : body.index("END:VEVENT")].split("\r\n")[1:-1]


def read(body: bytes) -> Calendar:
    calendar = Calendar.from_ical(body)
    assert calendar.errors == []
    assert all(part.errors == [] for part in calendar.walk())
    return calendar


def printable(value: str) -> str:
    """What is left of a text in a calendar, told by another rule than the one in use."""
    lines = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", value)
    kept = "".join(c for c in lines if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))
    return kept.encode("utf-8", "ignore").decode()


def test_the_calendar_says_what_it_is_called_and_how_often_to_look():
    info = CalendarInfo(
        name="Meeting; north, 2026",
        timezone="Europe/Berlin",
        url="https://h/e/1",
        description="Whole schedule",
    )

    head = render_calendar(info, [make_entry()]).decode().split("BEGIN:VTIMEZONE")[0]

    assert head.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Offsite//Offsite//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Meeting\\; north\\, 2026",
        "X-WR-CALNAME:Meeting\\; north\\, 2026",
        "DESCRIPTION:Whole schedule",
        "X-WR-CALDESC:Whole schedule",
        "X-WR-TIMEZONE:Europe/Berlin",
        "URL:https://h/e/1",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "",
    ]


def test_an_entry_has_every_property_a_client_needs_and_no_more():
    entry = make_entry(
        sequence=3,
        description="Bring one question.",
        location="Room 2, Old Mill",
        url="https://h/s/7",
        categories=("Roundtable", "", "\x00", "Culture"),
    )

    assert render_one(entry) == [
        "UID:7d1f@offsite.example",
        "DTSTAMP:20260913T120000Z",
        "LAST-MODIFIED:20260913T120000Z",
        "SEQUENCE:3",
        "DTSTART;TZID=Europe/Berlin:20260914T140000",
        "DTEND;TZID=Europe/Berlin:20260914T150000",
        "SUMMARY:Roundtable",
        "DESCRIPTION:Bring one question.\\n\\nhttps://h/s/7",
        "URL:https://h/s/7",
        "LOCATION:Room 2\\, Old Mill",
        "CATEGORIES:Roundtable,Culture",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ]


def test_the_address_is_not_repeated_in_a_description_that_has_it():
    entry = make_entry(description="See https://h/s/7 first.", url="https://h/s/7")

    assert "DESCRIPTION:See https://h/s/7 first." in render_one(entry)


def test_an_entry_may_be_tentative():
    assert "STATUS:TENTATIVE" in render_one(make_entry(status="TENTATIVE"))


def test_a_cancelled_entry_stays_and_takes_nobodys_time():
    entry = make_entry(cancelled=True, sequence=2, alarm_minutes=10)

    lines = render_one(entry)

    assert "UID:7d1f@offsite.example" in lines
    assert "SEQUENCE:2" in lines
    assert "SUMMARY:Cancelled: Roundtable" in lines
    assert "STATUS:CANCELLED" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "BEGIN:VALARM" not in lines


def test_the_word_for_cancelled_is_the_readers():
    body = render_calendar(MEETING, [make_entry(cancelled=True)], cancelled_prefix="Fällt aus: ")

    assert str(read(body).events[0]["SUMMARY"]) == "Fällt aus: Roundtable"


def test_an_alarm_is_there_only_when_asked_for():
    asked = read(render_calendar(MEETING, [make_entry(alarm_minutes=15)])).events[0]
    silent = read(render_calendar(MEETING, [make_entry()])).events[0]

    assert [alarm["TRIGGER"].dt for alarm in asked.walk("VALARM")] == [timedelta(minutes=-15)]
    assert silent.walk("VALARM") == []


def test_a_feed_has_neither_method_nor_organizer():
    body = render_calendar(MEETING, [make_entry()])

    assert b"METHOD" not in body
    assert b"ORGANIZER" not in body
    assert b"DURATION:" not in body.replace(b"REFRESH-INTERVAL;VALUE=DURATION:PT1H", b"")


def test_an_entry_without_length_has_no_end():
    assert not any(line.startswith("DTEND") for line in render_one(make_entry(ends_at=NOON)))


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC"])
def test_times_in_utc_are_written_with_a_z_and_need_no_zone(zone):
    info = replace(MEETING, timezone=zone)

    assert "DTSTART:20260914T120000Z" in render_one(make_entry(), info)
    assert b"VTIMEZONE" not in render_calendar(info, [make_entry()])


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_an_empty_calendar_is_still_valid(zone):
    calendar = read(render_calendar(replace(MEETING, timezone=zone), []))

    assert calendar.events == []
    assert len(calendar.timezones) == 1


def test_an_unknown_zone_is_refused():
    with pytest.raises(UnknownZone, match="“CET/CEST” is not a time zone"):
        render_calendar(replace(MEETING, timezone="CET/CEST"), [make_entry()])


def test_the_bytes_depend_on_the_values_and_not_on_their_order():
    entries = [
        make_entry(uid=f"{n}@h", starts_at=NOON + n % 3 * HOUR, ends_at=NOON + 9 * HOUR)
        for n in range(9)
    ]
    tasks = [make_task(uid=f"t{n}@h", due_on=date(2026, 10, 1 + n % 2)) for n in range(4)]

    first = render_calendar(MEETING, entries, tasks=tasks)
    again = render_calendar(MEETING, reversed(entries), tasks=reversed(tasks))

    assert again == first
    assert [str(e["UID"]) for e in read(first).events] == [
        f"{n}@h" for n in (0, 3, 6, 1, 4, 7, 2, 5, 8)
    ]
    assert [str(t["UID"]) for t in read(first).todos] == ["t0@h", "t2@h", "t1@h", "t3@h"]


def test_the_tag_changes_with_the_body_only():
    body = render_calendar(MEETING, [make_entry()])
    changed = render_calendar(MEETING, [make_entry(title="Round table")])

    assert etag_of(body) == etag_of(render_calendar(MEETING, [make_entry()]))
    assert etag_of(body) != etag_of(changed)
    assert re.fullmatch("[0-9a-f]{32}", etag_of(body))


def test_the_second_of_two_equal_local_times_keeps_its_instant():
    # 02:30 happens twice on this night, first in summer time.
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    early = render_one(make_entry(starts_at=first, ends_at=first + timedelta(minutes=15)))
    late = render_one(make_entry(starts_at=first + HOUR, ends_at=first + 2 * HOUR))

    assert "DTSTART;TZID=Europe/Berlin:20261025T023000" in early
    assert "DTSTART:20261025T013000Z" in late
    assert "DTEND:20261025T023000Z" in late


CLOCK_CHANGES = [
    datetime(2026, month, day, hour, tzinfo=UTC)
    for month, day, hour in [
        (3, 8, 10),
        (3, 29, 1),
        (4, 4, 16),
        (9, 5, 12),
        (10, 25, 1),
        (11, 1, 9),
    ]
]


@pytest.mark.parametrize("region", REGIONS.split())
def test_instants_come_back_in_every_zone_and_season(region):
    starts = [change + n * HOUR / 2 for change in CLOCK_CHANGES for n in range(-5, 6)]
    periods = [(start, start + HOUR) for start in starts]
    entries = [
        make_entry(uid=f"{n}@h", starts_at=start, ends_at=end)
        for n, (start, end) in enumerate(periods)
    ]

    for name in (zone for zone in ZONES if zone.startswith(region)):
        events = read(render_calendar(replace(MEETING, timezone=name), entries)).events
        found = [(e["DTSTART"].dt.astimezone(UTC), e["DTEND"].dt.astimezone(UTC)) for e in events]
        assert (name, found) == (name, periods)


def test_a_calendar_read_without_a_list_of_zones_gives_the_same_instants():
    starts = [NOON + timedelta(days=n) for n in range(0, 400, 7)]
    entries = [
        make_entry(uid=f"{n}@h", starts_at=start, ends_at=start + HOUR)
        for n, start in enumerate(starts)
    ]
    # Under a name that nobody knows, only the component can tell.
    body = render_calendar(MEETING, entries).replace(b"Europe/Berlin", b"Utopia/Berlin")

    assert [e["DTSTART"].dt.astimezone(UTC) for e in read(body).events] == starts


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.text("\r\n\t ;,\\:\"'^Nn\x00\x1b\x7f\x85\u2028\U0001f469\u200d\U0001f4bb語", max_size=200),
    st.sampled_from(
        [
            "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil@h",
            "\nBEGIN:VEVENT",
            "語" * 1000,
            "\\" * 300,
            "\\N\\n\\;\\,",
            " " * 200,
        ]
    ),
)


@given(HOSTILE, HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=3))
def test_any_text_comes_back_from_exactly_one_event(title, description, location, categories):
    entry = make_entry(
        title=title, description=description, location=location, categories=tuple(categories)
    )

    body = render_calendar(replace(MEETING, name=title), [entry])

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert body.count(b"\r") == body.count(b"\n") == body.count(b"\r\n")
    (event,) = read(body).events
    assert str(event["SUMMARY"]) == printable(title)
    assert str(event.get("DESCRIPTION", "")) == printable(description)
    assert str(event.get("LOCATION", "")) == printable(location)
    kept = [printable(category) for category in categories if printable(category)]
    assert [str(c) for c in event.categories] == kept


@given(HOSTILE, HOSTILE)
def test_no_address_or_task_text_can_add_a_component(url, title):
    task = make_task(title=title, url=url, due_on=date(2026, 10, 1))

    calendar = read(render_calendar(MEETING, [make_entry(url=url)], tasks=[task]))

    assert [part.name for part in calendar.subcomponents] == ["VTIMEZONE", "VEVENT", "VTODO"]
    assert str(calendar.todos[0]["SUMMARY"]) == printable(title)


def test_a_task_is_due_on_a_day_wherever_its_owner_is():
    task = make_task(due_on=date(2026, 10, 1), status="IN-PROCESS", percent_complete=50)

    body = render_calendar(MEETING, [], tasks=[task]).decode()

    assert body[body.index("BEGIN:VTODO") :].split("\r\n") == [
        "BEGIN:VTODO",
        "UID:a1@offsite.example",
        "DTSTAMP:20260914T120000Z",
        "LAST-MODIFIED:20260914T120000Z",
        "SEQUENCE:0",
        "DUE;VALUE=DATE:20261001",
        "SUMMARY:Write it down",
        "STATUS:IN-PROCESS",
        "PERCENT-COMPLETE:50",
        "END:VTODO",
        "END:VCALENDAR",
        "",
    ]


def test_a_task_that_is_done_says_since_when():
    task = make_task(status="COMPLETED", percent_complete=100, completed_at=NOON)

    (todo,) = read(render_calendar(MEETING, [], tasks=[task])).todos

    assert todo["COMPLETED"].dt == NOON


def test_two_items_with_one_uid_are_refused():
    with pytest.raises(ValueError, match=r"7d1f@offsite\.example is twice in one calendar"):
        render_calendar(MEETING, [make_entry(), make_entry(title="Other")])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"uid": "7d1f"}, "not a host-qualified UID"),
        ({"uid": "7d1f@"}, "not a host-qualified UID"),
        ({"uid": "7d\n1f@h"}, "not a host-qualified UID"),
        ({"starts_at": NOON.replace(tzinfo=None)}, "has no time zone"),
        ({"changed_at": NOON.replace(tzinfo=None)}, "has no time zone"),
        ({"ends_at": NOON - HOUR}, "ends before it starts"),
        ({"sequence": -1}, "negative sequence"),
        ({"alarm_minutes": -5}, "alarm after its start"),
    ],
)
def test_an_entry_that_no_calendar_can_hold_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_entry(**wrong)
