"""The values of a mixing plan."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

PLAN_FORMAT = "offsite/mixing-plan@1"

Status = Literal["optimal", "feasible", "infeasible"]
Seating = Mapping[str, Mapping[str, tuple[str, ...]]]
"""round -> group -> the people in it; groups that stay empty may be missing."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a plan is worth.

    ``repeats`` is the weight of meetings of pairs that met before, ``repeats_bound`` proven
    never to be above it; ``same_team`` and ``same_kind`` count meetings of people of one
    team, of one function and track; ``new_pairs`` the pairs that meet for the first time;
    ``fewest_new_faces`` what the person with the fewest of those gets.
    """

    repeats: int
    repeats_bound: int
    same_team: int
    same_kind: int
    new_pairs: int
    fewest_new_faces: int

    @property
    def worth(self) -> tuple[int, int, int, int]:
        """The objective: smaller is better."""
        return self.repeats, self.same_team, self.same_kind, -self.fewest_new_faces


@dataclass(frozen=True, slots=True)
class Unseated:
    """A round that cannot be seated, and one sentence for each reason."""

    round: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Who sits where in every round.

    ``optimal`` means that no plan has fewer repeats.
    """

    groups: Seating
    status: Status = "feasible"
    score: Score | None = None
    unseated: tuple[Unseated, ...] = ()
    seed: int = 0
    seconds: float = 0.0

    def seats(self, round: str) -> dict[str, str]:
        """person -> group in ``round``."""
        return {
            person: group
            for group, people in self.groups.get(round, {}).items()
            for person in people
        }

    def to_document(self) -> dict[str, Any]:
        """The plan in the ``offsite/mixing-plan@1`` format."""
        document: dict[str, Any] = {
            "format": PLAN_FORMAT,
            "status": self.status,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "groups": {
                one: {group: list(people) for group, people in groups.items()}
                for one, groups in self.groups.items()
            },
        }
        if self.unseated:
            document["unseated"] = [
                {"round": entry.round, "because": list(entry.because)} for entry in self.unseated
            ]
        if self.score is not None:
            document["score"] = asdict(self.score)
        return document
