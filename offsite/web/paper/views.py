"""The print room: everything that an event needs on paper."""

from flask import render_template
from flask_babel import gettext as _

from offsite.policy import Permission
from offsite.web.access import load_event
from offsite.web.paper import badges, files, pdf, sheets
from offsite.web.paper.blueprint import bp, has_schedule
from offsite.web.paper.gathering import doors_of, grid_of
from offsite.web.sheets import sheets_of

__all__ = ["badges", "bp", "files", "sheets"]


@bp.get("/<event_slug>/organize/paper")
def index(event_slug: str) -> str:
    event = load_event(Permission.PAPER_PRINT)
    return render_template(
        "paper/index.html", event=event, sheets=sheets_of(event), has_pdf=pdf.is_there()
    )


@bp.get("/<event_slug>/organize/paper/grid")
def grid(event_slug: str) -> str:
    event = load_event(Permission.PAPER_PRINT)
    if not has_schedule(event):
        return render_template("paper/nothing.html", event=event, title=_("The grid"))
    return render_template("paper/grid.html", **grid_of(event))


@bp.get("/<event_slug>/organize/paper/doors")
def doors(event_slug: str) -> str:
    event = load_event(Permission.PAPER_PRINT)
    if not has_schedule(event):
        return render_template("paper/nothing.html", event=event, title=_("Door signs"))
    return render_template("paper/doors.html", **doors_of(event))
