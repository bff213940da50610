"""The values of a schedule plan."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from offsite.engines.scheduling.problem import Placement, placement_document

PLAN_FORMAT = "offsite/schedule-plan@1"

Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True, slots=True)
class Score:
    """What a plan is worth.

    ``placed`` is the priority of placed items; ``met`` of ``wished`` the wish weight that
    people attend; ``bound`` proven never to be exceeded by ``met``; ``moves`` the items not
    where ``current`` has them; ``below_half`` the people who get less than half of what
    they wished; ``worst_off`` the smallest share anyone gets, 1.0 if nobody wished.
    """

    placed: int
    met: int
    wished: int
    bound: int
    moves: int
    below_half: int
    worst_off: float

    @property
    def gap(self) -> float:
        """How far ``met`` may be from the best, as a share of ``met``."""
        if self.met == 0:
            return 0.0 if self.bound == 0 else float("inf")
        return (self.bound - self.met) / self.met


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An item that found no place, and one sentence for each reason."""

    item: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Where every item runs and who attends what.

    ``optimal`` means that no plan places more priority, and none with the same priority
    has more met wish weight less move costs.
    """

    placements: Mapping[str, Placement]
    attendance: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    status: Status = "feasible"
    unplaced: tuple[Unplaced, ...] = ()
    score: Score | None = None
    seed: int = 0
    seconds: float = 0.0

    def to_document(self) -> dict[str, Any]:
        """The plan in the ``offsite/schedule-plan@1`` format."""
        document: dict[str, Any] = {
            "format": PLAN_FORMAT,
            "status": self.status,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "placements": {key: placement_document(p) for key, p in self.placements.items()},
            "attendance": {key: list(items) for key, items in self.attendance.items()},
            "unplaced": [
                {"item": entry.item, "because": list(entry.because)} for entry in self.unplaced
            ],
        }
        if self.score is not None:
            document["score"] = asdict(self.score)
        return document
