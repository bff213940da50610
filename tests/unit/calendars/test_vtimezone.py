"""VTIMEZONE components, judged by a reader that knows nothing but the component."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz

from offsite.calendars.vtimezone import UnknownZone, is_utc, vtimezone, zone_named

REGIONS = (
    "Africa/ America/ Antarctica/ Arctic/ Asia/ Atlantic/ Australia/ Europe/ Indian/ Pacific/ Etc/"
)
ZONES = sorted(name for name in available_timezones() if name.startswith(tuple(REGIONS.split())))
YEARS = (2025, 2026)


def vtimezone_lines(zone: ZoneInfo, years: Iterable[int]) -> list[str]:
    """The unfolded lines of the component."""
    return [str(line) for line in vtimezone(zone, years).content_lines(sorted=False) if line]


def component(zone: ZoneInfo, *years: int) -> str:
    return "\r\n".join(vtimezone_lines(zone, years)) + "\r\n"


def read_alone(written: str) -> tz.tzfile:
    zones = tz.tzical(StringIO(written.replace("\r\n", "\n")))
    return zones.get(zones.keys()[0])


def changes(zone: ZoneInfo, year: int) -> list[datetime]:
    """The hours of ``year`` within which the clocks of ``zone`` change."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 8760, 6)]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hour for hour, old, new in zip(hours, offsets, offsets[1:], strict=False) if old != new]


def samples(zone: ZoneInfo) -> list[datetime]:
    """Instants around each clock change, and one in each quarter of each year."""
    around = [
        change + timedelta(minutes=30 * step)
        for year in YEARS
        for change in changes(zone, year)
        for step in range(-6, 19)
    ]
    return around + [datetime(y, m, 14, 9, 15, tzinfo=UTC) for y in YEARS for m in (2, 5, 8, 11)]


def test_there_are_zones_to_try():
    assert len(ZONES) > 400


@pytest.mark.parametrize("region", REGIONS.split())
def test_the_component_alone_gives_the_right_instant_in_every_zone(region):
    wrong = []
    for name in (zone for zone in ZONES if zone.startswith(region)):
        zone = ZoneInfo(name)
        alone = read_alone(component(zone, *YEARS))
        for instant in samples(zone):
            local = instant.astimezone(zone)
            # The second of two equal local times cannot be told apart by a TZID.
            if local.fold:
                continue
            if local.replace(tzinfo=alone).utcoffset() != local.utcoffset():
                wrong.append((name, instant))

    assert wrong == []


def test_summer_time_begins_on_the_clock_that_has_not_changed_yet():
    lines = vtimezone_lines(ZoneInfo("Europe/Berlin"), [2026])

    begins = lines.index("DTSTART:20260329T020000")
    assert lines[begins - 1 : begins + 4] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
    ]


def test_there_is_a_clock_change_before_and_after_the_year():
    written = component(ZoneInfo("Europe/Berlin"), 2026)

    assert "DTSTART:20251026T030000" in written
    assert "DTSTART:20270328T020000" in written


def test_a_zone_without_clock_changes_has_one_observance():
    assert vtimezone_lines(ZoneInfo("Asia/Kolkata"), [2026]) == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kolkata",
        "BEGIN:STANDARD",
        "DTSTART:20250101T053000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_government_that_changes_its_mind_is_followed():
    written = component(ZoneInfo("Africa/Cairo"), 2023)

    # Summer time came back in 2023, after eight years without.
    assert "DTSTART:20230428T000000" in written


def test_years_far_apart_do_not_fill_the_time_between():
    written = component(ZoneInfo("Europe/Berlin"), 1, 2026, 9999)

    assert written.count("BEGIN:DAYLIGHT") < 10
    assert datetime(2026, 7, 1, tzinfo=read_alone(written)).utcoffset() == timedelta(hours=2)


def test_offsets_keep_their_seconds():
    assert "TZOFFSETTO:+005328" in component(ZoneInfo("Europe/Berlin"), 1850)


@pytest.mark.parametrize("name", ["UTC", "Etc/UTC", "Zulu"])
def test_the_names_of_utc_are_known(name):
    assert is_utc(zone_named(name))


def test_london_is_not_utc_even_in_winter():
    assert not is_utc(zone_named("Europe/London"))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "a\0b", "/etc"])
def test_a_wrong_zone_is_named_in_one_sentence(name):
    with pytest.raises(UnknownZone) as caught:
        zone_named(name)

    assert caught.value.faults == (f"“{name}” is not a time zone; write one like Europe/Berlin.",)
