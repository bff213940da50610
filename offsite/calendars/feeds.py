"""From released items to the entries of a calendar, for everybody and for one person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from offsite.calendars.entries import CalendarEntry, CalendarInfo, TaskEntry
from offsite.calendars.ical import render_calendar
from offsite.calendars.queries import Kept
from offsite.events.models import Event
from offsite.schedule.models import Release, ReleasedItem


@dataclass(frozen=True)
class Frame:
    """What a feed needs from outside: its host (for UIDs) and the items' pages.

    ``cancelled_prefix`` is the reader's word for "Cancelled: ".
    """

    host: str
    page_of: Callable[[ReleasedItem], str]
    schedule_page: str
    cancelled_prefix: str
    base_url: str = ""

    def address(self, path: str) -> str:
        """The full address of one of our pages: ``path`` begins with a slash."""
        return self.base_url.rstrip("/") + path


@dataclass(frozen=True)
class Feed:
    """The bytes of a calendar and when anything in it last changed."""

    body: bytes
    changed_at: datetime


def whole_feed(event: Event, release: Release | None, frame: Frame) -> Feed:
    """Everything that was ever released, what is gone as cancelled."""
    items = release.items if release else []
    entries = [entry_of(item, event, frame) for item in items]
    changed_at = release.released_at if release else event.created_at
    return _feed(event.name, event, entries, changed_at, frame)


def personal_feed(
    name: str,
    event: Event,
    kept: Iterable[Kept],
    release: Release | None,
    frame: Frame,
    *,
    extras: Iterable[CalendarEntry | TaskEntry] = (),
) -> Feed:
    """One person's items, what they dropped as cancelled.  ``name`` names the calendar.

    ``extras`` are what other features keep in that person's calendar.
    """
    found = list(extras)
    entries = [personal_entry(one, event, frame) for one in kept]
    entries += [one for one in found if isinstance(one, CalendarEntry)]
    tasks = [one for one in found if isinstance(one, TaskEntry)]
    changed_at = release.released_at if release else event.created_at
    return _feed(name, event, entries, changed_at, frame, tasks)


def item_feed(event: Event, item: ReleasedItem, frame: Frame) -> Feed:
    """One item."""
    return _feed(item.title, event, [entry_of(item, event, frame)], item.changed_at, frame)


def _feed(
    name: str,
    event: Event,
    entries: list[CalendarEntry],
    changed_at: datetime,
    frame: Frame,
    tasks: Sequence[TaskEntry] = (),
) -> Feed:
    info = CalendarInfo(name=name, timezone=event.timezone, url=frame.schedule_page)
    body = render_calendar(info, entries, tasks=tasks, cancelled_prefix=frame.cancelled_prefix)
    moments = [one.changed_at for one in entries] + [one.changed_at for one in tasks]
    return Feed(body, latest(changed_at, event.changed_at, *moments))


def latest(*moments: datetime | None) -> datetime:
    """The newest of ``moments``, at least one of which is known."""
    return max(moment for moment in moments if moment is not None)


def entry_of(item: ReleasedItem, event: Event, frame: Frame) -> CalendarEntry:
    """The item as everybody's calendar shows it."""
    hosts = ", ".join(host["name"] for host in item.hosts)
    texts = (hosts, item.subtitle, item.abstract.strip())
    return CalendarEntry(
        uid=f"{item.uid}@{frame.host}",
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        changed_at=latest(item.changed_at, event.changed_at),
        sequence=item.sequence,
        title=item.title,
        description="\n\n".join(filter(None, texts)),
        location=", ".join(filter(None, (item.room_name, event.venue))),
        url=frame.page_of(item),
        categories=tuple(filter(None, (item.format_name, item.track_name))),
        cancelled=item.canceled_at is not None,
    )


def personal_entry(kept: Kept, event: Event, frame: Frame) -> CalendarEntry:
    """The item as one person's calendar shows it: their own changes of mind count, too.

    Who waits for a seat has it as tentative: the time is kept, and it is not promised.
    """
    entry = entry_of(kept.item, event, frame)
    return replace(
        entry,
        sequence=entry.sequence + kept.turns,
        changed_at=latest(entry.changed_at, kept.changed_at),
        cancelled=entry.cancelled or not kept.attends,
        status="TENTATIVE" if kept.waits else "CONFIRMED",
    )
