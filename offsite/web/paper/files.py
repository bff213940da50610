"""The same sheets as PDF files."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from offsite.policy import Permission
from offsite.schedule.models import ReleasedItem
from offsite.schedule.timetable import Cell, Day
from offsite.web.access import load_event
from offsite.web.languages import choose
from offsite.web.paper import pdf
from offsite.web.paper.blueprint import bp, qr_bytes
from offsite.web.paper.gathering import doors_of, grid_of
from offsite.web.rendering import day, local_time
from offsite.web.schedule.shown import ShownItem, names_of


@bp.get("/<event_slug>/organize/paper/grid.pdf")
def grid_pdf(event_slug: str) -> Response:
    event = load_event(Permission.PAPER_PRINT)
    shown = grid_of(event)
    values = {
        "language": choose(),
        "paper": shown["size"],
        "event": event.name,
        "release": shown["release"].name,
        "zone": _("Times are in %(zone)s.", zone=event.timezone),
        "days": [_day(one, event.timezone) for one in shown["days"]],
        "qr": qr_bytes(shown["url"]),
    }
    return pdf.render("grid.typ", values, filename=f"{event.slug}-grid.pdf")


def _day(found: Day[ShownItem], zone: str) -> dict[str, Any]:
    return {
        "name": day(found.date),
        "rooms": list(found.columns),
        "rows": [
            {
                "starts": local_time(row.starts_at, zone),
                "ends": local_time(row.ends_at, zone),
                "cells": [_cell(cell) for cell in row.cells if cell is not None],
            }
            for row in found.rows
        ],
    }


def _cell(cell: Cell[ShownItem]) -> dict[str, Any]:
    item = cell.item
    return {
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "label": cell.label,
        "title": item.title if item else "",
        "hosts": item.hosts if item else "",
        "format": item.format if item else "",
    }


@bp.get("/<event_slug>/organize/paper/doors.pdf")
def doors_pdf(event_slug: str) -> Response:
    event = load_event(Permission.PAPER_PRINT)
    shown = doors_of(event)
    values = {
        "language": choose(),
        "event": event.name,
        "scan": _("What runs here now"),
        "doors": [
            {
                "room": door.room,
                "qr": qr_bytes(door.url),
                "days": [
                    {"name": day(on), "items": [_line(one, event.timezone) for one in items]}
                    for on, items in door.days
                ],
            }
            for door in shown["doors"]
        ],
    }
    return pdf.render("doors.typ", values, filename=f"{event.slug}-doors.pdf")


def _line(item: ReleasedItem, zone: str) -> dict[str, str]:
    return {
        "starts": local_time(item.starts_at, zone),
        "ends": local_time(item.ends_at, zone),
        "title": item.title,
        "hosts": names_of(item.hosts),
    }
