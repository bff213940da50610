"""Words that every event begins with, in the reader's language until somebody writes others."""

from offsite.events.catalogue import TEXTS
from offsite.web.errors import said


def seeded(text: str) -> str:
    """A text of a format as the reader reads it; what organizers wrote stays as it is."""
    return said(text) if text in TEXTS else text
