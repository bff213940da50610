"""Generating a schedule as a job: copy the problem, solve it, keep it if it is still true."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from offsite.engines.scheduling import Progress, solve, solve_again
from offsite.engines.scheduling.explain import clash
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Problem, placement_document
from offsite.errors import NotFound, Stale
from offsite.events.models import Event
from offsite.jobs.kinds import Report
from offsite.jobs.models import Job
from offsite.schedule import drafts
from offsite.schedule.formulation import Grid, grid_of, places_of, problem_of, row_id
from offsite.schedule.models import Draft, Placement

WORKERS = 2


class EventChanged(Stale):
    """Votes, rooms, slots, proposals or the draft it began from changed meanwhile."""


@dataclass(frozen=True)
class Assignment:
    """What a worker needs to solve an event's problem, without the database."""

    problem: Problem
    seconds: int
    seed: int
    slack: float | None
    """What may be given up of what can be met, so that few items move; None: all may move."""


@dataclass(frozen=True)
class Answer:
    """What the engine found.  ``clash``: rules that no plan can keep together, when the
    problem is infeasible, each with the names it is about."""

    plan: Plan
    fingerprint: str
    clash: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Generation:
    """The job kind ``schedule.generate``; `drafts.ask_for_draft` asks for one."""

    name = drafts.GENERATE
    patience = timedelta(minutes=15)

    def prepare(self, session: Session, job: Job) -> Assignment:
        """Copy the event's problem.

        Raises:
            NotFound: the event is gone.
            BadInput: the rows contradict each other.
        """
        _grid, _base, problem = _read(session, job)
        percent = job.arguments["slack"]
        return Assignment(
            problem,
            seconds=job.arguments["seconds"],
            seed=job.arguments["seed"],
            slack=percent / 100 if percent is not None and problem.current else None,
        )

    def work(self, values: Assignment, report: Report) -> Answer:
        """Solve it; told to stop, the best plan so far is the answer."""
        stop = _Stop(report)
        search = solve if values.slack is None else partial(solve_again, slack=values.slack)
        plan = search(
            values.problem,
            seconds=values.seconds,
            seed=values.seed,
            workers=WORKERS,
            on_progress=stop.note,
            should_stop=stop.is_asked,
        )
        return Answer(plan, values.problem.fingerprint(), _clash_of(values.problem, plan))

    def save(self, session: Session, job: Job, result: Answer, now: datetime) -> dict[str, Any]:
        """Write the draft; returns its id, or the rules that clash.

        Raises:
            EventChanged: the answer is to a question that nobody asks any more.
        """
        grid, base, problem = _read(session, job)
        if problem.fingerprint() != result.fingerprint:
            raise EventChanged(
                "The event changed while its schedule was being made, so it was not kept. "
                "Generate it again."
            )
        if result.clash:
            return {"clash": [[rule, list(ids)] for rule, ids in result.clash]}
        draft = _draft(job, grid, problem, result.plan, now=now)
        draft.placements = _placements(grid, problem, result.plan, now=now)
        draft.locks = drafts.locks_of(base)
        draft.kept_days = sorted(one.on.isoformat() for one in draft.locks)
        session.add(draft)
        session.flush()
        return {"draft_id": draft.id}


class _Stop:
    """Passes progress on, and remembers whether to stop."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last: dict[str, Any] = {}
        self._asked = False

    def note(self, progress: Progress) -> None:
        share = progress.elapsed / progress.seconds if progress.seconds else 1.0
        self._last = {
            "percent": min(100, round(100 * share)),
            "met": progress.met,
            "bound": progress.bound,
            "wished": progress.wished,
            "placed": progress.placed,
            "elapsed": round(progress.elapsed, 1),
        }
        self.is_asked()

    def is_asked(self) -> bool:
        self._asked = self._report(self._last) or self._asked
        return self._asked


def _read(session: Session, job: Job) -> tuple[Grid, Draft | None, Problem]:
    event = session.get(Event, job.arguments["event_id"])
    if event is None:
        raise NotFound("This event is no longer there.")
    base_id = job.arguments["base_id"]
    base = session.get(Draft, base_id) if base_id else None
    grid = grid_of(session, event, base=base)
    problem = problem_of(
        grid,
        base=base,
        stays_close=job.arguments["slack"] is not None,
        begun_by=job.created_at,
    )
    return grid, base, problem


def _clash_of(problem: Problem, plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if plan.status != "infeasible":
        return ()
    return tuple((violation.rule, violation.ids) for violation in clash(problem))


def _draft(job: Job, grid: Grid, problem: Problem, plan: Plan, *, now: datetime) -> Draft:
    return Draft(
        event_id=grid.event.id,
        name=job.arguments["name"],
        plan=plan.to_document(),
        fingerprint=material_fingerprint(grid),
        pins={item.id: placement_document(item.pinned) for item in problem.items if item.pinned},
        job_id=job.id,
        created_by_id=job.created_by_id,
        created_at=now,
        updated_at=now,
    )


def material_fingerprint(grid: Grid) -> str:
    """Of the event alone: rooms, slots, people, proposals and wishes; no draft, no pins."""
    bare = Grid(grid.event, grid.proposals, grid.absent, grid.wishes)
    return problem_of(bare).fingerprint()


def _placements(grid: Grid, problem: Problem, plan: Plan, *, now: datetime) -> list[Placement]:
    pinned = {row_id(item.id) for item in problem.items if item.pinned}
    places = places_of(
        plan.to_document()["placements"],
        starts={slot.id: slot.starts_at for slot in grid.event.slots},
        minutes={proposal.id: proposal.minutes for proposal in grid.proposals},
    )
    found = [
        Placement(
            proposal_id=one.proposal_id,
            room_id=one.room_id,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            pinned_at=now if one.proposal_id in pinned else None,
        )
        for one in places
    ]
    return found + [drafts.copy_of(one) for one in grid.taken]
