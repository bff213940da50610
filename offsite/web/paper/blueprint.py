"""The blueprint of the print room, and what its pages share."""

from datetime import date
from typing import Any

import segno
from flask import Blueprint, current_app, url_for
from markupsafe import Markup

from offsite import db
from offsite.errors import RuleBroken
from offsite.events.models import Event
from offsite.schedule import queries
from offsite.schedule.models import Release

bp = Blueprint("paper", __name__)

SIZES = ("a4", "a3")


class NothingToPrint(RuleBroken):
    """There is no schedule yet."""


def full_url(endpoint: str, **values: Any) -> str:
    """The address of a page as a telephone needs it, whatever host this request claims."""
    return str(current_app.extensions["offsite"].base_url) + url_for(endpoint, **values)


def qr_svg(text: str) -> Markup:
    """A QR code of ``text`` as inline SVG that grows with its frame.

    Never a Micro QR, which telephones do not read.
    """
    code = segno.make_qr(text, error="m").svg_inline(omitsize=True, border=2, dark="#000")
    return Markup(code)  # noqa: S704 - segno draws it, nothing of the text is in it


def qr_bytes(text: str) -> str:
    """The same as a whole SVG document, for a PDF."""
    return str(segno.make_qr(text, error="m").svg_inline(border=0, scale=4, dark="#000"))


def has_schedule(event: Event) -> bool:
    """Whether anything released can be printed."""
    release = queries.latest_release(db.read_session(), event)
    return release is not None and any(one.canceled_at is None for one in release.items)


def newest(event: Event) -> Release:
    """The release to print.

    Raises:
        NothingToPrint: nothing was released.
    """
    release = queries.latest_release(db.read_session(), event)
    if release is None or not has_schedule(event):
        raise NothingToPrint("There is no released schedule to print yet. Release one first.")
    return release


def asked_days(days: list[date], text: str) -> list[date]:
    """The day that was asked for, or all of them."""
    return [one for one in days if one.isoformat() == text] or days


bp.app_template_filter("qr")(qr_svg)
