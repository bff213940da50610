"""The book as its page and its files show it: the chapters in their order, with contents."""

from dataclasses import dataclass

from offsite import db
from offsite.events.models import Event
from offsite.proceedings.queries.book import Contents, binding_of, contents_of
from offsite.proceedings.rules import arranged


@dataclass(frozen=True)
class Book:
    """``chapters`` are the names of those that are shown; only what has contents is."""

    foreword: str
    chapters: tuple[str, ...]
    contents: Contents

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet: a schedule alone is no book."""
        return not self.foreword and set(self.chapters) <= {"schedule"}


def book_of(event: Event) -> Book:
    session = db.read_session()
    binding, contents = binding_of(session, event), contents_of(session, event)
    left_out = binding.left_out if binding else []
    places = arranged(binding.places if binding else ())
    return Book(
        foreword=binding.foreword if binding else "",
        chapters=tuple(one for one in places if one not in left_out and contents.has(one)),
        contents=contents,
    )
