"""What the workshops of earlier editions promised, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.actions import services
from offsite.actions.models import Action
from offsite.demo.filling import Stage
from offsite.people.models import Person
from offsite.proposals.models import Proposal

DONE, DROPPED, OPEN, UNOWNED = "done", "dropped", "open", "unowned"


@dataclass(frozen=True)
class Promise:
    """One action point.  ``word`` is what came of it, or why it was dropped."""

    title: str
    fate: str
    word: str = ""
    weeks: int = 6


PROMISES: Mapping[str, tuple[Promise, ...]] = {
    "A shared language for incidents": (
        Promise("Write the three severities on one page", DONE, "It hangs in every office."),
        Promise("Put the severity into the pager's message", DONE, "Since November."),
    ),
    "The interview we would have failed": (
        Promise("Replace the whiteboard test by a small review", DONE, "Forty interviews so far."),
        Promise("Record one interview to train with", DROPPED, "No candidate was happy with it."),
    ),
    "Which meetings die today?": (
        Promise("Cancel every meeting without an owner by Friday", DONE, "Sixty-one of them."),
    ),
    "An onboarding that takes two weeks, not two months": (
        Promise("One checklist for the first day, the same in all teams", DONE, "Two pages."),
        Promise("Give every newcomer a companion from another team", OPEN, weeks=16),
        Promise("Measure the days until the first change goes live", OPEN, weeks=60),
    ),
    "Paying interest on technical debt": (
        Promise("Each team names its most expensive debt", DONE, "Twelve debts, twelve prices."),
        Promise("Keep one day a month for paying it", OPEN, weeks=58),
    ),
    "Who decides? A map of our decisions": (
        Promise("Publish the map of decisions", DONE, "On the front page of the wiki."),
        Promise("Name who decides about shared libraries", UNOWNED, weeks=56),
        Promise("Vote on the office plants", DROPPED, "They were watered instead."),
    ),
    "Retrospective of the summer sale": (
        Promise("Rehearse the failover a month before the next sale", OPEN, weeks=62),
    ),
}


def promise(session: Session, *, stage: Stage, rng: Random) -> list[Action]:
    """Write down what the sessions of a past edition left, with its owners and its ends."""
    found = []
    rows = session.scalars(
        select(Proposal).where(Proposal.event_id == stage.event.id).order_by(Proposal.id)
    )
    for proposal in rows:
        for one in PROMISES.get(proposal.title, ()):
            found.append(_keep(session, stage, proposal, one, rng))
    return found


def _keep(
    session: Session, stage: Stage, proposal: Proposal, promised: Promise, rng: Random
) -> Action:
    meeting = stage.dates.beginning + timedelta(days=1)
    host = proposal.active_hosts[0]
    action = services.write_down(
        session,
        event=stage.event,
        proposal=proposal,
        title=promised.title,
        due_on=stage.event.ends_on + timedelta(weeks=promised.weeks),
        person_id=host.id,
        now=meeting,
    )
    if promised.fate == UNOWNED:
        return action
    owner = _owner(stage, host, rng)
    services.take_on(session, action=action, person_id=owner.id, now=meeting + timedelta(hours=1))
    later = meeting + timedelta(weeks=rng.randint(2, 10))
    if promised.fate == DONE:
        services.finish(session, action=action, person_id=owner.id, now=later, word=promised.word)
    elif promised.fate == DROPPED:
        services.drop(session, action=action, person_id=owner.id, now=later, word=promised.word)
    return action


def _owner(stage: Stage, host: Person, rng: Random) -> Person:
    """Whoever hosted, or somebody who was there."""
    others: Sequence[int] = sorted(stage.members)
    return host if rng.random() < 0.4 else stage.people[rng.choice(others)]
