"""A text of the upcoming edition that people argue about, and one that stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from offsite.demo.company import ORGANIZER
from offsite.demo.filling import Stage
from offsite.rfc import services
from offsite.rfc.models import Rfc

GOALS = """## What we want to have reached by the end of March

1. A new colleague changes something in production **within ten days**.
2. No incident of the first severity waits longer than five minutes for somebody who knows.
3. Every team pays interest on one debt a month, and says which.

## What we will not do

- A third reorganisation of the platform teams.
"""
GOALS_AGAIN = GOALS.replace(
    "- A third reorganisation of the platform teams.",
    "- A third reorganisation of the platform teams.\n- Count lines, tickets or hours.",
)
RULES = """## How we mix rooms and cars

- You share with people you have not shared with before, where that can be done.
- You may always have a room of your own; nobody asks why.
- Whom you would rather not meet in a car is known to one person, and to nobody else.
"""


@dataclass(frozen=True)
class Said:
    """A comment: by whom of the people drawn, its words, an answer, and how it was resolved."""

    body: str
    answer: str = ""
    resolution: str = ""
    is_concern: bool = False


COMMENTS = (
    Said(
        "Ten days is fine for the web teams. For the warehouse it takes two weeks until somebody "
        "may enter the hall at all.",
        answer="Then we say: ten days from the first day with access.",
        is_concern=True,
    ),
    Said(
        "Please write down what we will **not** measure, or somebody will.",
        answer="Agreed, see version 2.",
        resolution="Version 2 names what is not counted.",
        is_concern=True,
    ),
    Said("I like that there are only three.", resolution="Thank you."),
    Said("Who is “somebody who knows” at night? We have four such people in the south."),
)


def discuss(session: Session, *, stage: Stage, rng: Random) -> None:
    """Put up goals that are argued about, and rules that stand."""
    begins = stage.dates.before(24)
    author = stage.people[ORGANIZER].id
    goals = services.write(
        session,
        event=stage.event,
        title="Goals for the first quarter",
        body=GOALS,
        kind="goals",
        person_id=author,
        now=begins,
    )
    services.open_for_comments(session, rfc=goals, now=begins + timedelta(hours=1))
    people = rng.sample([place for place in sorted(stage.members) if place != ORGANIZER], 4)
    for number, (place, said) in enumerate(zip(people, COMMENTS, strict=True)):
        now = begins + timedelta(hours=5 * (number + 1))
        _say(session, goals, stage.people[place].id, author, said, now)
    services.revise(
        session,
        rfc=goals,
        body=GOALS_AGAIN,
        note="Says what we will not measure",
        seen=1,
        person_id=author,
        now=begins + timedelta(days=1, hours=2),
    )
    _settle_rules(session, stage, author)


def _say(
    session: Session, rfc: Rfc, person_id: int, author: int, said: Said, now: datetime
) -> None:
    comment = services.comment(
        session,
        rfc=rfc,
        person_id=person_id,
        body=said.body,
        is_concern=said.is_concern,
        now=now,
    )
    later = now + timedelta(hours=2)
    if said.answer:
        services.reply(session, comment=comment, person_id=author, body=said.answer, now=later)
    if said.resolution:
        services.resolve(
            session, comment=comment, person_id=author, word=said.resolution, now=later
        )


def _settle_rules(session: Session, stage: Stage, author: int) -> None:
    begins = stage.dates.before(60)
    rules = services.write(
        session,
        event=stage.event,
        title="How rooms and cars are mixed",
        body=RULES,
        kind="rules",
        person_id=author,
        now=begins,
    )
    services.open_for_comments(session, rfc=rules, now=begins)
    ends_at = services.start_last_call(session, rfc=rules, now=begins + timedelta(days=7))
    services.settle(session, rfc=rules, now=ends_at)
