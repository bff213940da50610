"""What decides about events from values alone: addresses, days, wall clocks, the day grid."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from offsite.engines.periods import Period
from offsite.errors import BadInput, OffsiteError

FIRST_YEAR = 1990
LAST_YEAR = 2099
LONGEST_EVENT = timedelta(days=31)
LONGEST_SLUG = 50
VISIBILITIES = ("members", "public")

RESERVED_SLUGS = frozenset({
    "api", "archive", "calendar", "contact", "demo", "events", "favicon-ico", "guide", "healthz",
    "help", "imprint", "invite", "join", "language", "languages", "login", "logout", "me",
    "metrics", "new", "oidc", "people", "privacy", "readyz", "robots-txt", "series", "sign-in",
    "sign-out", "sign-up", "site", "static", "style", "styleguide",
})  # fmt: skip
"""First parts of addresses that are not events; more than are used, for what may come."""

AREAS = frozenset({
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
})  # fmt: skip

SHORTEST_SLOT, LONGEST_SLOT = 5, 480
LONGEST_GAP = 240
DAY = 24 * 60


class BadValue(BadInput):
    """One value that cannot be kept; a template with named values, as other refusals."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message % values if values else message)
        OffsiteError.__init__(self, message, **values)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NoSuchTime(BadValue):
    """The clocks jump over this time of day."""


class ClocksChange(BadValue):
    """The clocks are set back or forth inside a period that has a fixed length."""


# Addresses and days


SPELLED = {ord("ł"): "l", ord("ø"): "o", ord("đ"): "d", ord("ß"): "ss", ord("æ"): "ae"}
"""Letters that Unicode does not take apart."""


def slug_of(name: str) -> str:
    """A first guess at an address for ``name``: lower case, ASCII, words joined by hyphens."""
    plain = name.lower().translate(SPELLED)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")[:LONGEST_SLUG]


