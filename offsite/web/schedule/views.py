"""All pages of the schedule: each module adds its routes to the blueprint."""

from offsite.web.schedule import (
    drafting,
    editing,
    feed,
    generating,
    now,
    personal,
    public,
    releasing,
    walking,
)
from offsite.web.schedule.blueprint import bp

__all__ = [
    "bp",
    "drafting",
    "editing",
    "feed",
    "generating",
    "now",
    "personal",
    "public",
    "releasing",
    "walking",
]
