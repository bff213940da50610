"""Generating a schedule as a job: copy the problem, solve it, keep it if it is still true."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from offsite.engines.scheduling import Progress, solve, solve_again
from offsite.engines.scheduling.explain import clash
from offsite.engines.scheduling.plan import Plan
from offsite.engines.scheduling.problem import Problem, placement_document
from offsite.engines.scheduling.reading import parse_plan
from offsite.errors import NotFound, RuleBroken, Stale
from offsite.events.models import Event
from offsite.jobs.kinds import Report
from offsite.jobs.models import Job
from offsite.jobs.services import BEST
from offsite.policy import Actor
from offsite.schedule import drafts, queries
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
        fingerprint = values.problem.fingerprint()
        stop = Reporter(report, fingerprint)
        search = solve if values.slack is None else partial(solve_again, slack=values.slack)
        plan = search(
            values.problem,
            seconds=values.seconds,
            seed=values.seed,
            workers=WORKERS,
            on_progress=stop.note,
            should_stop=stop.is_asked,
        )
        return Answer(plan, fingerprint, _clash_of(values.problem, plan))

    def save(self, session: Session, job: Job, result: Answer, now: datetime) -> dict[str, Any]:
        """Write the draft; returns its id, or the rules that clash.

        Raises:
            EventChanged: the answer is to a question that nobody asks any more.
        """
        material = _read_again(session, job, result.fingerprint)
        if result.clash:
            return {"clash": [[rule, list(ids)] for rule, ids in result.clash]}
        draft = _write(session, job, material, result.plan, now=now)
        return {"draft_id": draft.id}


class NothingYet(RuleBroken):
    """The generation has reported no plan, or it has ended."""


def keep_so_far(session: Session, *, job: Job, name: str, actor: Actor, now: datetime) -> Draft:
    """Write the best plan that a generation has reported as a draft; it goes on.

    The same plan again is the same draft.

    Raises:
        NothingYet: there is no plan to keep.
        EventChanged: the plan is for an event that is not like that any more.
    """
    session.refresh(job, with_for_update=True)
    best = job.progress.get(BEST)
    if job.is_over or not best:
        raise NothingYet("There is no schedule to keep yet. Try again in a moment.")
    for one in queries.drafts_of_job(session, job):
        if one.plan.get("placements") == best["plan"]["placements"]:
            return one
    material = _read_again(session, job, best["fingerprint"])
    draft = _write(session, job, material, parse_plan(best["plan"]), now=now)
    draft.name, draft.created_by_id = name, actor.person_id
    session.flush()
    return draft


Material = tuple[Grid, Draft | None, Problem]


def _read_again(session: Session, job: Job, fingerprint: str) -> Material:
    material = _read(session, job)
    if material[2].fingerprint() != fingerprint:
        raise EventChanged(
            "The event changed while its schedule was being made, so it was not kept. "
            "Generate it again."
        )
    return material


def _write(session: Session, job: Job, material: Material, plan: Plan, *, now: datetime) -> Draft:
    grid, base, problem = material
    draft = _draft(job, grid, problem, plan, now=now)
    draft.placements = _placements(grid, problem, plan, now=now)
    draft.locks = drafts.locks_of(base)
    draft.kept_days = sorted(one.on.isoformat() for one in draft.locks)
    session.add(draft)
    session.flush()
    return draft


class Reporter:
    """Passes progress on, and remembers whether to stop."""

    def __init__(self, report: Report, fingerprint: str) -> None:
        self._report = report
        self._fingerprint = fingerprint
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
        if progress.plan is not None:
            self._last[BEST] = {
                "fingerprint": self._fingerprint,
                "plan": _so_far(progress.plan, progress).to_document(),
            }
        self.is_asked()

    def is_asked(self) -> bool:
        self._asked = self._report(self._last) or self._asked
        return self._asked


def _so_far(plan: Plan, progress: Progress) -> Plan:
    """The plan with what is proven by now."""
    score = plan.score and replace(plan.score, bound=progress.bound)
    return replace(plan, seconds=progress.elapsed, score=score)


def _read(session: Session, job: Job) -> Material:
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
