"""What the schedule has for the print room: the grid, door signs, badges."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.policy import Permission
from offsite.web.access import can
from offsite.web.sheets import Sheet, offers_sheets


@offers_sheets
def sheets(event: Event) -> Iterator[Sheet]:
    if not can(Permission.PAPER_PRINT, event):
        return
    slug = event.slug
    yield Sheet(
        _("The grid"),
        url_for("paper.grid", event_slug=slug),
        "grid-3x3",
        _("Rooms and times, a page a day, landscape. Readable in black and white."),
        pdf_url=url_for("paper.grid_pdf", event_slug=slug),
        ways=((_("On A3"), url_for("paper.grid", event_slug=slug, size="a3")),),
        order=10,
    )
    yield Sheet(
        _("Door signs"),
        url_for("paper.doors", event_slug=slug),
        "door-open",
        _("A page for each room and day, with a code that leads to what runs in it now."),
        pdf_url=url_for("paper.doors_pdf", event_slug=slug),
        ways=((_("One page for all days"), url_for("paper.doors", event_slug=slug, whole=1)),),
        order=20,
    )
    yield Sheet(
        _("Badges"),
        url_for("paper.badges", event_slug=slug),
        "person-vcard",
        _("Eight on a page with lines to cut along. Search, choose, or print blank ones."),
        order=30,
    )
    yield Sheet(
        _("Seat lists"),
        url_for("schedule.seats", event_slug=slug),
        "ticket-perforated",
        _("Who has a seat in a small session, with boxes to tick at the door."),
        order=40,
    )
