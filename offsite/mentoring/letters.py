"""The words of the mail that tells what a round decided; a template with named values."""

from offsite.errors import Sentence
from offsite.mentoring.models import MentorRound
from offsite.outbox.desk import Desk
from offsite.people.models import Person

PUBLISHED = Sentence(
    "Hello %(name)s,\n\n"
    "“%(title)s” of %(event)s is settled. Who you came together with, and why, is for you "
    "alone here:\n%(address)s\n"
)


def published_letter(round: MentorRound, reader: Person, desk: Desk) -> tuple[str, str]:
    """Subject and body; the result itself stands behind the sign-in."""
    values = {
        "name": reader.name,
        "title": round.title,
        "event": round.event.name,
        "address": desk.address(f"/{round.event.slug}/mentoring/{round.id}"),
    }
    subject = desk.translate("Settled: %(title)s", reader.locale)
    return subject % values, desk.translate(PUBLISHED, reader.locale) % values
