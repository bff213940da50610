"""All pages of the schedule: each module adds its routes to the blueprint."""

from offsite.web.schedule import (
    costing,
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
    "costing",
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
