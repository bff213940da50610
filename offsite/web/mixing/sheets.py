"""On paper: the hotel's list, sheets for cars, cards for tables."""

import csv
import io
from collections.abc import Iterator, Sequence

from flask import Response, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from offsite import db
from offsite.events.models import Event
from offsite.exchange.writers.table import guarded
from offsite.exchange.writers.workbook import book_of
from offsite.mixing import sheets as services
from offsite.mixing.sheets import Guest
from offsite.policy import Permission
from offsite.web.access import can, current_actor, load_event
from offsite.web.mixing.blueprint import asked_number, bp, group_title
from offsite.web.sheets import Sheet, offers_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (16, 24, 32, 40, 60)
PER_SHEET = 4
MOST_BLANK = 40


@offers_sheets
def offered(event: Event) -> Iterator[Sheet]:
    """What the print room offers to the travel role."""
    if not can(Permission.MIX_EDIT, event):
        return
    slug = event.slug
    yield Sheet(
        _("Rooming list for the hotel"),
        url_for("mixing.rooming", event_slug=slug),
        "moon-stars",
        _("Rooms, names and nights; access needs only of those who agreed."),
        ways=(
            ("XLSX", url_for("mixing.rooming_xlsx", event_slug=slug)),
            ("CSV", url_for("mixing.rooming_csv", event_slug=slug)),
        ),
        order=60,
    )
    yield Sheet(
        _("Sheets for the cars"),
        url_for("mixing.car_sheets", event_slug=slug),
        "car-front",
        _("A page for each driver: riders, contacts, where and when."),
        order=61,
    )
    yield Sheet(
        _("Table cards"),
        url_for("mixing.table_cards", event_slug=slug),
        "cup-hot",
        _("Four on a page with lines to cut along, and blank ones to spare."),
        order=62,
    )


@bp.get("/<event_slug>/organize/mixing/rooming")
def rooming(event_slug: str) -> str:
    event = load_event(Permission.MIX_EDIT)
    return render_template(
        "mixing/rooming.html", event=event, guests=services.rooming_list(db.read_session(), event)
    )


@bp.get("/<event_slug>/organize/mixing/rooming.csv")
def rooming_csv(event_slug: str) -> Response:
    event = load_event(Permission.MIX_EDIT)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_headings())
    for row in _rows(event):
        writer.writerow([guarded(cell) for cell in row])
    body = ("\ufeff" + out.getvalue()).encode()
    return _file(event, body, "text/csv; charset=utf-8", "csv")


@bp.get("/<event_slug>/organize/mixing/rooming.xlsx")
def rooming_xlsx(event_slug: str) -> Response:
    event = load_event(Permission.MIX_EDIT)
    body = book_of(_("Rooms"), _headings(), _rows(event), WIDTHS)
    return _file(event, body, XLSX, "xlsx")


def _headings() -> list[str]:
    return [_("Room"), _("Where"), _("Name"), _("Nights"), _("Please mind")]


def _rows(event: Event) -> Iterator[Sequence[str]]:
    for guest in services.rooming_list(db.read_session(), event):
        yield guest.room, guest.place, guest.name, nights_of(guest), guest.access


@bp.app_template_global("nights_of")
def nights_of(guest: Guest) -> str:
    """The nights in words, by the day on which each begins."""
    return ", ".join(format_date(one, "EEE d MMM y", rebase=False) for one in guest.nights)


def _file(event: Event, body: bytes, content_type: str, ending: str) -> Response:
    answer = Response(body, content_type=content_type)
    name = f"{event.slug}-rooms.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/<event_slug>/mixing/car")
def car_sheet(event_slug: str) -> str:
    """The sheet of the reader's own car, for the glove compartment."""
    event = load_event(Permission.MIX_SEE)
    driver_id = current_actor().person_id or 0
    found = services.car_sheets(db.read_session(), event, driver_id=driver_id)
    return render_template("mixing/car_sheets.html", event=event, sheets=found, is_own=True)


@bp.get("/<event_slug>/organize/mixing/cars")
def car_sheets(event_slug: str) -> str:
    event = load_event(Permission.MIX_EDIT)
    found = services.car_sheets(db.read_session(), event)
    return render_template("mixing/car_sheets.html", event=event, sheets=found, is_own=False)


@bp.get("/<event_slug>/organize/mixing/cards")
def table_cards(event_slug: str) -> str:
    event = load_event(Permission.MIX_EDIT)
    found = services.table_cards(db.read_session(), event)
    names = list(dict.fromkeys(one.group.round_name for one in found))
    wanted = asked_number("round")
    chosen = names[wanted - 1] if 0 < wanted <= len(names) else ""
    return render_template(
        "mixing/table_cards.html",
        event=event,
        cards=[one for one in found if chosen in ("", one.group.round_name)],
        names=names,
        wanted=wanted if chosen else 0,
        blank=min(asked_number("blank"), MOST_BLANK),
        per_sheet=PER_SHEET,
        group_title=group_title,
    )
