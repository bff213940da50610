"""Where mails about proposals find addresses and the reader's language."""

from flask import current_app, url_for
from flask_babel import gettext

from offsite.proposals.letters import Desk
from offsite.proposals.models import Proposal, Wanted
from offsite.web.languages import speaking


def desk() -> Desk:
    return Desk(
        address_of=address_of, address_of_wanted=address_of_wanted, translate=in_language_of_reader
    )


def address_of(proposal: Proposal) -> str:
    """The full address of a proposal's page, whatever host the request claims."""
    path = url_for("proposals.show", event_slug=proposal.event.slug, code=proposal.code)
    return _base() + path


def address_of_wanted(wanted: Wanted) -> str:
    path = url_for("proposals.wanted", event_slug=wanted.event.slug, _anchor=f"wanted-{wanted.id}")
    return _base() + path


def _base() -> str:
    return str(current_app.extensions["offsite"].base_url)


def in_language_of_reader(template: str, locale: str) -> str:
    """``template`` in the reader's language; English when we do not have or know it."""
    with speaking(locale):
        return str(gettext(template))
