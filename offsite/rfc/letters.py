"""The words of the mails about texts; templates with named values, in English."""

from collections.abc import Sequence

from offsite.errors import Sentence
from offsite.outbox.desk import Desk, Letter
from offsite.people.models import Person
from offsite.rfc.models import Rfc
from offsite.rfc.queries import News

OPENED = Sentence(
    "Hello %(name)s,\n\n"
    "“%(title)s” of %(event)s waits for what you think. Comments are answered in public, and a "
    "concern keeps it from standing until it is resolved:\n%(address)s\n"
)
DIGEST = Sentence("Hello %(name)s,\n\nthis is new in the texts that you follow.")
NEWS = Sentence(
    "New comments: %(comments)s, answers: %(replies)s, versions: %(versions)s\n  %(address)s"
)


def address(rfc: Rfc, desk: Desk) -> str:
    """The full address of the text's page."""
    return desk.address(f"/{rfc.event.slug}/rfc/{rfc.id}")


def opened_letter(rfc: Rfc, reader: Person, desk: Desk) -> Letter:
    """The reader is asked what they think."""
    values = {
        "name": reader.name,
        "title": rfc.title,
        "event": rfc.event.name,
        "address": address(rfc, desk),
    }
    subject = desk.translate("What do you think? %(title)s", reader.locale)
    return Letter(subject % values, desk.translate(OPENED, reader.locale) % values)


def digest_letter(found: Sequence[tuple[Rfc, News]], reader: Person, desk: Desk) -> Letter:
    """What is new in one event's texts for one reader; at least one text."""
    locale = reader.locale
    subject = desk.translate("New comments: %(title)s", locale) % {"title": found[0][0].title}
    parts = [desk.translate(DIGEST, locale) % {"name": reader.name}]
    for rfc, news in found:
        values = {
            "comments": news.comments,
            "replies": news.replies,
            "versions": news.versions,
            "address": address(rfc, desk),
        }
        parts.append(f"- {rfc.title}\n  " + desk.translate(NEWS, locale) % values)
    return Letter(subject, "\n\n".join(parts) + "\n")
