"""Mixing as a job: copy the problem, solve it, keep it if it is still true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from offsite.engines.mixing import Plan, Problem, remix, solve
from offsite.engines.mixing.plan import Seating
from offsite.errors import NotFound, Sentence, Stale
from offsite.events.models import Event
from offsite.jobs.kinds import Report
from offsite.jobs.models import Job
from offsite.mixing import queries
from offsite.mixing.formulation import (
    Stage,
    asked_of,
    fingerprint_of,
    held_of,
    seating_of,
    seats_from,
    seats_of,
    stage_of,
)
from offsite.mixing.models import GroupLock, Mix, Seat

if TYPE_CHECKING:
    from offsite.engines.mixing.search import Progress

WORKERS = 2


class EventChanged(Stale):
    """People, needs, rounds or the draft it began from changed meanwhile."""


@dataclass(frozen=True)
class Assignment:
    """What a worker needs to mix, without the database.

    ``current`` is the seating to stay close to; None to draw everything anew.
    """

    problem: Problem
    current: Seating | None
    seconds: int
    seed: int
    deterministic: bool


@dataclass(frozen=True)
class Answer:
    """What the engine found."""

    plan: Plan
    fingerprint: str


class Generation:
    """The job kind ``mixing.generate``; `drafts.ask_for_mix` asks for one."""

    name = queries.GENERATE
    patience = timedelta(minutes=15)

    def prepare(self, session: Session, job: Job) -> Assignment:
        """Copy the event's problem.

        Raises:
            NotFound: the event is gone.
            BadInput: the rows contradict each other.
        """
        given = job.arguments
        stage, base, problem = _read(session, job)
        current = None
        if base is not None and given["fewest_changes"]:
            current = seating_of(stage, seats_of(session, base))
        return Assignment(problem, current, given["seconds"], given["seed"], given["deterministic"])

    def work(self, values: Assignment, report: Report) -> Answer:
        """Mix; told to stop, the best so far is the answer."""
        stop = _Stop(report)
        if values.current is not None:
            plan = remix(
                values.problem,
                values.current,
                seconds=values.seconds,
                seed=values.seed,
                workers=WORKERS,
                should_stop=stop.is_asked,
                deterministic=values.deterministic,
            )
        else:
            plan = solve(
                values.problem,
                seconds=values.seconds,
                seed=values.seed,
                workers=WORKERS,
                on_progress=stop.note,
                should_stop=stop.is_asked,
                deterministic=values.deterministic,
            )
        return Answer(plan, values.problem.fingerprint())

    def save(self, session: Session, job: Job, result: Answer, now: datetime) -> dict[str, Any]:
        """Write the draft; returns its id, or who cannot be seated and why.

        Raises:
            EventChanged: the answer is to a question that nobody asks any more.
        """
        stage, base, problem = _read(session, job)
        if problem.fingerprint() != result.fingerprint:
            raise EventChanged(
                "People, needs or rounds changed while they were being mixed, so the result "
                "was not kept. Mix again."
            )
        if result.plan.status == "infeasible":
            return {
                "unseated": [
                    [one.round, [plain(reason) for reason in one.because]]
                    for one in result.plan.unseated
                ]
            }
        mix = _draft(session, job, stage, base, result.plan, now=now)
        return {"mix_id": mix.id}


def plain(text: Any) -> Any:
    """A sentence as JSON: its template and values, so that it can be said in any language."""
    if not isinstance(text, Sentence):
        return text
    return {"say": text.template, "with": {key: plain(one) for key, one in text.values.items()}}


def spoken(value: Any) -> Any:
    """What `plain` kept, as a sentence again."""
    if not isinstance(value, Mapping):
        return value
    return Sentence(value["say"], **{key: spoken(one) for key, one in value["with"].items()})


class _Stop:
    """Passes progress on, and remembers whether to stop."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last: dict[str, Any] = {}
        self._asked = False

    def note(self, progress: "Progress") -> None:
        share = progress.elapsed / progress.seconds if progress.seconds else 1.0
        self._last = {
            "percent": min(100, round(100 * share)),
            "repeats": progress.repeats,
            "bound": progress.bound,
        }
        self.is_asked()

    def is_asked(self) -> bool:
        self._asked = self._report(self._last) or self._asked
        return self._asked


def _read(session: Session, job: Job) -> tuple[Stage, Mix | None, Problem]:
    event = session.get(Event, job.arguments["event_id"])
    if event is None:
        raise NotFound("This event is no longer there.")
    base_id = job.arguments["base_id"]
    base = session.get(Mix, base_id) if base_id else None
    stage = stage_of(session, event)
    fewest = job.arguments["fewest_changes"]
    return stage, base, asked_of(session, stage, base, fewest_changes=fewest)


def _draft(
    session: Session, job: Job, stage: Stage, base: Mix | None, plan: Plan, *, now: datetime
) -> Mix:
    fewest = bool(job.arguments["fewest_changes"])
    document = plan.to_document()
    kept = {key: document.get(key) for key in ("status", "seed", "seconds", "score")}
    mix = Mix(
        event_id=stage.event.id,
        base_id=base.id if base is not None and fewest else None,
        name=job.arguments["name"],
        plan={**kept, "fewest_changes": fewest},
        fingerprint=fingerprint_of(stage),
        job_id=job.id,
        created_by_id=job.created_by_id,
        created_at=now,
        updated_at=now,
    )
    fixed: set[tuple[int, int]] = set()
    if base is not None:
        mix.plan = {**mix.plan, "held": len(base.locks)}
        fixed = set(held_of(session, base).people)
        mix.locks = [
            GroupLock(group_id=one.group_id, locked_at=one.locked_at, locked_by_id=one.locked_by_id)
            for one in base.locks
        ]
    mix.seats = [
        Seat(
            round_id=round_id,
            group_id=group_id,
            person_id=person_id,
            fixed_at=now if (round_id, person_id) in fixed else None,
        )
        for round_id, inside in seats_from(stage, plan.groups).items()
        for person_id, group_id in inside.items()
    ]
    session.add(mix)
    session.flush()
    return mix
