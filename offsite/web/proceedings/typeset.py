"""The book as plain values for its template of typst: nobody's words can be a command there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.web.proceedings.blocks import blocks_of
from offsite.web.proceedings.blueprint import bp, chapter_name
from offsite.web.proceedings.gathering import Book
from offsite.web.proceedings.wording import fate_of, where_of
from offsite.web.rendering import day, each_line, local_stamp, local_time, period

Section = dict[str, Any]


def values_of(
    event: Event, book: Book, *, pictures: Sequence[str], now: datetime
) -> dict[str, Any]:
    """Title, foreword and chapters, each a list of sections with a heading and blocks.

    ``pictures`` are the names of photos whose files are there.
    """
    makers: Mapping[str, Callable[[Event, Book], list[Section]]] = {
        "schedule": _schedule,
        "notes": _notes,
        "reports": _reports,
        "questions": _questions,
        "actions": _actions,
    }
    return {
        "event": event.name,
        "title": _("Proceedings"),
        "contents": _("Contents"),
        "when": period(event.starts_on, event.ends_on),
        "venue": event.venue,
        "printed": _("Printed %(when)s", when=local_stamp(now, event.timezone)),
        "foreword": blocks_of(book.foreword),
        "foreword_title": _("Foreword"),
        "chapters": [
            {"title": chapter_name(one), "sections": makers[one](event, book)}
            for one in book.chapters
            if one in makers
        ],
        "photos_title": chapter_name("photos"),
        "photos": [
            {"file": f"{one.name}.jpg", "caption": one.caption}
            for one in book.contents.photos
            if one.name in pictures
        ],
    }


def _section(title: str, note: str, blocks: list[dict[str, Any]], *, level: int = 2) -> Section:
    return {"title": title, "note": note, "blocks": blocks, "level": level}


def _plain(text: str, *, strong: bool = False) -> dict[str, Any]:
    run = {"text": text, "strong": strong, "em": False, "code": False, "link": ""}
    return {"kind": "text", "runs": [run]}


def _schedule(event: Event, book: Book) -> list[Section]:
    found = []
    for one in book.contents.schedule:
        lines = [
            [_plain(" · ".join(filter(None, (_hours(item, event), item.title, item.room_name))))]
            for item in one.items
        ]
        found.append(_section(day(one.date), "", [{"kind": "list", "items": lines}]))
    return found


def _hours(item: Any, event: Event) -> str:
    starts, ends = (local_time(one, event.timezone) for one in (item.starts_at, item.ends_at))
    return f"{starts}–{ends}"


def _notes(event: Event, book: Book) -> list[Section]:
    return [
        _section(one.title, where_of(event, one.starts_at, one.hosts), blocks_of(one.body))
        for one in book.contents.notes
    ]


def _reports(event: Event, book: Book) -> list[Section]:
    found = []
    for one in book.contents.reports:
        parts = blocks_of(one.summary)
        for title, text in report_parts(one):
            parts += [_plain(title, strong=True), *blocks_of(text)]
        title = " + ".join((one.title, *one.also))
        note = where_of(event, one.starts_at, one.conveners, one.room or "")
        found.append(_section(title, note, parts))
    if steps := book.contents.steps:
        lines = [[_plain(" · ".join(filter(None, (one.text, one.owner))))] for one in steps]
        found.append(
            _section(_("What people converged on"), "", [{"kind": "steps", "items": lines}])
        )
    return found


@bp.app_template_global("report_parts")
def report_parts(report: Any) -> list[tuple[str, str]]:
    """The parts of a report that something was written in, with their names."""
    parts = (
        (_("Recommendations"), report.recommendations),
        (_("Requests"), report.requests),
        (_("Resources"), report.resources),
        (_("People"), report.people),
    )
    return [(title, each_line(text)) for title, text in parts if text.strip()]


def _questions(event: Event, book: Book) -> list[Section]:
    found = []
    for one in book.contents.questions:
        found.append(_section(one.title, "", []))
        for asked in one.questions:
            answers = []
            for answer in asked.answers:
                answers += [
                    *([_plain(answer.by, strong=True)] if answer.by else []),
                    *blocks_of(answer.body),
                ]
            found.append(
                _section(
                    asked.body,
                    asked.asker,
                    answers or [_plain(_("Answered in the room."))],
                    level=3,
                )
            )
    return found


def _actions(event: Event, book: Book) -> list[Section]:
    return [
        _section(one.title, fate_of(one), blocks_of(one.details)) for one in book.contents.actions
    ]
