"""What can go wrong in a way that a person should be told about.

A feature subclasses one of these kinds beside the function that raises it.
The text is one sentence, without blame, that says what to do when there is
something to do.  It is a template with named values, so that pages can show it
in the reader's language::

    raise NoVotesLeft("You have used all %(limit)s votes.", limit=3)
"""

from collections.abc import Mapping
from typing import Any


class OffsiteError(Exception):
    """A refusal with a sentence for the person who asked."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class NotFound(OffsiteError):
    """There is no such thing, or the actor may not know that there is."""


class NotAllowed(OffsiteError):
    """The actor may see the thing but not do this to it."""


class RuleBroken(OffsiteError):
    """A rule of the product forbids this now."""


class Stale(OffsiteError):
    """Somebody changed the thing since the actor looked at it."""


class Sentence(str):
    """A text for people that is said in English here, and in the reader's language on a page.

    It is a template with named values, and reads as the English sentence::

        BadInput(Sentence("Row %(row)s is too long.", row=7))
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, **values: Any) -> "Sentence":
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made


class BadInput(OffsiteError):
    """Input that cannot be read: every fault, one sentence each.

    ``faults`` is never empty; ``str()`` joins them by newlines.
    """

    def __init__(self, *faults: str) -> None:
        if not faults:
            raise ValueError("BadInput needs at least one fault.")
        super().__init__("\n".join(faults))
        self.faults = faults

    def __str__(self) -> str:
        return self.message
