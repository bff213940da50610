"""The words of the mails that the schedule sends.

Texts are templates with named values, in English; whoever calls says how they are
translated for the reader's language, how a period is written there, and where pages are.
"""

from collections.abc import Callable
from dataclasses import dataclass

from offsite.outbox.desk import Letter
from offsite.people.models import Person
from offsite.schedule.models import Release
from offsite.schedule.rules import Changes, Comparable


@dataclass(frozen=True)
class Desk:
    """What a letter needs from outside: addresses, the reader's language and its dates.

    ``translate`` takes a template and a locale ("pl", or empty when unknown); ``when``
    writes the period of an item in the event's zone for a locale.
    """

    agenda: str
    """The full address of the reader's own agenda."""
    address_of: Callable[[Comparable], str]
    when: Callable[[Comparable, str], str]
    translate: Callable[[str, str], str]


def release_letter(release: Release, changes: Changes, reader: Person, desk: Desk) -> Letter:
    """What ``release`` changed for ``reader``: ``changes`` are theirs alone."""
    locale = reader.locale
    values = {"name": reader.name, "event": release.event.name, "release": release.name}
    subject = desk.translate("Your schedule changed: %(event)s, %(release)s", locale)
    opening = desk.translate(
        "Hello %(name)s,\n\n"
        "there is a new schedule of %(event)s, “%(release)s”. "
        "This is all that it changes for you.",
        locale,
    )
    agenda = desk.translate("Your whole agenda:", locale)
    parts = [opening % values, *_lists(changes, locale, desk)]
    if release.note:
        heading = desk.translate("From the organizers:", locale)
        parts.append(f"{heading}\n{release.note.strip()}")
    parts.append(f"{agenda}\n{desk.agenda}\n")
    return Letter(subject % values, "\n\n".join(parts))


def _lists(changes: Changes, locale: str, desk: Desk) -> list[str]:
    """The three lists, each under its heading; an empty one is left out."""
    new = [_entry(one, [_place(one, locale, desk)], desk) for one in changes.new]
    moved = [
        _entry(
            one.new,
            [
                desk.translate("Before: %(place)s", locale)
                % {"place": _place(one.old, locale, desk)},
                desk.translate("Now: %(place)s", locale) % {"place": _place(one.new, locale, desk)},
            ],
            desk,
        )
        for one in changes.moved
    ]
    canceled = [
        f"- {one.title}\n  "
        + desk.translate("It was: %(place)s", locale) % {"place": _place(one, locale, desk)}
        for one in changes.canceled
    ]
    headed = (
        (desk.translate("Moved", locale), moved),
        (desk.translate("New for you", locale), new),
        (desk.translate("Canceled", locale), canceled),
    )
    return ["\n".join([heading, *entries]) for heading, entries in headed if entries]


def _entry(item: Comparable, lines: list[str], desk: Desk) -> str:
    return "\n  ".join([f"- {item.title}", *lines, desk.address_of(item)])


def _place(item: Comparable, locale: str, desk: Desk) -> str:
    when = desk.when(item, locale)
    return f"{when}, {item.room_name}" if item.room_name else when
