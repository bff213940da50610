"""Calendars."""

from tests.guards.access_matrix.audiences import EVERYBODY, MEMBERS, VIEWERS

AUDIENCE = {
    "calendars.whole": VIEWERS,
    "calendars.whole_alias": VIEWERS,
    "calendars.release": VIEWERS,
    "calendars.release_alias": VIEWERS,
    "calendars.item": VIEWERS,
    "calendars.feed": EVERYBODY,
    "calendars.subscribe": MEMBERS,
    "calendars.reset": MEMBERS,
    "calendars.revoke": MEMBERS,
}

NOT_THERE = {"calendars.feed"}
