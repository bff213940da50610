"""All pages of mixing: each module adds its routes to the blueprint."""

from offsite.mixing import privacy
from offsite.web.mixing import (
    drafting,
    generating,
    planning,
    publishing,
    remembering,
    sheets,
    telling,
    turns,
    wording,
)
from offsite.web.mixing.blueprint import bp

__all__ = [
    "bp",
    "drafting",
    "generating",
    "planning",
    "privacy",
    "publishing",
    "remembering",
    "sheets",
    "telling",
    "turns",
    "wording",
]
