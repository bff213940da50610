"""When an event is over, its book is worth a look."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.policy import Permission
from offsite.web.access import can
from offsite.web.paper import pdf
from offsite.web.rendering import local
from offsite.web.sheets import Sheet, offers_sheets
from offsite.web.turns import Turn, offers_turns

SHOWN_DAYS = timedelta(days=60)


@offers_turns
def turns(event: Event, person_id: int, now: datetime) -> Iterator[Turn]:
    today = local(now, event.timezone).date()
    if event.ends_on < today <= event.ends_on + SHOWN_DAYS:
        yield Turn(
            _("Read the proceedings"),
            url_for("proceedings.show", event_slug=event.slug),
            "journal-text",
            _("Notes, answers, action points and photos, in one book."),
            order=80,
        )


@offers_sheets
def sheets(event: Event) -> Iterator[Sheet]:
    if not can(Permission.PROCEEDINGS_SEE, event):
        return
    yield Sheet(
        _("Proceedings"),
        url_for("proceedings.show", event_slug=event.slug),
        "journal-text",
        _("The book of the event, with a page of contents."),
        pdf_url=url_for("proceedings.book_pdf", event_slug=event.slug) if pdf.is_there() else "",
        order=90,
    )
