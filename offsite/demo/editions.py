"""An edition of the series as rows: place, days, people, dates of call and voting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.demo import venue
from offsite.demo.company import FACILITATOR, ORGANIZER, PROGRAMME, TRAVEL, Colleague
from offsite.demo.content import THEMES
from offsite.demo.content_voices import CALL, DESCRIPTION, SERIES, VENUE
from offsite.demo.venue import Days
from offsite.events import grid, members, rooms
from offsite.events.cloning import clone_event
from offsite.events.grid import Pause
from offsite.events.models import Event, Membership, Track
from offsite.events.services import EventDetails, add_series, create_event
from offsite.people import services as people_services
from offsite.people.models import Person
from offsite.people.rules import Profile
from offsite.policy import Role
from offsite.proposals.services.call import CallPlan, plan_call

ROLES = (
    (PROGRAMME, frozenset({Role.PROGRAMME})),
    (TRAVEL, frozenset({Role.TRAVEL})),
    (FACILITATOR, frozenset({Role.FACILITATOR})),
)


@dataclass(frozen=True)
class Dates:
    """When an edition that begins about ``beginning`` goes through its year."""

    beginning: datetime

    def before(self, days: float) -> datetime:
        return self.beginning - timedelta(days=days)

    @property
    def made(self) -> datetime:
        return self.before(110)

    @property
    def call(self) -> tuple[datetime, datetime]:
        return self.before(95), self.before(45)

    @property
    def voting(self) -> tuple[datetime, datetime]:
        return self.before(44), self.before(29)

    @property
    def decided(self) -> datetime:
        return self.before(28)

    @property
    def confirmed(self) -> datetime:
        return self.before(25)

    @property
    def planned(self) -> datetime:
        return self.before(23)

    @property
    def released(self) -> datetime:
        return self.before(22)


def settle(session: Session, people: Sequence[Colleague], *, now: datetime) -> list[Person]:
    """Make accounts of the invented people; the first of them founded the installation."""
    found: list[Person] = []
    for one in people:
        if not found:
            person = people_services.found_installation(
                session, name=one.name, email=one.email, now=now
            )
        else:
            person = people_services.find_or_create_person(
                session, email=one.email, name=one.name, now=now
            )
        people_services.change_profile(session, person=person, profile=_profile(one))
        person.is_demo = True
        found.append(person)
    session.flush()
    return found


def _profile(one: Colleague) -> Profile:
    return Profile(
        name=one.name,
        team=one.team,
        function=one.function,
        track=one.track,
        leadership=one.leadership,
        languages=one.languages,
        topics=one.topics,
        about=one.about,
    )


def first_edition(
    session: Session, *, name: str, days: Days, people: int, owner: Person, dates: Dates
) -> Event:
    """The series, and its first edition with rooms and a grid drawn for ``people``."""
    series = add_series(session, name=SERIES, now=dates.made)
    details = _details(name, days)
    event = create_event(
        session, details=details, series=series, creator_id=owner.id, now=dates.made
    )
    for room in venue.ROOMS:
        seats = venue.seats_for(room.seats or 1, people)
        rooms.add_room(
            session,
            event=event,
            details=rooms.RoomDetails(room.name, seats, room.features, room.description),
        )
    for position, (title, hue) in enumerate(THEMES):
        session.add(Track(event_id=event.id, name=title, hue=hue, position=position))
    session.flush()
    _draw(session, event, days)
    _plan_call(session, event, dates)
    return event


def next_edition(
    session: Session, *, source: Event, name: str, days: Days, owner: Person, dates: Dates
) -> Event:
    """The edition after ``source``: cloned, with its people, on other days."""
    event = clone_event(
        session,
        source=source,
        details=_details(name, days),
        creator_id=owner.id,
        with_members=True,
        now=dates.made,
    )
    session.refresh(event)
    _plan_call(session, event, dates)
    return event


def _details(name: str, days: Days) -> EventDetails:
    return EventDetails(
        name=f"{name} {SERIES}",
        slug=f"tlm-{name.rstrip('sthnrd')}",
        timezone=venue.ZONE,
        starts_on=days.starts_on,
        ends_on=days.ends_on,
        venue=VENUE,
        visibility="public",
        description=DESCRIPTION,
    )


def _plan_call(session: Session, event: Event, dates: Dates) -> None:
    (call_opens, call_closes), (voting_opens, voting_closes) = dates.call, dates.voting
    plan = CallPlan(CALL, call_opens, call_closes, voting_opens, voting_closes)
    plan_call(session, event=event, plan=plan)


def _draw(session: Session, event: Event, days: Days) -> None:
    both = (days.starts_on, days.ends_on)
    grid.draw_days(session, event=event, template=venue.DAY, days=both)
    for starts, ends in venue.EVENING:
        grid.add_slot(session, event=event, day=days.starts_on, starts=starts, ends=ends)
    for day in both:
        for room in event.rooms:
            if room.name != venue.LUNCH_ROOM:
                pause = Pause("break", "Lunch", day, *venue.LUNCH, room=room)
                grid.add_pause(session, event=event, pause=pause)
    session.refresh(event)


def gather(
    session: Session,
    *,
    event: Event,
    people: Sequence[Person],
    places: Sequence[int],
    now: datetime,
) -> dict[int, Membership]:
    """Members by their place among ``people``; the known ones get their roles."""
    found = {
        place: members.join(session, event=event, person=people[place], now=now) for place in places
    }
    for place, roles in ROLES:
        members.set_roles(
            session, member=found[place], roles=roles, by_id=people[ORGANIZER].id, now=now
        )
    return found
