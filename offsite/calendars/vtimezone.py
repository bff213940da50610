"""VTIMEZONE components: what an IANA zone does around the dates of a calendar.

The observances are found here and not by ``Timezone.from_tzid``: that lets summer
time begin at the first hour that exists after the jump, on a clock that has not
jumped yet, which is an hour late for whoever trusts the component more than their
own list of zones.

There is one observance for each clock change and no recurrence rule, because laws
change and rules then lie.  ``TZNAME`` is optional and left out: abbreviations
are ambiguous ("IST" is three different times).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDatetime, vText, vUTCOffset

from offsite.errors import BadInput, Sentence

_UTC_NAMES = frozenset(
    ("UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu")
)
# The shortest time between two changes in the list of zones is four days (Freetown, 1939).
_STEP = timedelta(days=1)
_YEARS = range(2, 9999)  # one year of room on both sides of what datetime can hold


class UnknownZone(BadInput):
    """The name is not that of an IANA time zone."""


class Onset(NamedTuple):
    """From the instant ``at`` on, clocks are ``offset`` ahead of UTC."""

    at: datetime
    offset: timedelta
    is_daylight: bool


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone called ``name``, such as Europe/Berlin.

    Raises:
        UnknownZone: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownZone(
            Sentence("“%(name)s” is not a time zone; write one like Europe/Berlin.", name=name)
        ) from error


def is_utc(zone: ZoneInfo) -> bool:
    """Whether times of ``zone`` are written with a Z instead of a TZID."""
    return zone.key in _UTC_NAMES


def vtimezone(zone: ZoneInfo, years: Iterable[int]) -> Timezone:
    """The component that is right for every date in ``years`` (UTC) and their neighbours.

    Neighbouring years are included so that there is always a clock change
    before and after, where the zone has any.  Years far apart cost nothing
    for the time between them.
    """
    component = Timezone()
    component["TZID"] = vText(zone.key)
    onsets = _onsets(zone, _with_neighbours(years))
    for before, onset in zip([onsets[0], *onsets], onsets, strict=False):
        component.add_component(_observance(before, onset))
    return component


def _with_neighbours(years: Iterable[int]) -> list[int]:
    wanted = {year + step for year in years for step in (-1, 0, 1)}
    return sorted({min(max(year, _YEARS.start), _YEARS.stop - 1) for year in wanted})


def _onsets(zone: ZoneInfo, years: list[int]) -> list[Onset]:
    """What holds at the beginning, then each change, in order."""
    kept: list[Onset] = []
    for year in years:
        for onset in _onsets_of_year(zone, year):
            if not kept or kept[-1][1:] != onset[1:]:
                kept.append(onset)
    return kept


@lru_cache(maxsize=1024)
def _onsets_of_year(zone: ZoneInfo, year: int) -> tuple[Onset, ...]:
    """What holds when the year begins in UTC, then each change within it."""
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    onsets = [_state(zone, at)]
    while at < end:
        later = min(at + _STEP, end)
        if _state(zone, later)[1:] != onsets[-1][1:]:
            onsets.append(_first_change(zone, at, later))
        at = later
    return tuple(onsets)


def _first_change(zone: ZoneInfo, before: datetime, after: datetime) -> Onset:
    """Halve ``[before, after]`` down to the second at which the clocks change."""
    old = _state(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _state(zone, middle)[1:] == old[1:]:
            before = middle
        else:
            after = middle
    return _state(zone, after)


def _state(zone: ZoneInfo, at: datetime) -> Onset:
    local = at.astimezone(zone)
    return Onset(at, local.utcoffset() or timedelta(), bool(local.dst()))


def _observance(before: Onset, onset: Onset) -> TimezoneDaylight | TimezoneStandard:
    observance = TimezoneDaylight() if onset.is_daylight else TimezoneStandard()
    # The standard wants the moment as the clocks showed it before they changed.
    observance["DTSTART"] = vDatetime((onset.at + before.offset).replace(tzinfo=None))
    observance["TZOFFSETFROM"] = vUTCOffset(before.offset)
    observance["TZOFFSETTO"] = vUTCOffset(onset.offset)
    return observance
