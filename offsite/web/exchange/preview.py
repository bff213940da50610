"""A file that was brought: read it, and show what an import would do."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask import request, url_for

from offsite.errors import BadInput
from offsite.exchange.programme import Programme, Reading
from offsite.exchange.readers import read
from offsite.exchange.readers.gathering import NEEDS_ZONE
from offsite.paging import Page, page_of
from offsite.web.exchange.uploads import Upload

PAGE = 25

Row = TypeVar("Row")


class ZoneNeeded(BadInput):
    """The times in the file mean nothing without a zone."""


def reading_of(upload: Upload, *, kind: str, timezone: str) -> Reading:
    """The programme in the file.

    Raises:
        ZoneNeeded: its times carry no zone, and none was named.
        BadInput: it cannot be read; one sentence for each reason.
    """
    try:
        return read(upload.content, kind=kind or None, timezone=timezone or None)
    except BadInput as refusal:
        if NEEDS_ZONE in refusal.faults:
            raise ZoneNeeded("The times in this file carry no time zone.") from refusal
        raise


def counts_of(programme: Programme) -> dict[str, int]:
    return {
        "sessions": len(programme.sessions),
        "speakers": len(programme.speakers),
        "rooms": len(programme.rooms_in_use),
        "days": len(programme.days),
    }


def asked_page(rows: Sequence[Row]) -> Page[Row]:
    """The page of ``rows`` that the address asks for."""
    return page_of(rows, page=request.args.get("page", 1, type=int), size=PAGE)


def here(**changes: Any) -> str:
    """This address with other query values."""
    values = {**(request.view_args or {}), **request.args.to_dict(), **changes}
    return url_for(request.endpoint or "", **values)
