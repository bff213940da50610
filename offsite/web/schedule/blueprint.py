"""The blueprint of all pages about the schedule, and what they share."""

from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import format_decimal, format_percent

bp = Blueprint("schedule", __name__)


@bp.app_template_filter("numberformat")
def number_format(value: int) -> str:
    """A whole number as the reader's language writes it."""
    return str(format_decimal(value))


@bp.app_template_filter("percent")
def percent(share: float, digits: int = 1) -> str:
    """A share (0 to 1) in per cent."""
    return str(format_percent(share, "0.0%" if digits else "0%"))


@bp.app_template_filter("as_option")
def as_option(name: str) -> tuple[str, str]:
    """A name as the option of a select that stands for itself."""
    return name, name


def url_if(endpoint: str, **values: Any) -> str | None:
    """The address of a page, or None where this installation has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def is_htmx() -> bool:
    """Whether the page asks for a fragment only."""
    return "HX-Request" in request.headers


def asked_number(name: str) -> int:
    """A whole number from the query; 0 for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
