"""Repeating events: the plain daily and weekly rules, with an end."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

MOST = 100
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})


def rule_of(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.upper().split(";") if "=" in part)
    return {name.strip(): value.strip() for name, _, value in parts}


def occurrences(start: datetime, rule: Mapping[str, str]) -> list[datetime] | None:
    """The local starts of a daily or weekly rule, at most ``MOST``.

    None when the rule has no end, is of another kind, or is broken.
    """
    if not set(rule) <= _KNOWN or not (rule.get("COUNT") or rule.get("UNTIL")):
        return None
    try:
        interval, count = int(rule.get("INTERVAL", "1")), int(rule.get("COUNT", str(MOST)))
        until = _until(rule["UNTIL"], start) if rule.get("UNTIL") else None
        days = _days(rule, start)
        if days is None or interval < 1 or count < 1:
            return None
        return _until_enough(_candidates(start, days, interval), min(count, MOST), until)
    except (ValueError, OverflowError):
        return None


def _until_enough(
    candidates: Iterator[datetime], count: int, until: datetime | None
) -> list[datetime]:
    found: list[datetime] = []
    for moment in candidates:
        if len(found) >= count or (until and _later(moment, until)):
            break
        found.append(moment)
    return found


def _until(text: str, start: datetime) -> datetime:
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d").replace(hour=23, minute=59, tzinfo=start.tzinfo)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=start.tzinfo)


def _later(moment: datetime, until: datetime) -> bool:
    if moment.tzinfo is None:
        return moment > until.replace(tzinfo=None)
    return moment.astimezone(UTC) > until.astimezone(UTC)


def _days(rule: Mapping[str, str], start: datetime) -> frozenset[int] | None:
    """The weekdays that count; every day for a daily rule."""
    if rule.get("FREQ") == "DAILY" and "BYDAY" not in rule:
        return frozenset()
    if rule.get("FREQ") != "WEEKLY":
        return None
    named = [day.strip() for day in rule.get("BYDAY", _DAYS[start.weekday()]).split(",")]
    return frozenset(_DAYS.index(day) for day in named)


def _candidates(start: datetime, days: frozenset[int], interval: int) -> Iterator[datetime]:
    """Wall-clock starts: every ``interval`` days, or on ``days`` of every such week."""
    monday = start - timedelta(days=start.weekday())
    for number in range(366 * 10):
        moment = start + timedelta(days=number * (1 if days else interval))
        if not days or (moment.weekday() in days and (moment - monday).days // 7 % interval == 0):
            yield moment
