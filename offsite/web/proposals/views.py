"""All pages of proposals: each module adds its routes to the blueprint."""

from offsite.web.proposals import (
    calling,
    commenting,
    deciding,
    hosting,
    measuring,
    turns,
    viewing,
    voting,
    wanting,
    writing,
)
from offsite.web.proposals.blueprint import bp

__all__ = [
    "bp",
    "calling",
    "commenting",
    "deciding",
    "hosting",
    "measuring",
    "turns",
    "viewing",
    "voting",
    "wanting",
    "writing",
]
