"""Where mails about rooms and rides find addresses, moments and the reader's language."""

from datetime import datetime

from flask import current_app, url_for
from flask_babel import format_date

from offsite.events.models import Event
from offsite.mixing.letters import Desk
from offsite.web.languages import speaking
from offsite.web.proposals.letters import in_language_of_reader
from offsite.web.rendering import local, local_time


def desk(event: Event) -> Desk:
    base = str(current_app.extensions["offsite"].base_url)

    def when(moment: datetime, locale: str) -> str:
        with speaking(locale):
            day = format_date(local(moment, event.timezone).date(), "EEE d MMM y", rebase=False)
        return f"{day}, {local_time(moment, event.timezone)}"

    return Desk(
        mine=base + url_for("mixing.mine", event_slug=event.slug),
        needs=base + url_for("mixing.needs", event_slug=event.slug),
        translate=in_language_of_reader,
        when=when,
    )
