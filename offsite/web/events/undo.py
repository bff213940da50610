"""What was just taken away, kept in the person's own cookie so that it can come back.

It is theirs alone, small, and forgotten after ten minutes.  Putting it back asks for the
same permission as taking it away did.
"""

import json
from typing import Any

from flask import session as cookie

from offsite.web.access import utc_now

KEY = "undo"
LIVES_SECONDS = 600
LARGEST = 2000
"""Characters: a cookie has room for about four thousand, all in all."""


def keep(kind: str, event_id: int, what: str, value: Any) -> bool:
    """Remember ``value`` (JSON); False when it is too large, and then there is no undo."""
    cookie.pop(KEY, None)
    if len(json.dumps(value)) > LARGEST:
        return False
    cookie[KEY] = {
        "kind": kind,
        "event": event_id,
        "what": what,
        "value": value,
        "at": int(utc_now().timestamp()),
    }
    return True


def offered(kind: str, event_id: int) -> str:
    """A name for what could come back now, or an empty text."""
    kept = _kept(kind, event_id)
    return str(kept["what"]) if kept else ""


def take(kind: str, event_id: int) -> Any:
    """What was kept, once; None when there is nothing (any more)."""
    kept = _kept(kind, event_id)
    if kept is None:
        return None
    cookie.pop(KEY, None)
    return kept["value"]


def _kept(kind: str, event_id: int) -> dict[str, Any] | None:
    kept = cookie.get(KEY)
    if not kept or kept["kind"] != kind or kept["event"] != event_id:
        return None
    return kept if utc_now().timestamp() - kept["at"] < LIVES_SECONDS else None
