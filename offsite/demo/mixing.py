"""Rooms, cars and tables of the invented meetings: what people need, and who meets whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from offsite.demo.company import ATTENDEE, ORGANIZER, TRAVEL
from offsite.demo.filling import Stage
from offsite.errors import RuleBroken
from offsite.events.rules import instant_at
from offsite.jobs.models import Job
from offsite.jobs.running import Runner, UnitOfWork
from offsite.mixing import drafts, drawing, letters, needs, publishing
from offsite.mixing.generation import Generation
from offsite.mixing.models import NO_BED, SINGLE, Mix, PublishedMix
from offsite.mixing.needs import Said
from offsite.mixing.rules import RoomLine
from offsite.policy import Actor, Role

POOLS = (SINGLE, "shared with anybody", "shared, lights out at ten")
SHARES = (8, 60, 32)
NOTE = "The hotel has fewer single rooms than wishes. Whoever can share helps the others."
TOWNS = ("Poznań", "Wrocław", "Łódź", "Gdańsk")
MEETING_POINTS = ("Main station, west gate", "Car park behind the office", "Old tram depot")
BY_CAR = 0.55
SEATS = 3
SILENT = 3
"""So many have not said anything yet before the next meeting."""
ACCESS = (
    "A room that can be reached without stairs, please.",
    "I read lips: a seat with light on your faces helps.",
    "A fridge in the room, for medicine.",
)
DIETS = ("vegetarian", "vegan", "no nuts", "no gluten")
MOST_IN_PAST = 400
"""A larger company mixes only the meeting that comes next: the demo shall not take long."""
SECONDS, SECONDS_BEFORE = 2, 1
"""Of the engine's own measure of work, which is the same on every machine."""


class NotMixed(RuleBroken):
    """The engine gave no mix."""


@dataclass(frozen=True)
class Plan:
    """How one edition is mixed."""

    rounds: tuple[str, ...]
    silent: int
    seconds: int
    tells: bool


BEFORE = Plan(("cars", "hotel", "dinner"), 0, SECONDS_BEFORE, tells=False)
NEXT = Plan(("cars", "hotel", "dinner", "workshop"), SILENT, SECONDS, tells=True)


