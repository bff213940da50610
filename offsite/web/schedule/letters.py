"""Where mails about the schedule find addresses, dates and the reader's language."""

from flask import current_app, url_for
from flask_babel import format_date

from offsite.events.models import Event
from offsite.schedule.letters import Desk
from offsite.schedule.models import ReleasedItem
from offsite.schedule.rules import Comparable
from offsite.schedule.seats.telling import SeatDesk
from offsite.web.languages import speaking
from offsite.web.proposals.letters import in_language_of_reader
from offsite.web.rendering import local, local_time


def desk(event: Event) -> Desk:
    return Desk(
        agenda=_base() + url_for("schedule.agenda", event_slug=event.slug),
        address_of=lambda item: _address_of(event, item),
        when=lambda item, locale: _when(event, item, locale),
        translate=in_language_of_reader,
    )


def seat_desk(event: Event) -> SeatDesk:
    return SeatDesk(
        address_of=lambda item: _address_of(event, item),
        when=lambda item, locale: _when(event, item, locale),
        translate=in_language_of_reader,
    )


def _base() -> str:
    return str(current_app.extensions["offsite"].base_url)


def _address_of(event: Event, item: Comparable | ReleasedItem) -> str:
    return _base() + url_for("schedule.item", event_slug=event.slug, code=item.code)


def _when(event: Event, item: Comparable | ReleasedItem, locale: str) -> str:
    zone = event.timezone
    with speaking(locale):
        day = format_date(local(item.starts_at, zone).date(), "EEE d MMM y", rebase=False)
    return f"{day}, {local_time(item.starts_at, zone)}–{local_time(item.ends_at, zone)}"
