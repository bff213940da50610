"""Filters that templates use: local times, and people's markdown made safe."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import nh3
from flask import Flask
from flask_babel import format_date, format_datetime, format_time
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from offsite.config import ROOT

markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
BLOCK = re.compile(r"\s*([-*+#>|•]|\d+[.)])\s?|\s{2,}\S|.*\|")
"""How a line begins, or what it holds, that is markdown already."""
ALLOWED_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset_version"] = asset_version()
    app.jinja_env.filters.update(
        markdown=safe_markdown,
        local=local,
        local_time=local_time,
        local_day=local_day,
        local_stamp=local_stamp,
        soon_stamp=soon_stamp,
        each_line=each_line,
        day=day,
        year_day=year_day,
        period=period,
    )


def asset_version() -> str:
    """Changes when one of our files or the built libraries do, so that browsers fetch anew."""
    static = ROOT / "static"
    digest = hashlib.sha256()
    for path in [*sorted(static.glob("css/*")), *sorted(static.glob("js/*"))]:
        digest.update(path.read_bytes())
    built = static / "vendor" / "digest.txt"
    digest.update(built.read_bytes() if built.exists() else b"")
    return digest.hexdigest()[:10]


def safe_markdown(text: str, level: int = 3) -> Markup:
    """People's markdown as HTML that carries no script, image, style or frame.

    Its highest headings are of ``level``, one below the heading it stands under, and no
    level is left out, whatever people wrote.
    """
    tokens = markdown.parse(text or "")
    _fit_headings(tokens, level)
    clean = nh3.clean(
        markdown.renderer.render(tokens, markdown.options, {}),
        tags=ALLOWED_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def _fit_headings(tokens: Sequence[Token], level: int) -> None:
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            above = [one for one in above if one < token.tag] + [token.tag]
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(level + len(above) - 1, 6)}"


def local(instant: datetime, zone: str) -> datetime:
    """``instant`` on the wall clock of ``zone`` (IANA name)."""
    return instant.astimezone(ZoneInfo(zone))


def local_time(instant: datetime, zone: str) -> str:
    """The time of day in ``zone``, on the 24-hour clock that grids and calendars use."""
    return str(format_time(local(instant, zone), "HH:mm", rebase=False))


def local_day(instant: datetime, zone: str) -> str:
    """The day in ``zone``: weekday, day, month."""
    return day(local(instant, zone).date())


def local_stamp(instant: datetime, zone: str) -> str:
    """Day and time in ``zone``."""
    return str(format_datetime(local(instant, zone), "EEE d MMM y, HH:mm", rebase=False))


def soon_stamp(instant: datetime, zone: str) -> str:
    """Day and time in ``zone`` of what comes next: short, and never broken over two lines."""
    shown = format_datetime(local(instant, zone), "EEE d MMM, HH:mm", rebase=False)
    return _unbroken(str(shown))


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def period(first: date, last: date) -> str:
    """From day to day, both included; what they share is said once."""
    if first == last:
        return year_day(first)
    pattern = "d MMM y" if first.year != last.year else "d MMM"
    if (first.year, first.month) == (last.year, last.month):
        pattern = "d"
    begin = format_date(first, pattern, rebase=False)
    return _unbroken(f"{begin} – {format_date(last, 'd MMM y', rebase=False)}")


def each_line(text: str) -> str:
    """People's lines as the markdown of a list, which else would run into one paragraph."""
    lines = text.strip().splitlines()
    if len(lines) < 2 or any(not one.strip() or BLOCK.match(one) for one in lines):
        return text
    return "\n".join(f"- {one.strip()}" for one in lines)


def year_day(value: date) -> str:
    """A day with its year, short."""
    return str(format_date(value, "EEE d MMM y", rebase=False))


def day(value: date) -> str:
    return str(format_date(value, "EEEE d MMMM", rebase=False))
