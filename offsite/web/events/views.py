"""Importing the pages registers them."""

from offsite.web.events import (
    formats,
    grid,
    home,
    importing,
    invitations,
    joining,
    making,
    members,
    rooms,
    settings,
)
from offsite.web.events.blueprint import bp

__all__ = [
    "bp",
    "formats",
    "grid",
    "home",
    "importing",
    "invitations",
    "joining",
    "making",
    "members",
    "rooms",
    "settings",
]