def check_slug(slug: str) -> None:
    """Return if ``slug`` can be an event's address.

    Raises:
        BadValue: it has other characters, is too short or long, or is taken by the site.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or not 2 <= len(slug) <= LONGEST_SLUG:
        raise BadValue(
            "An address has 2 to 50 small letters, digits and single hyphens, such as tlm-2027."
        )
    if slug in RESERVED_SLUGS:
        raise BadValue("“%(slug)s” is used by the site itself. Choose another address.", slug=slug)


def check_days(starts_on: date, ends_on: date) -> None:
    """Return if an event can have these days.

    Raises:
        BadValue: they are out of order, too many, or in an unlikely year.
    """
    if ends_on < starts_on:
        raise BadValue("The last day is before the first.")
    if ends_on - starts_on >= LONGEST_EVENT:
        raise BadValue("An event has at most %(days)s days.", days=LONGEST_EVENT.days)
    if starts_on.year < FIRST_YEAR or ends_on.year > LAST_YEAR:
        raise BadValue(
            "The year must be between %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR
        )


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """The time zones to choose from: Area/City, and UTC."""
    names = (name for name in available_timezones() if name.partition("/")[0] in AREAS)
    return (*sorted(names), "UTC")


def zone_named(name: str) -> tzinfo:
    """The zone called ``name``.

    Raises:
        BadValue: there is none, or it is not one of `zone_names`.
    """
    if name not in zone_names():
        raise BadValue(
            "“%(name)s” is not a time zone. Write area and city, such as Europe/Warsaw.",
            name=name[:64],
        )
    return ZoneInfo(name)


def days_of(starts_on: date, ends_on: date) -> tuple[date, ...]:
    return tuple(starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days + 1))


# Wall clocks


def instant_at(day: date, clock: time, zone: tzinfo) -> datetime:
    """The instant (UTC) at which the wall clock of ``zone`` shows ``clock`` on ``day``.

    Of a time that comes twice, the first.

    Raises:
        NoSuchTime: the clocks jump over it.
    """
    local = datetime.combine(day, clock, tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(
            "%(clock)s does not exist on %(day)s: the clocks go forward then.",
            clock=f"{clock:%H:%M}",
            day=day.isoformat(),
        )
    return instant


def period_at(day: date, starts: time, ends: time, zone: tzinfo) -> Period:
    """The period between two times of one day.

    Raises:
        BadValue: it ends before it starts.
        NoSuchTime: as `instant_at`.
    """
    if ends <= starts:
        raise BadValue("It must end after it starts, on the same day.")
    return instant_at(day, starts, zone), instant_at(day, ends, zone)


def exact_period_at(day: date, starts: time, ends: time, zone: tzinfo) -> Period:
    """Like `period_at`, and as long as the wall clock says.

    Raises:
        ClocksChange: the clocks change inside.
    """
    period = period_at(day, starts, ends, zone)
    on_the_wall = datetime.combine(day, ends) - datetime.combine(day, starts)
    if period[1] - period[0] != on_the_wall:
        raise ClocksChange(
            "The clocks change between %(starts)s and %(ends)s on %(day)s.",
            starts=f"{starts:%H:%M}",
            ends=f"{ends:%H:%M}",
            day=day.isoformat(),
        )
    return period


@dataclass(frozen=True)
class Shift:
    """By how many days, and from which clocks to which, periods are moved."""

    days: int
    old_zone: tzinfo
    new_zone: tzinfo

    @property
    def changes_nothing(self) -> bool:
        return self.days == 0 and self.old_zone == self.new_zone


def moved(instant: datetime, shift: Shift) -> datetime:
    """The instant with the same time on the wall after ``shift``.

    Raises:
        NoSuchTime: that time is jumped over on the new day.
    """
    if shift.changes_nothing:
        return instant
    wall = instant.astimezone(shift.old_zone)
    return instant_at(wall.date() + timedelta(days=shift.days), wall.time(), shift.new_zone)


def moved_period(period: Period, shift: Shift, *, exact: bool) -> Period:
    """Both ends `moved`; an ``exact`` one keeps its length.

    Raises:
        NoSuchTime: as `moved`.
        ClocksChange: the length would change (or vanish) because the clocks do.
    """
    starts_at, ends_at = moved(period[0], shift), moved(period[1], shift)
    stretched = ends_at - starts_at != period[1] - period[0]
    if ends_at <= starts_at or (exact and stretched):
        wall = period[0].astimezone(shift.old_zone)
        raise ClocksChange(
            "What starts at %(clock)s would run over a change of the clocks.",
            clock=f"{wall:%H:%M}",
        )
    return starts_at, ends_at


# The grid of a day


@dataclass(frozen=True)
class BreakTime:
    """A break of the template, on the wall clock."""

    starts: time
    ends: time
    title: str


@dataclass(frozen=True)
class DayTemplate:
    """How a day is cut: slots of ``slot_minutes``, ``gap_minutes`` apart, around breaks."""

    starts: time
    until: time
    slot_minutes: int
    gap_minutes: int = 0
    breaks: tuple[BreakTime, ...] = field(default=())


def check_template(template: DayTemplate) -> None:
    """Return if the template makes sense.

    Raises:
        BadValue: what is wrong first.
    """
    if template.until <= template.starts:
        raise BadValue("The day must end after it starts.")
    if not SHORTEST_SLOT <= template.slot_minutes <= LONGEST_SLOT:
        raise BadValue(
            "A slot has %(least)s to %(most)s minutes.", least=SHORTEST_SLOT, most=LONGEST_SLOT
        )
    if not 0 <= template.gap_minutes <= LONGEST_GAP:
        raise BadValue("The gap has 0 to %(most)s minutes.", most=LONGEST_GAP)
    for one in template.breaks:
        if one.ends <= one.starts:
            raise BadValue("The break “%(title)s” must end after it starts.", title=one.title)
    in_order = sorted(template.breaks, key=lambda one: one.starts)
    for before, after in pairwise(in_order):
        if after.starts < before.ends:
            raise BadValue(
                "The breaks “%(one)s” and “%(other)s” overlap.", one=before.title, other=after.title
            )


def slots_of_day(template: DayTemplate, day: date, zone: tzinfo) -> tuple[Period, ...]:
    """The slots of ``day``, in UTC, each as the wall clock of ``zone`` reads it.

    A slot that would reach into a break begins after the break instead; one that would
    end after ``until`` is left out.

    Raises:
        BadValue: as `check_template`.
        NoSuchTime, ClocksChange: the clocks of that day do not allow a slot.
    """
    check_template(template)
    return tuple(
        exact_period_at(day, _clock(starts), _clock(ends), zone)
        for starts, ends in _slots_on_the_wall(template)
    )


def breaks_of_day(template: DayTemplate, day: date, zone: tzinfo) -> tuple[Period, ...]:
    """The breaks of ``day``, in the order of the template.  Raises as `slots_of_day`."""
    check_template(template)
    return tuple(period_at(day, one.starts, one.ends, zone) for one in template.breaks)


def _slots_on_the_wall(template: DayTemplate) -> list[tuple[int, int]]:
    breaks = sorted((_minute(one.starts), _minute(one.ends)) for one in template.breaks)
    slots: list[tuple[int, int]] = []
    starts = _minute(template.starts)
    while (ends := starts + template.slot_minutes) <= _minute(template.until):
        hit = next((one for one in breaks if one[0] < ends and starts < one[1]), None)
        if hit is not None:
            starts = hit[1]
            continue
        slots.append((starts, ends))
        starts = ends + template.gap_minutes
    return slots


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


BREAK_LINE = re.compile(
    r"(?P<starts>\d{1,2}[:.]\d{2})\s*(?:-|–|—|to)\s*(?P<ends>\d{1,2}[:.]\d{2})\s*(?P<title>.*)"
)


def read_breaks(text: str, *, unnamed: str) -> tuple[BreakTime, ...]:
    """Breaks from lines such as ``10:30-11:00 Coffee``; one without a name is ``unnamed``.

    Raises:
        BadValue: a line says something else; the sentence shows it.
    """
    return tuple(_break_of(line.strip(), unnamed) for line in text.splitlines() if line.strip())


def _break_of(line: str, unnamed: str) -> BreakTime:
    found = BREAK_LINE.fullmatch(line)
    try:
        if found is None:
            raise ValueError(line)
        starts, ends = (_read_clock(found[name]) for name in ("starts", "ends"))
    except ValueError:
        raise BadValue(
            "“%(line)s” is not a break. Write one a line, such as 10:30-11:00 Coffee.",
            line=line[:80],
        ) from None
    return BreakTime(starts, ends, found["title"].strip(" ,;:")[:200] or unnamed)


def _read_clock(text: str) -> time:
    hour, _, minute = text.replace(".", ":").partition(":")
    return time(int(hour), int(minute))
