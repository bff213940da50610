"""Small programmes to write; name only what matters to the test."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from offsite.exchange.programme import Person, Programme, Reading, Room, Session

WARSAW = ZoneInfo("Europe/Warsaw")


def at(hour: int, minute: int = 0, *, day: int = 1) -> datetime:
    """A moment of October 2026 in Warsaw."""
    return datetime(2026, 10, day, hour, minute, tzinfo=WARSAW)


def a_session(key: str = "s1", **details: Any) -> Session:
    placed: dict[str, Any] = {"starts_at": at(9), "minutes": 45, "room": "Aula"}
    return Session(key=key, title=details.pop("title", "Opening"), **{**placed, **details})


def a_programme(*sessions: Session, **details: Any) -> Programme:
    kept: dict[str, Any] = {
        "title": "Leaders' days",
        "acronym": "leaders26",
        "timezone": "Europe/Warsaw",
        "rooms": (Room("Aula"),),
        "people": (Person("ada", "Ada Łukasik"),),
        "sessions": sessions,
    }
    return Programme(**{**kept, **details})


def said(reading: Reading) -> list[str]:
    return [f"{warning.where}: {warning.what}" for warning in reading.warnings]
