"""Time zone names as calendar programs write them, turned into zones."""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from offsite.exchange.readers.gathering import is_zone
from offsite.exchange.readers.ics_lines import Component

_UTC_NAMES = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "COORDINATED UNIVERSAL TIME"})
_WINDOWS = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_AREA = re.compile(r"([A-Za-z_]+/[A-Za-z_+\-0-9]+(?:/[A-Za-z_\-]+)?)/?$")
_OFFSET = re.compile(r"[+-]\d{4}(\d{2})?")


def iana_name(name: str) -> str | None:
    """The IANA zone that ``name`` means: itself, a Windows name, or the tail of a path."""
    name = name.strip().strip('"')
    if is_zone(name):
        return name
    if name.upper() in _UTC_NAMES:
        return "UTC"
    if (zone := _WINDOWS.get(name.casefold())) and is_zone(zone):
        return zone
    tail = _AREA.search(name)
    while tail:
        if is_zone(tail[1]):
            return tail[1]
        tail = _AREA.search(tail[1].partition("/")[2])
    return None


class Zones:
    """The zones of one calendar file: by name, or else by the rules the file brings along."""

    def __init__(self, root: Component) -> None:
        self._definitions = {
            component.text("TZID"): component for component in root.every("VTIMEZONE")
        }
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """The zone called ``name`` in this file; None when nobody says what it is."""
        if name not in self._found:
            self._found[name] = self._named(name) or self._defined(name)
        return self._found[name]

    def _named(self, name: str) -> tzinfo | None:
        definition = self._definitions.get(name)
        location = definition.text("X-LIC-LOCATION") if definition else ""
        known = iana_name(name) or iana_name(location)
        return ZoneInfo(known) if known else None

    def _defined(self, name: str) -> tzinfo | None:
        definition = self._definitions.get(name)
        if definition is None:
            return None
        rules = "\r\n".join(definition.lines)
        if not _OFFSET.search(rules):
            return None
        try:
            component = Timezone.from_ical(rules)
            if not isinstance(component, Timezone):
                return None
            zone: tzinfo = component.to_tz(lookup_tzid=False)
            # Some broken rules only fail when they are asked.
            datetime(2026, 1, 1, tzinfo=zone).astimezone(UTC)
        except Exception:
            return None
        return zone
