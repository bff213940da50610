from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.events import catalogue
from offsite.events.catalogue import CATALOGUE, TEXTS
from offsite.events.rules import (
    BadValue,
    BreakTime,
    ClocksChange,
    DayTemplate,
    NoSuchTime,
    Shift,
    check_days,
    check_slug,
    instant_at,
    moved_period,
    period_at,
    read_breaks,
    slots_of_day,
    slug_of,
    zone_named,
    zone_names,
)
from offsite.translating.extraction import messages

WARSAW = ZoneInfo("Europe/Warsaw")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
FORWARD = date(2026, 3, 29)
BACK = date(2026, 10, 25)
COFFEE = BreakTime(time(10, 30), time(11), "Coffee")
LUNCH = BreakTime(time(12, 30), time(13, 30), "Lunch")
DAY = DayTemplate(time(9), time(17, 30), 45, 0, (LUNCH, COFFEE))


def on_the_wall(slots, zone):
    return [
        f"{starts.astimezone(zone):%H:%M}-{ends.astimezone(zone):%H:%M}" for starts, ends in slots
    ]


def test_a_template_cuts_a_day_around_its_breaks():
    slots = slots_of_day(DAY, date(2026, 10, 1), WARSAW)

    assert on_the_wall(slots, WARSAW) == [
        "09:00-09:45",
        "09:45-10:30",
        "11:00-11:45",
        "11:45-12:30",
        "13:30-14:15",
        "14:15-15:00",
        "15:00-15:45",
        "15:45-16:30",
        "16:30-17:15",
    ]


def test_a_gap_stands_between_slots_but_not_after_a_break():
    template = DayTemplate(time(9), time(12), 30, 15, (COFFEE,))

    slots = slots_of_day(template, date(2026, 10, 1), WARSAW)

    assert on_the_wall(slots, WARSAW) == ["09:00-09:30", "09:45-10:15", "11:00-11:30"]


def touching(periods):
    return sum(before[1] == after[0] for before, after in pairwise(periods))


def test_slots_touch_only_without_a_gap():
    day = date(2026, 10, 1)

    assert touching(slots_of_day(DAY, day, WARSAW)) == 6
    apart = DayTemplate(time(9), time(12), 30, 5)
    assert touching(slots_of_day(apart, day, WARSAW)) == 0


@pytest.mark.parametrize("zone", [WARSAW, SAO_PAULO, LORD_HOWE, KATHMANDU])
@pytest.mark.parametrize("day", [FORWARD, BACK, date(2018, 11, 4), date(2026, 4, 5)])
def test_nine_o_clock_is_nine_on_the_wall_on_every_day(zone, day):
    first = slots_of_day(DAY, day, zone)[0]

    assert first[0].astimezone(zone).strftime("%Y-%m-%d %H:%M") == f"{day} 09:00"


def test_the_offset_follows_the_season():
    assert instant_at(date(2026, 7, 1), time(9), WARSAW) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert instant_at(date(2026, 12, 1), time(9), WARSAW) == datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_an_offset_of_quarter_hours_is_kept():
    expected = datetime(2026, 10, 1, 3, 15, tzinfo=UTC)

    assert instant_at(date(2026, 10, 1), time(9), KATHMANDU) == expected


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        (FORWARD, time(2, 30), WARSAW),
        (date(2018, 11, 4), time(0, 30), SAO_PAULO),  # the clocks jumped at midnight
        (date(2026, 10, 4), time(2, 15), LORD_HOWE),  # half an hour only
    ],
)
def test_a_time_that_the_clocks_jump_over_is_refused(day, clock, zone):
    with pytest.raises(NoSuchTime, match="the clocks go forward"):
        instant_at(day, clock, zone)


def test_half_past_two_exists_where_only_half_an_hour_is_jumped():
    instant = instant_at(date(2026, 10, 4), time(2, 30), LORD_HOWE)

    assert instant == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_of_a_time_that_comes_twice_the_first_is_meant():
    assert instant_at(BACK, time(2, 30), WARSAW) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_slot_over_a_change_of_the_clocks_is_refused():
    night = DayTemplate(time(1, 30), time(4), 60)

    with pytest.raises(ClocksChange):
        slots_of_day(night, BACK, WARSAW)


def test_a_night_long_period_may_cross_the_change():
    starts, ends = period_at(BACK, time(0, 30), time(6), WARSAW)

    assert ends - starts == timedelta(hours=6, minutes=30)


def test_a_move_keeps_the_time_on_the_wall_across_zone_and_season():
    nine = period_at(date(2026, 7, 1), time(9), time(10), WARSAW)
    shift = Shift(days=180, old_zone=WARSAW, new_zone=KATHMANDU)

    starts, ends = moved_period(nine, shift, exact=True)

    assert starts.astimezone(KATHMANDU).strftime("%Y-%m-%d %H:%M") == "2026-12-28 09:00"
    assert ends - starts == timedelta(hours=1)


def test_a_move_into_a_jump_is_refused():
    night = period_at(date(2026, 3, 28), time(2), time(2, 45), WARSAW)

    with pytest.raises(NoSuchTime):
        moved_period(night, Shift(1, WARSAW, WARSAW), exact=True)


