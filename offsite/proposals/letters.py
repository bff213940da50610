"""The words of the mails that proposals send.

Texts are templates with named values, in English; whoever calls says how they are
translated for the reader's language and where a proposal's page is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from offsite.errors import Sentence
from offsite.events.models import Event
from offsite.outbox.desk import Letter
from offsite.people.models import Person
from offsite.proposals.models import Proposal, Wanted


def in_english(template: str, locale: str) -> str:
    return template


@dataclass(frozen=True)
class Desk:
    """What a letter needs from outside: addresses of pages, and the reader's language.

    ``translate`` takes a template and a locale ("pl", or empty when unknown).
    """

    address_of: Callable[[Proposal], str]
    address_of_wanted: Callable[[Wanted], str]
    translate: Callable[[str, str], str] = in_english


SUBJECTS = {
    "accepted": Sentence("Accepted: %(title)s"),
    "rejected": Sentence("Not this time: %(title)s"),
    "canceled": Sentence("Canceled: %(title)s"),
}
BODIES = {
    "accepted": Sentence(
        "Hello %(name)s,\n\n"
        "your proposal “%(title)s” is part of the programme of %(event)s.\n"
        "Please confirm that you will be there:\n%(address)s\n"
    ),
    "rejected": Sentence(
        "Hello %(name)s,\n\n"
        "thank you for proposing “%(title)s”. It did not find a place in the programme of "
        "%(event)s.\n%(address)s\n"
    ),
    "canceled": Sentence(
        "Hello %(name)s,\n\n“%(title)s” was taken off the programme of %(event)s.\n%(address)s\n"
    ),
}


def decision_letter(proposal: Proposal, reader: Person, decision: str, desk: Desk) -> Letter:
    """What was decided, the organizers' note, and what to do next."""
    values = {
        "name": reader.name,
        "title": proposal.title,
        "event": proposal.event.name,
        "address": desk.address_of(proposal),
    }
    body = desk.translate(BODIES[decision], reader.locale) % values
    if proposal.decision_note:
        heading = desk.translate("From the organizers:", reader.locale)
        body = f"{body}\n{heading}\n{proposal.decision_note}\n"
    return Letter(desk.translate(SUBJECTS[decision], reader.locale) % values, body)


def host_letter(proposal: Proposal, reader: Person, inviter: str, desk: Desk) -> Letter:
    """Somebody asks the reader to host with them."""
    values = {
        "name": reader.name,
        "inviter": inviter,
        "title": proposal.title,
        "event": proposal.event.name,
        "address": desk.address_of(proposal),
    }
    subject = desk.translate("%(inviter)s asks you to host “%(title)s”", reader.locale)
    body = desk.translate(
        "Hello %(name)s,\n\n"
        "%(inviter)s would like to host “%(title)s” at %(event)s together with you.\n"
        "Look at it, and accept or decline there:\n%(address)s\n",
        reader.locale,
    )
    return Letter(subject % values, body % values)


def nomination_letter(wanted: Wanted, event: Event, reader: Person, by: str, desk: Desk) -> Letter:
    """Somebody thinks that the reader should speak about a wanted topic."""
    values = {
        "name": reader.name,
        "by": by,
        "title": wanted.title,
        "event": event.name,
        "address": desk.address_of_wanted(wanted),
    }
    subject = desk.translate("%(by)s would like to hear you on “%(title)s”", reader.locale)
    body = desk.translate(
        "Hello %(name)s,\n\n"
        "people at %(event)s want to hear about “%(title)s”, and %(by)s thought of you.\n"
        "If you would like to, propose it there; if not, there is nothing to do:\n%(address)s\n",
        reader.locale,
    )
    return Letter(subject % values, body % values)
