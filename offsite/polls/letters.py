"""The words of the mails about polls; templates in English, translated for each reader."""

from collections.abc import Callable
from dataclasses import dataclass

from offsite.outbox.desk import Letter
from offsite.people.models import Person
from offsite.polls.models import Poll


@dataclass(frozen=True)
class Desk:
    """What a letter needs from outside: addresses and the reader's language."""

    address_of: Callable[[Poll], str]
    translate: Callable[[str, str], str]


def reminder_letter(poll: Poll, reader: Person, desk: Desk) -> Letter:
    """Please answer: how long it takes, where, and what happens to it."""
    values = {"name": reader.name, "event": poll.event.name, "poll": poll.title}
    subject = desk.translate("Seven minutes for %(event)s", reader.locale)
    opening = desk.translate(
        "Hello %(name)s,\n\n"
        "“%(poll)s” is still open, and your answer is not in it yet. It decides what the next "
        "meeting looks like.",
        reader.locale,
    )
    promise = desk.translate(
        "Answers have no names. That you answered is kept, what you answered cannot be found "
        "by you being you.",
        reader.locale,
    )
    parts = [opening % values, desk.address_of(poll)]
    if poll.is_anonymous:
        parts.append(promise)
    return Letter(subject % values, "\n\n".join(parts) + "\n")