def test_a_move_that_changes_nothing_keeps_the_second_of_two_equal_times():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    period = (second, second + timedelta(minutes=15))

    assert moved_period(period, Shift(0, WARSAW, WARSAW), exact=True) == period


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        (DayTemplate(time(9), time(9), 45), "end after it starts"),
        (DayTemplate(time(9), time(17), 4), "5 to 480"),
        (DayTemplate(time(9), time(17), 481), "5 to 480"),
        (DayTemplate(time(9), time(17), 45, -1), "gap"),
        (DayTemplate(time(9), time(17), 45, 0, (BreakTime(time(12), time(12), "X"),)), "“X”"),
        (
            DayTemplate(time(9), time(17), 45, 0, (LUNCH, BreakTime(time(13), time(14), "Y"))),
            "“Lunch” and “Y” overlap",
        ),
    ],
)
def test_a_template_that_makes_no_sense_is_refused(template, sentence):
    with pytest.raises(BadValue, match=sentence):
        slots_of_day(template, date(2026, 10, 1), WARSAW)


@given(
    starts=st.integers(0, 1200),
    length=st.integers(5, 480),
    gap=st.integers(0, 240),
    pause=st.integers(0, 1300),
    pause_length=st.integers(1, 100),
)
def test_slots_never_overlap_each_other_or_a_break(starts, length, gap, pause, pause_length):
    def clock(minute):
        return time(minute // 60, minute % 60)

    rest = BreakTime(clock(pause), clock(pause + pause_length), "Rest")
    template = DayTemplate(clock(starts), time(23, 59), length, gap, (rest,))
    day = date(2026, 6, 1)

    slots = slots_of_day(template, day, WARSAW)

    blocked = period_at(day, rest.starts, rest.ends, WARSAW)
    everything = sorted([*slots, blocked])
    assert all(one[1] <= two[0] for one, two in pairwise(everything))
    assert all(ends - begins == timedelta(minutes=length) for begins, ends in slots)


def test_breaks_are_read_as_people_type_them():
    text = "10:30-11:00 Coffee\n\n12.30 – 13.30  Lunch, in the garden\n9:05 to 9:10"

    assert read_breaks(text, unnamed="Break") == (
        BreakTime(time(10, 30), time(11), "Coffee"),
        BreakTime(time(12, 30), time(13, 30), "Lunch, in the garden"),
        BreakTime(time(9, 5), time(9, 10), "Break"),
    )


@pytest.mark.parametrize("line", ["Coffee", "25:00-26:00 Night", "10:30 Coffee", "10:60-11:00"])
def test_a_line_that_is_no_break_is_shown(line):
    with pytest.raises(BadValue) as refusal:
        read_breaks(line, unnamed="Break")

    assert line in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tech Leaders' Meeting 2026", "tech-leaders-meeting-2026"),
        ("Spotkanie w Łodzi – Żółw", "spotkanie-w-lodzi-zolw"),
        ("Große Runde", "grosse-runde"),
        ("技術", ""),
    ],
)
def test_an_address_is_guessed_from_a_name(name, slug):
    assert slug_of(name) == slug


@pytest.mark.parametrize("slug", ["a", "A-b", "a--b", "-ab", "ab-", "a_b", "ä", "x" * 51, ""])
def test_an_odd_address_is_refused(slug):
    with pytest.raises(BadValue, match="small letters"):
        check_slug(slug)


@pytest.mark.parametrize("slug", ["new", "sign-in", "api", "static", "calendar", "join"])
def test_an_address_of_the_site_itself_is_refused(slug):
    with pytest.raises(BadValue, match="used by the site"):
        check_slug(slug)


def test_an_event_has_at_most_31_days():
    check_days(date(2026, 10, 1), date(2026, 10, 31))

    with pytest.raises(BadValue, match="31 days"):
        check_days(date(2026, 10, 1), date(2026, 11, 1))


@pytest.mark.parametrize("year", [26, 1989, 2100])
def test_an_unlikely_year_is_refused(year):
    with pytest.raises(BadValue, match="year"):
        check_days(date(year, 1, 1), date(year, 1, 2))


@pytest.mark.parametrize("name", ["Europe/Warsaw", "UTC", "America/Argentina/Ushuaia"])
def test_a_zone_by_area_and_city_is_known(name):
    assert zone_named(name) == ZoneInfo(name)


@pytest.mark.parametrize(
    "name", ["", "CET", "../etc/passwd", "Europe/Nowhere", "posix/Europe/Paris"]
)
def test_another_zone_is_refused(name):
    assert name not in zone_names()
    with pytest.raises(BadValue, match="not a time zone"):
        zone_named(name)


@pytest.mark.parametrize("plan", CATALOGUE, ids=lambda plan: plan.key)
def test_a_format_of_the_catalogue_is_whole(plan):
    assert plan.minutes == sum(phase.minutes for phase in plan.phases) > 0
    assert plan.leaves_behind
    assert plan.description
    assert 1 <= plan.hue <= 12


def test_translators_find_every_text_of_the_catalogue():
    source = Path(catalogue.__file__).read_text("utf-8")

    found = {message for _line, _function, message, _comments in messages(source, ())}

    assert found == TEXTS


def test_the_catalogue_has_every_format_once():
    keys = [plan.key for plan in CATALOGUE]

    assert len(set(keys)) == len(keys) == 13


def test_roundtable_coaching_follows_its_four_steps():
    roundtable = next(plan for plan in CATALOGUE if plan.key == "roundtable")

    assert [phase.minutes for phase in roundtable.phases] == [5, 10, 5, 45]
