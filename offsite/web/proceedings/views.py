"""All pages of notes and the book: each module adds its routes to the blueprint."""

from offsite.proceedings.queries import privacy
from offsite.web.proceedings import (
    arranging,
    book,
    notes,
    on_session,
    photos,
    turns,
    typeset,
    wording,
)
from offsite.web.proceedings.blueprint import bp

__all__ = [
    "arranging",
    "book",
    "bp",
    "notes",
    "on_session",
    "photos",
    "privacy",
    "turns",
    "typeset",
    "wording",
]
