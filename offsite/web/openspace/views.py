"""All pages of the open space: each module adds its routes to the blueprint."""

from offsite.openspace.queries import privacy
from offsite.web.openspace import (
    converging,
    dealing,
    paper,
    pitching,
    placing,
    posting,
    promising,
    reporting,
    settings,
    turns,
    viewing,
)
from offsite.web.openspace.blueprint import bp

__all__ = [
    "bp",
    "converging",
    "dealing",
    "paper",
    "pitching",
    "placing",
    "posting",
    "privacy",
    "promising",
    "reporting",
    "settings",
    "turns",
    "viewing",
]
