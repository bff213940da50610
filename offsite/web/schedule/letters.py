"""Where mails about the schedule find addresses, dates and the reader's language."""

from flask import current_app, url_for
from flask_babel import format_date

from offsite.events.models import Event
from offsite.schedule.letters import Desk
from offsite.schedule.rules import Comparable
from offsite.web.languages import speaking
from offsite.web.proposals.letters import in_language_of_reader
from offsite.web.rendering import local, local_time


def desk(event: Event) -> Desk:
    base = str(current_app.extensions["offsite"].base_url)

    def when(item: Comparable, locale: str) -> str:
        zone = event.timezone
        with speaking(locale):
            day = format_date(local(item.starts_at, zone).date(), "EEE d MMM y", rebase=False)
        start, end = local_time(item.starts_at, zone), local_time(item.ends_at, zone)
        return f"{day}, {start}–{end}"

    return Desk(
        agenda=base + url_for("schedule.agenda", event_slug=event.slug),
        address_of=lambda item: (
            base + url_for("schedule.item", event_slug=event.slug, code=item.code)
        ),
        when=when,
        translate=in_language_of_reader,
    )
