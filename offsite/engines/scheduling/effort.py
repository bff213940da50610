"""How long a search may go on, who hears of it, and who may stop it.

With a timer, effort is seconds.  In deterministic mode it is counted in units of work that
come out the same on every machine, about a second each on a small computer.
"""

from collections.abc import Callable
from dataclasses import dataclass

from offsite.engines.scheduling.plan import Plan

REPORT_EVERY = 0.5
ASK_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: the best plan's figures so far, and seconds spent.

    ``plan`` is that plan, which breaks no rule; None while there is none.
    """

    met: int
    bound: int
    wished: int
    placed: int
    elapsed: float
    seconds: float
    plan: Plan | None = None

    @property
    def gap(self) -> float:
        if self.met == 0:
            return 0.0 if self.bound == 0 else float("inf")
        return (self.bound - self.met) / self.met


class Effort:
    """A budget of ``seconds`` with reports and a way to stop early."""

    def __init__(
        self,
        *,
        seconds: float,
        timer: Callable[[], float],
        deterministic: bool,
        report: Callable[[float], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self.seconds = seconds
        self.deterministic = deterministic
        self._timer = timer
        self._report = report
        self._should_stop = should_stop
        self._began = timer()
        self._worked = 0.0
        self._reported = self._asked = self._began
        self._stopped = False

    def real_seconds(self) -> float:
        """Seconds since the start by the timer, in either mode."""
        return self._timer() - self._began

    def spent(self) -> float:
        return self._worked if self.deterministic else self.real_seconds()

    def left(self) -> float:
        return max(0.0, self.seconds - self.spent())

    @property
    def stopped(self) -> bool:
        return self._stopped

    def work(self, seconds: float) -> None:
        """Say that work worth ``seconds`` was done (counts in deterministic mode)."""
        self._worked += seconds
        self.tick()

    def tick(self) -> None:
        """Report and ask whether to stop, when it is time to."""
        now = self._timer()
        if self._should_stop and now - self._asked >= ASK_EVERY:
            self._asked = now
            self._stopped = self._stopped or self._should_stop()
        if self._report and now - self._reported >= REPORT_EVERY:
            self._reported = now
            self._report(now - self._began)

    def over(self) -> bool:
        """Whether to stop now."""
        self.tick()
        return self._stopped or self.spent() >= self.seconds

    def until(self, share: float) -> "Share":
        """A part of this budget that ends when ``share`` seconds more are spent."""
        return Share(self, min(self.seconds, self.spent() + share))


class Share:
    """A part of an effort with an earlier end."""

    def __init__(self, whole: Effort, end: float) -> None:
        self.whole = whole
        self.end = end

    def over(self) -> bool:
        return self.whole.over() or self.whole.spent() >= self.end

    def left(self) -> float:
        return max(0.0, min(self.whole.left(), self.end - self.whole.spent()))
