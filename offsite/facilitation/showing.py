"""A run as pages show it at one moment."""

from dataclasses import dataclass
from datetime import datetime

from offsite.facilitation import rules
from offsite.facilitation.models import Challenge, Run, RunStep
from offsite.facilitation.rules import Clock, Reading, Step


def clock_of(run: Run) -> Clock:
    """The run's clock as values."""
    steps = [Step(one.minutes + one.added_minutes, one.spent_ms) for one in run.steps]
    return Clock(steps, run.position, run.since)


@dataclass(frozen=True)
class Shown:
    """A run as pages show it at one moment."""

    run: Run
    reading: Reading

    @property
    def state(self) -> str:
        """``running``, ``paused`` or ``ended``."""
        if self.run.ended_at is not None:
            return "ended"
        return "running" if self.run.since is not None else "paused"

    @property
    def step(self) -> RunStep:
        return self.run.step

    @property
    def following(self) -> RunStep | None:
        """The step that comes next."""
        later = self.run.steps[self.run.position + 1 :]
        return later[0] if later else None

    @property
    def picked(self) -> list[Challenge]:
        return [one for one in self.run.challenges if one.picked_at is not None]

    @property
    def by_voices(self) -> list[Challenge]:
        """Challenges: the most wanted first once voices are counted, else as they came."""
        return sorted(self.run.challenges, key=lambda one: (-(one.voices or 0), one.id))

    @property
    def shows_challenges(self) -> bool:
        """Whether the present step is about challenges, or comes after one that was."""
        return any(
            one.kind in ("collect", "pick") for one in self.run.steps[: self.run.position + 1]
        )


def shown_at(run: Run | None, now: datetime) -> Shown | None:
    """What is to be seen of the run at ``now``; None if it has not started."""
    if run is None or not run.has_started:
        return None
    return Shown(run, rules.reading(clock_of(run), run.ended_at or now))
