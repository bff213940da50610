"""What a facilitator presses: start, pause, next, more time, end.

Every press says which state it ``seen``: the version of the run on the page where it was
made.  Of two facilitators who press at once, the second is told what is now.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken, Stale
from offsite.facilitation import queries, rules
from offsite.facilitation.models import Run, RunStep
from offsite.facilitation.pulse import touch
from offsite.facilitation.services import picking
from offsite.proposals.models import Proposal
from offsite.proposals.services.locking import lock

LONGEST_STEP = 720


class RunMoved(Stale):
    """Somebody else pressed since the page was shown."""


class NotNow(RuleBroken):
    """The run is in a state in which this cannot be done."""


class NothingToRun(RuleBroken):
    """The format has no run sheet."""


def start(session: Session, *, proposal: Proposal, seen: int, now: datetime) -> Run:
    """Begin the first phase.  The format's phases are copied as they are now.

    Raises:
        RunMoved: somebody else started it, or cleared it, since.
        NothingToRun: the format has no phases.
    """
    lock(session, proposal)
    run = queries.run_of(session, proposal_id=proposal.id)
    if run is None:
        run = Run(event_id=proposal.event_id, proposal_id=proposal.id, version=0)
        session.add(run)
        session.flush()
    _meet(session, run, seen)
    if run.has_started:
        raise NotNow("It has started already.")
    if not proposal.format.phases:
        raise NothingToRun("This format has no run sheet yet. An organizer can write one.")
    run.steps = [
        RunStep(position=number, name=one.name, note=one.note, kind=one.kind, minutes=one.minutes)
        for number, one in enumerate(proposal.format.phases)
    ]
    run.started_at = run.since = now
    _done(session, run)
    return run


def pause(session: Session, *, run: Run, seen: int, now: datetime) -> None:
    """Let the clock stand.

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: it stands already.
    """
    _meet(session, run, seen)
    if run.since is None:
        raise NotNow("The clock stands already.")
    _stop(run, now)
    _done(session, run)


def go_on(session: Session, *, run: Run, seen: int, now: datetime) -> None:
    """Let the clock go on; after the end it takes the run up again where it was.

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: it is going, or has not started.
    """
    _meet(session, run, seen)
    if not run.has_started or run.since is not None:
        raise NotNow("There is no pause to end.")
    run.ended_at = None
    run.since = now
    _done(session, run)


def advance(session: Session, *, run: Run, seen: int, now: datetime) -> None:
    """Begin the next phase, whatever is left of this one.  Open voices are counted.

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: this is the last phase, or nothing runs.
    """
    _meet(session, run, seen)
    _need_under_way(run)
    if run.position + 1 >= len(run.steps):
        raise NotNow("This is the last phase. End the session when you are done.")
    if run.takes_voices and run.challenges:
        picking.count(session, run=run, now=now)
    _move(run, run.position + 1, now)
    _done(session, run)


def step_back(session: Session, *, run: Run, seen: int, now: datetime) -> None:
    """Return to the phase before; its clock goes on where it was left.

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: this is the first phase, or nothing runs.
    """
    _meet(session, run, seen)
    _need_under_way(run)
    if run.position == 0:
        raise NotNow("This is the first phase.")
    _move(run, run.position - 1, now)
    _done(session, run)


def give_time(session: Session, *, run: Run, seen: int, minutes: int) -> None:
    """Give the present phase minutes more, or take some (below zero).

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: nothing runs, or nothing would be left of the phase.
    """
    _meet(session, run, seen)
    _need_under_way(run)
    step = run.step
    if not 0 < step.minutes + step.added_minutes + minutes <= LONGEST_STEP:
        raise NotNow("A phase has 1 to %(most)s minutes.", most=LONGEST_STEP)
    step.added_minutes += minutes
    _done(session, run)


def end(session: Session, *, run: Run, seen: int, now: datetime) -> None:
    """It is over.  `go_on` takes it up again.

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: nothing runs.
    """
    _meet(session, run, seen)
    _need_under_way(run)
    if run.takes_voices and run.challenges:
        picking.count(session, run=run, now=now)
    _stop(run, now)
    run.ended_at = now
    _done(session, run)


def clear(session: Session, *, run: Run, seen: int) -> None:
    """Forget how it ran, with all challenges, as after a rehearsal.

    Raises:
        RunMoved: somebody else pressed since.
        NotNow: it has not started.
    """
    _meet(session, run, seen)
    if not run.has_started:
        raise NotNow("There is nothing to clear.")
    # The row stays: pages from before must not fit the next run.
    run.steps, run.challenges = [], []
    run.position = 0
    run.started_at = run.since = run.ended_at = run.counted_at = None
    _done(session, run)


def _meet(session: Session, run: Run, seen: int) -> None:
    lock(session, run)
    if run.version != seen:
        raise RunMoved("Somebody else pressed just before you. This is what is now.")


def _need_under_way(run: Run) -> None:
    if not run.is_under_way:
        raise NotNow("Nothing runs now.")


def _stop(run: Run, now: datetime) -> None:
    step = run.step
    step.spent_ms = min(rules.LONGEST_MS, step.spent_ms + rules.stretch_ms(run.since, now))
    run.since = None


def _move(run: Run, position: int, now: datetime) -> None:
    _stop(run, now)
    run.position = position
    run.since = now


def _done(session: Session, run: Run) -> None:
    run.version += 1
    session.flush()
    touch(session, run)