def prepare(session: Session, *, stage: Stage, plan: Plan, rng: Random) -> None:
    """People say what they need, and the travel role draws the rounds."""
    now = stage.dates.before(40)
    needs.set_pools(session, event=stage.event, pools=POOLS, note=NOTE, now=now)
    places = sorted(stage.members)
    known = {ORGANIZER, ATTENDEE, TRAVEL}
    others = [place for place in places if place not in known]
    silent = set(rng.sample(others, min(plan.silent, len(others) // 4)))
    towns = TOWNS[: max(1, min(len(TOWNS), len(places) // 12))]
    for town, inside in enumerate(_dealt([one for one in places if one not in silent], len(towns))):
        said = _said_in(stage, towns[town], inside, rng)
        for place, one in said.items():
            apart = _apart(stage, place, places, rng)
            member = stage.members[place]
            needs.tell_needs(session, member=member, said=one, apart=apart, now=now)
    _draw(session, stage, plan, now)


def _dealt(places: Sequence[int], hands: int) -> list[Sequence[int]]:
    return [places[hand::hands] for hand in range(hands)]


def _said_in(stage: Stage, town: str, places: Sequence[int], rng: Random) -> dict[int, Said]:
    """What the people of one town say: enough of them drive for those who ride."""
    riding = [place for place in places if place == ATTENDEE or rng.random() < BY_CAR]
    able = [place for place in riding if place != ATTENDEE]
    drivers = set(able[: -(-len(riding) // (SEATS + 1))])
    leaves_at = _moment(stage, 0, time(5, 30))
    return {
        place: _journey(
            _night(stage, place, rng),
            town,
            leaves_at + timedelta(minutes=15 * rng.randrange(3)),
            "drive" if place in drivers else "ride" if place in riding and drivers else "own",
            rng,
        )
        for place in places
    }


def _moment(stage: Stage, day: int, clock: time) -> datetime:
    event = stage.event
    return instant_at(event.starts_on + timedelta(days=day), clock, event.zone)


def _night(stage: Stage, place: int, rng: Random) -> Said:
    pool = rng.choices(POOLS, SHARES)[0]
    if place == ATTENDEE:
        pool = POOLS[1]
    elif rng.random() < 0.04:
        pool = NO_BED
    return Said(
        pool=pool,
        quiet=rng.random() < 0.15,
        rhythm=rng.choice(("", "", "early", "late")),
        access=rng.choice(ACCESS) if rng.random() < 0.04 else "",
        tells_hotel=place % 3 > 0,
        diet=rng.choice(DIETS) if rng.random() < 0.2 else "",
        contact=f"chat: @{stage.people[place].email.partition('@')[0]}",
        arrives_at=_moment(stage, 0, time(8, 0)),
        departs_at=_moment(stage, 1, time(18, 0)),
    )


def _journey(said: Said, town: str, leaves_at: datetime, journey: str, rng: Random) -> Said:
    if journey == "own":
        return replace(said, journey=journey)
    seats = SEATS if journey == "drive" else None
    point = rng.choice(MEETING_POINTS) if journey == "drive" else ""
    return replace(
        said,
        journey=journey,
        leaves_from=town,
        leaves_at=leaves_at,
        car_seats=seats,
        meeting_point=point,
    )


FEWEST_FOR_APART = 24


def _apart(stage: Stage, place: int, places: Sequence[int], rng: Random) -> list[str]:
    """A few of many would rather not share with somebody; among few it could not be granted."""
    if rng.random() >= 4 / len(places) or len(places) < FEWEST_FOR_APART:
        return []
    other = rng.choice([one for one in places if one != place])
    return [needs.written(stage.people[other])]


def _draw(session: Session, stage: Stage, plan: Plan, now: datetime) -> None:
    event, people = stage.event, len(stage.members)
    for template in plan.rounds:
        if template == "hotel":
            details = drawing.Details("Night at the hotel", _moment(stage, 0, time(16, 0)))
            drawing.draw_hotel(session, event=event, details=details, rooms=_rooms(people), now=now)
        elif template == "cars":
            note = "Drivers: thank you. Petrol is paid from the open purse."
            details = drawing.Details("The way there", _moment(stage, 0, time(5, 30)), note=note)
            drawing.draw_cars(session, event=event, details=details, now=now)
        else:
            drawing.draw_sized(
                session,
                event=event,
                template=template,
                details=_details_of(stage, template),
                size=drawing.SIZE_OF[template],
                now=now,
            )


def _details_of(stage: Stage, template: str) -> drawing.Details:
    if template == "dinner":
        ends_at = _moment(stage, 0, time(22, 30))
        return drawing.Details(
            "Dinner", _moment(stage, 0, time(19, 30)), "Long hall", ends_at=ends_at
        )
    note = "Bring one decision that you keep putting off."
    return drawing.Details(
        "Peer consulting", _moment(stage, 1, time(9, 15)), "Wherever you find a corner", note
    )


def _rooms(people: int) -> list[RoomLine]:
    """Bedrooms on floors of twenty: doubles, and a single for every sixth person."""
    doubles, singles = people // 2 + 4, max(3, people // 6)
    sizes = [2] * doubles + [1] * singles
    return [
        RoomLine(f"{100 * (1 + number // 20) + 1 + number % 20}", beds)
        for number, beds in enumerate(sizes)
    ]


def travel_role(stage: Stage) -> Actor:
    """Whoever does rooms and travel, as services see them."""
    person = stage.people[TRAVEL]
    roles = {stage.event.id: frozenset({Role.TRAVEL, Role.MEMBER})}
    return Actor(person_id=person.id, name=person.name, roles=roles)


def ask(session: Session, *, stage: Stage, plan: Plan, seed: int, now: datetime) -> Job:
    """Ask the engine to mix."""
    return drafts.ask_for_mix(
        session,
        event=stage.event,
        name="First mix",
        base=None,
        fewest_changes=False,
        seconds=plan.seconds,
        seed=seed,
        actor=travel_role(stage),
        now=now,
        deterministic=True,
    )


def runner(unit_of_work: UnitOfWork, now: datetime) -> Runner:
    """A worker's way to mix, here and now; its clock stands at ``now``."""
    kind = Generation()
    return Runner({kind.name: kind}, unit_of_work, clock=lambda: now)


def publish(
    session: Session, *, stage: Stage, plan: Plan, job: Job, base_url: str, now: datetime
) -> PublishedMix:
    """Publish what the job made; the next edition's people get their mails.

    Raises:
        NotMixed: it failed, or somebody cannot be seated; the sentence says why.
    """
    session.refresh(job)
    mix = session.get(Mix, job.result.get("mix_id", 0))
    if mix is None:
        raise NotMixed("The engine gave no mix: %(why)s", why=job.error or job.result)
    address = f"{base_url}/{stage.event.slug}/mixing/"
    desk = letters.Desk(mine=address, needs=f"{address}needs")

    def tell(
        session: Session, published: PublishedMix, changes: Sequence[publishing.Change]
    ) -> None:
        letters.tell_affected(session, published, changes, desk=desk, held=False, now=now)

    return publishing.publish(
        session,
        mix=mix,
        note="",
        seen_version=mix.version,
        acknowledged=None,
        actor=travel_role(stage),
        now=now,
        tell=[tell] if plan.tells else [],
    )
