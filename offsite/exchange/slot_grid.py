"""Slots for inputs that have none: 45 minutes each, on the hour from nine, nine a day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from offsite.exchange.programme import Slot

FIRST = time(9)
LENGTH = timedelta(minutes=45)
A_DAY = 9

# For inputs without any date: a Monday, with no clock change within weeks.
ANY_MONDAY = date(2026, 1, 12)


def make_slots(count: int, timezone: str, first_day: date | None = None) -> list[Slot]:
    """``count`` slots that never touch: 09:00-09:45, 10:00-10:45 … on the wall of ``timezone``."""
    zone = ZoneInfo(timezone)
    slots = []
    for number in range(count):
        day, hour = divmod(number, A_DAY)
        wall = datetime.combine(first_day or ANY_MONDAY, FIRST, zone)
        starts_at = wall + timedelta(days=day, hours=hour)
        ends_at = (starts_at.astimezone(UTC) + LENGTH).astimezone(zone)
        slots.append(Slot(f"d{day + 1}-{hour + 1}", starts_at, ends_at))
    return slots
