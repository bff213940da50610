"""Where letters that features write find pages and the reader's language."""

from flask import current_app

from offsite.outbox.desk import Desk
from offsite.web.proposals.letters import in_language_of_reader


def desk() -> Desk:
    """The desk of this site, whatever host the request claims."""
    base_url = str(current_app.extensions["offsite"].base_url)
    return Desk(base_url, in_language_of_reader)
