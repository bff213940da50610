"""What letters that are written beside the pages need from outside."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """Subject and body of one mail, ready for the outbox."""

    subject: str
    body: str


@dataclass(frozen=True)
class Desk:
    """Where pages are, and how a template is said in a reader's language.

    ``translate`` takes a template with named values and a locale ("pl", or empty when
    unknown) and gives English when it has no catalogue.
    """

    base_url: str
    translate: Callable[[str, str], str]

    def address(self, path: str) -> str:
        """The full address of a page: ``path`` begins with a slash."""
        return self.base_url.rstrip("/") + path
