"""Making groups of topics, joining and leaving them, and saying when they meet."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.interests import queries
from offsite.interests.letters import handed_on_letter, skipped_letter
from offsite.interests.models import KINDS, GroupDate, GroupMember, InterestGroup
from offsite.interests.rules import EVERY, MOST_DATES, at, days_from
from offsite.outbox.desk import Desk
from offsite.outbox.services import write_mail
from offsite.people.models import Person
from offsite.proposals.models import Proposal, Wanted
from offsite.proposals.services.hosts import find_member
from offsite.proposals.services.locking import lock

LONGEST_TITLE, LONGEST_PLACE = 200, 300
LONGEST_MEETING = 24 * 60


class BadGroup(BadInput):
    """The words cannot be a group."""


class BadDates(BadInput):
    """The dates cannot be."""


class NotInGroup(RuleBroken):
    """Only who is in the group can do that."""


class StillConvenes(RuleBroken):
    """A convener hands the group on before leaving it."""


@dataclass(frozen=True)
class Meeting:
    """When a group meets: ``every`` is once, week, fortnight or month; ``times`` how often."""

    day: date
    clock: time
    minutes: int
    place: str = ""
    every: str = "once"
    times: int = 1


def start_group(
    session: Session,
    *,
    event: Event,
    title: str,
    kind: str,
    person_id: int,
    now: datetime,
    about: str = "",
    proposal: Proposal | None = None,
    wanted: Wanted | None = None,
) -> InterestGroup:
    """Make a group; whoever makes it convenes it and is its first member.

    Raises:
        BadGroup: there is no title, or it is too long.
    """
    group = InterestGroup(
        event_id=event.id,
        title=_checked_title(title),
        about=about.strip(),
        kind=_checked_kind(kind),
        proposal_id=proposal.id if proposal else None,
        wanted_id=wanted.id if wanted else None,
        convener_id=person_id,
        created_at=now,
        changed_at=now,
    )
    session.add(group)
    session.flush()
    join(session, group=group, person_id=person_id, now=now)
    return group


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadGroup("Give the group a name of one line.")
    return title


def _checked_kind(kind: str) -> str:
    if kind not in KINDS:
        raise BadGroup("Choose what kind of group it is.")
    return kind


def describe(
    session: Session, *, group: InterestGroup, title: str, about: str, kind: str, now: datetime
) -> None:
    """Give the group other words.

    Raises:
        BadGroup: as `start_group`.
    """
    title, kind = _checked_title(title), _checked_kind(kind)
    lock(session, group)
    group.title, group.about, group.kind, group.changed_at = title, about.strip(), kind, now
    session.flush()


def join(session: Session, *, group: InterestGroup, person_id: int, now: datetime) -> None:
    """Be in the group; its dates come into the person's calendar.  Twice is once."""
    lock(session, group)
    found = queries.membership(session, group, person_id=person_id)
    if found is None:
        session.add(GroupMember(group_id=group.id, person_id=person_id, joined_at=now))
    elif found.left_at is not None:
        found.left_at, found.joined_at, found.turns = None, now, found.turns + 1
    session.flush()


def leave(session: Session, *, group: InterestGroup, person_id: int, now: datetime) -> None:
    """Leave the group; its dates go from the person's calendar.  Twice is once.

    Raises:
        StillConvenes: somebody else has to convene it first.
    """
    lock(session, group)
    if group.convener_id == person_id:
        raise StillConvenes("You convene this group. Hand it on first, then leave.")
    found = queries.membership(session, group, person_id=person_id)
    if found is not None and found.left_at is None:
        found.left_at, found.turns = now, found.turns + 1
        session.flush()


def hand_on(
    session: Session,
    *,
    group: InterestGroup,
    text: str,
    by: str,
    desk: Desk,
    now: datetime,
) -> Person:
    """Let somebody of the group, by name or address, convene it; a mail tells them.

    Raises:
        UnknownMember: ``text`` names no member of the event, or several.
        NotInGroup: they are not in the group.
    """
    lock(session, group)
    person = find_member(session, event_id=group.event_id, text=text)
    found = queries.membership(session, group, person_id=person.id)
    if found is None or found.left_at is not None:
        raise NotInGroup("%(name)s is not in this group yet.", name=person.name)
    if group.convener_id == person.id:
        return person
    group.convener_id, group.changed_at = person.id, now
    session.flush()
    letter = handed_on_letter(group, person, by, desk)
    _mail(session, "group-handed-on", group, person, letter, f"{now.timestamp()}", now)
    return person


def add_dates(
    session: Session, *, group: InterestGroup, meeting: Meeting, now: datetime
) -> list[GroupDate]:
    """Say when the group meets: the same hour on the wall of the event's zone each time.

    A date that it has already is passed over.

    Raises:
        BadDates: how often, how long, where or when cannot be; or it is over already.
    """
    _check(meeting)
    lock(session, group)
    zone = group.event.timezone
    days = days_from(meeting.day, meeting.every, meeting.times)
    starts = [at(day, meeting.clock, zone) for day in days]
    if starts[0] <= now:
        raise BadDates("Choose a time that is still to come.")
    taken = queries.taken_instants(session, group)
    dates = [_date(group, start, meeting, now) for start in starts if start not in taken]
    session.add_all(dates)
    session.flush()
    return dates


def _check(meeting: Meeting) -> None:
    if meeting.every not in EVERY or not 1 <= meeting.times <= MOST_DATES:
        raise BadDates("A group can be planned for up to 26 meetings at once.")
    if not 5 <= meeting.minutes <= LONGEST_MEETING:
        raise BadDates("A meeting takes between five minutes and a day.")
    if len(meeting.place) > LONGEST_PLACE:
        raise BadDates("Say the place in one short line.")
    if meeting.day.year > 2100:
        raise BadDates("Choose a day that people can plan for.")


def _date(group: InterestGroup, start: datetime, meeting: Meeting, now: datetime) -> GroupDate:
    return GroupDate(
        group_id=group.id,
        uid=str(uuid.uuid4()),
        starts_at=start,
        ends_at=start + timedelta(minutes=meeting.minutes),
        place=" ".join(meeting.place.split()),
        created_at=now,
        changed_at=now,
    )


def skip(
    session: Session, *, date: GroupDate, by_id: int | None, desk: Desk, now: datetime
) -> None:
    """The group does not meet then; calendars strike it, and the others get a mail.

    Twice is once.
    """
    lock(session, date)
    if date.skipped_at is not None:
        return
    date.skipped_at = date.changed_at = now
    date.sequence += 1
    session.flush()
    for person in queries.members_of(session, date.group):
        if person.id != by_id and person.can_sign_in():
            letter = skipped_letter(date, person, desk)
            mark = f"{date.id}:{date.sequence}"
            _mail(session, "group-skipped", date.group, person, letter, mark, now)


def meet_after_all(session: Session, *, date: GroupDate, now: datetime) -> None:
    """Take back that it was skipped.  Twice is once."""
    lock(session, date)
    if date.skipped_at is not None:
        date.skipped_at, date.changed_at = None, now
        date.sequence += 1
        session.flush()


def _mail(
    session: Session,
    kind: str,
    group: InterestGroup,
    reader: Person,
    letter: tuple[str, str],
    mark: str,
    now: datetime,
) -> None:
    subject, body = letter
    write_mail(
        session,
        key=f"{kind}:{group.id}:{mark}:{reader.id}",
        kind=kind,
        to_name=reader.name,
        to_address=reader.email,
        subject=subject,
        body=body,
        event_id=group.event_id,
        person_id=reader.id,
        now=now,
    )
