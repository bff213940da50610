"""A person's room, car and table in their own calendar.

Names and places stand in it, contacts do not: a feed lives in other companies' programs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.calendars.entries import CalendarEntry
from offsite.calendars.feeds import Frame
from offsite.events.models import Event
from offsite.mixing import queries
from offsite.mixing.models import PublishedGroup, PublishedMix
from offsite.mixing.times import Period, period_of

Spot = tuple[str, str, Period | None]
"""Title, place and time: what a calendar shows as moved when it changes."""


@dataclass
class _Story:
    """What became of one round for the person, from publication to publication."""

    group: PublishedGroup
    changed_at: datetime
    sequence: int = 0
    is_there: bool = True


def mixing_entries(
    session: Session, event: Event, person_id: int, frame: Frame
) -> Iterator[CalendarEntry]:
    """The person's groups of the mix that counts; those of earlier ones as cancelled."""
    published = queries.published_to(session, event_id=event.id, person_id=person_id)
    stories = _stories(event, published)
    beside = {seat.person_id for one in stories.values() for seat in one.group.seats} - {person_id}
    here = frozenset(queries.contacts_of(session, event_id=event.id, person_ids=beside))
    for uid, story in stories.items():
        period = period_of(story.group, event.zone)
        if period is not None:
            yield _entry(event, f"{uid}@{frame.host}", story, period, here, frame)


def _stories(
    event: Event, published: Sequence[tuple[PublishedMix, Sequence[PublishedGroup]]]
) -> Mapping[str, _Story]:
    stories: dict[str, _Story] = {}
    for mix, groups in published:
        now = {group.round_uid: group for group in groups}
        for uid, story in stories.items():
            if uid not in now and story.is_there:
                story.is_there = False
                _moved(story, mix)
        for uid, group in now.items():
            if uid not in stories:
                stories[uid] = _Story(group, mix.published_at)
            else:
                _go_on(stories[uid], group, mix, event)
    return stories


def _go_on(story: _Story, group: PublishedGroup, mix: PublishedMix, event: Event) -> None:
    if not story.is_there or _spot(story.group, event) != _spot(group, event):
        _moved(story, mix)
    elif _told(story.group) != _told(group):
        story.changed_at = mix.published_at
    story.group, story.is_there = group, True


def _moved(story: _Story, mix: PublishedMix) -> None:
    story.sequence += 1
    story.changed_at = mix.published_at


def _spot(group: PublishedGroup, event: Event) -> Spot:
    return _title(group), _place(group, event), period_of(group, event.zone)


def _told(group: PublishedGroup) -> tuple[str, frozenset[int]]:
    return group.round_note, frozenset(seat.person_id for seat in group.seats)


def _title(group: PublishedGroup) -> str:
    return f"{group.round_name}: {group.name}"


def _place(group: PublishedGroup, event: Event) -> str:
    if group.kind == "cars":
        return ", ".join(filter(None, (group.meeting_point, group.leaves_from)))
    return ", ".join(filter(None, (group.place, event.venue)))


def _entry(
    event: Event, uid: str, story: _Story, period: Period, here: frozenset[int], frame: Frame
) -> CalendarEntry:
    """``here`` are the others who are members still."""
    group = story.group
    mates = [seat.person for seat in group.seats if seat.person_id in here]
    mates.sort(key=lambda one: (one.id != group.driver_id, one.name, one.id))
    names = "\n".join(f"{one.name}, {one.team}" if one.team else one.name for one in mates)
    return CalendarEntry(
        uid=uid,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        changed_at=story.changed_at,
        sequence=story.sequence,
        title=_title(group),
        description="\n\n".join(filter(None, (names, group.round_note.strip()))),
        location=_place(group, event),
        url=frame.address(f"/{event.slug}/mixing/"),
        cancelled=not story.is_there,
        is_free=group.kind == "beds",
    )
