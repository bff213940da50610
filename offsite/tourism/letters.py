"""The words of the mails about stays; templates with named values, in English."""

from offsite.errors import Sentence
from offsite.outbox.desk import Desk
from offsite.people.models import Person
from offsite.tourism.models import StayRequest

ASKED = Sentence(
    "Hello %(name)s,\n\n"
    "%(guest)s would like to visit %(team)s from %(from_on)s to %(to_on)s:\n\n%(note)s\n\n"
    "One sentence answers:\n%(address)s\n"
)
ACCEPTED = Sentence(
    "Hello %(name)s,\n\n"
    "you are welcome at %(team)s from %(from_on)s to %(to_on)s.\n\n%(answer)s\n\n"
    "It stands in your calendar, and here:\n%(address)s\n"
)
DECLINED = Sentence(
    "Hello %(name)s,\n\n"
    "a visit to %(team)s from %(from_on)s to %(to_on)s does not work out.\n\n%(answer)s\n\n"
    "Other days or other teams may fit:\n%(address)s\n"
)
WITHDRAWN = Sentence(
    "Hello %(name)s,\n\n"
    "%(guest)s does not come to %(team)s from %(from_on)s to %(to_on)s after all:\n%(address)s\n"
)
SUBJECTS = {
    "asked": Sentence("%(guest)s would like to visit %(team)s"),
    "accepted": Sentence("Welcome at %(team)s"),
    "declined": Sentence("Your visit to %(team)s"),
    "withdrawn": Sentence("%(guest)s does not come to %(team)s"),
}
BODIES = {"asked": ASKED, "accepted": ACCEPTED, "declined": DECLINED, "withdrawn": WITHDRAWN}


def letter(request: StayRequest, kind: str, reader: Person, desk: Desk) -> tuple[str, str]:
    """Subject and body for ``reader``; ``kind`` is a state of a request."""
    stay = request.stay
    values = {
        "name": reader.name,
        "guest": request.person.name,
        "team": stay.team,
        "from_on": request.from_on.isoformat(),
        "to_on": request.to_on.isoformat(),
        "note": request.note,
        "answer": request.answer,
        "address": desk.address(f"/{stay.event.slug}/tourism/{stay.id}"),
    }
    subject = desk.translate(SUBJECTS[kind], reader.locale) % values
    return subject, desk.translate(BODIES[kind], reader.locale) % values
