"""What a draft is worth now, and what is proven about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from offsite.proposals.models import Proposal
from offsite.schedule.evaluation import Broken, Evaluation, evaluate, spots_of
from offsite.schedule.formulation import Grid, item_name, room_name
from offsite.schedule.generation import material_fingerprint
from offsite.schedule.models import Draft, Placement

Standing = Literal["none", "best", "proven", "fewer", "unpinned", "outdated"]
"""What the bound is worth now: there is none; the draft reaches it; it holds; it holds for
schedules that place more than this draft; a pin it was proven with is no longer kept; votes,
rooms, slots or proposals changed since it was proven."""


@dataclass(frozen=True)
class DraftScore:
    """The score of a draft as it stands.

    ``met`` of ``wished`` is wish weight (must 3, would 1); ``bound`` is proven never to be
    exceeded, as far as ``standing`` says; ``placed`` of ``total`` counts items;
    ``worst_off`` is the smallest share of their wishes that anybody gets (0 to 1) and
    ``below_half`` the number of people who get less than half.
    """

    met: int
    wished: int
    bound: int | None
    standing: Standing
    placed: int
    total: int
    worst_off: float
    below_half: int
    voters: int
    broken: tuple[Broken, ...]
    met_by: Mapping[int, int]
    crowded: tuple[Broken, ...] = ()
    expected: Mapping[int, int] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[Broken, ...]:
        """Everything that is worth a second look, broken rules first."""
        return (*self.broken, *self.crowded)

    @property
    def holds(self) -> bool:
        """Whether nothing that changed since takes from the bound."""
        return self.standing in {"best", "proven"}

    @property
    def gap(self) -> float | None:
        """How far the best schedule can be away, as a share of what is met."""
        if self.bound is None or not self.holds or self.met == 0:
            return None
        return max(0, self.bound - self.met) / self.met


@dataclass(frozen=True)
class Judge:
    """Scores an event's drafts; reads nothing but what it is given."""

    grid: Grid
    fingerprint: str

    @classmethod
    def of(cls, grid: Grid) -> "Judge":
        return cls(grid, material_fingerprint(grid))

    def score(self, draft: Draft, found: Evaluation | None = None) -> DraftScore:
        """The draft's score now; ``found`` is its evaluation, where that is known already.

        About 20 ms at 100 people and 45 items.
        """
        found = found or evaluate(self.grid, spots_of(draft.placements))
        score = found.score
        met, below_half, worst_off = score.met, score.below_half, score.worst_off
        claimed = draft.plan.get("score")
        fresh = self.fingerprint == draft.fingerprint
        if claimed and fresh and found.score.wished == claimed["wished"] and _is_as_planned(draft):
            # The engine shares out scarce seats better than a page has time for.
            met, below_half = claimed["met"], claimed["below_half"]
            worst_off = claimed["worst_off"]
        bound = claimed["bound"] + score.wished - claimed["wished"] if claimed and fresh else None
        return DraftScore(
            met=met,
            wished=score.wished,
            bound=bound,
            standing=self._standing(draft, found, met, bound),
            placed=len(draft.placements) - sum(one.rule == "gone" for one in found.broken),
            total=len(self.grid.proposals),
            worst_off=worst_off,
            below_half=below_half,
            voters=len({person for person, _item, _weight in self.grid.wishes}),
            broken=found.broken,
            met_by=found.met_by,
            crowded=found.crowded,
            expected=found.expected,
        )

    def _standing(self, draft: Draft, found: Evaluation, met: int, bound: int | None) -> Standing:
        if not draft.plan.get("score"):
            return "none"
        if bound is None:
            return "outdated"
        if not _keeps_pins(draft):
            return "unpinned"
        if found.score.placed < draft.plan["score"]["placed"]:
            return "fewer"
        return "best" if met >= bound else "proven"


def _places(draft: Draft) -> dict[str, Placement]:
    return {item_name(one.proposal_id): one for one in draft.placements}


def _slot_starts(draft: Draft) -> dict[str, object]:
    return {f"s{slot.id}": slot.starts_at for slot in draft.event.slots}


def _stands(draft: Draft, place: Placement | None, wanted: Mapping[str, str]) -> bool:
    if place is None or place.room_id is None:
        return False
    starts = _slot_starts(draft).get(wanted["slot"])
    return place.starts_at == starts and room_name(place.room_id) == wanted["room"]


def _is_as_planned(draft: Draft) -> bool:
    """Whether every item stands where the plan has it, and no other one."""
    planned, places = draft.plan["placements"], _places(draft)
    return planned.keys() == places.keys() and all(
        _stands(draft, places[item], wanted) for item, wanted in planned.items()
    )


def _keeps_pins(draft: Draft) -> bool:
    places = _places(draft)
    stay = all(_stands(draft, places.get(item), wanted) for item, wanted in draft.pins.items())
    return stay and not any(_is_new_there(draft, *one) for one in places.items())


def _is_new_there(draft: Draft, item: str, place: Placement) -> bool:
    """Whether the item came, into a slot, to a day that was locked when the plan was made."""
    on = place.starts_at.astimezone(draft.event.zone).date()
    in_slot = place.starts_at in _slot_starts(draft).values()
    return on.isoformat() in draft.kept_days and in_slot and item not in draft.pins


@dataclass(frozen=True)
class Effect:
    """What a change did: rules newly broken and mended, rooms that became too small and
    that are not any more, wish weight gained and lost, and how many people are better and
    worse off."""

    breaks: tuple[Broken, ...]
    mends: tuple[Broken, ...]
    crowds: tuple[Broken, ...]
    eases: tuple[Broken, ...]
    gained: int
    lost: int
    better_off: int
    worse_off: int


def effect_of(before: Evaluation, after: Evaluation) -> Effect:
    people = before.met_by.keys() | after.met_by.keys()
    changes = [after.met_by.get(one, 0) - before.met_by.get(one, 0) for one in people]
    return Effect(
        breaks=tuple(one for one in after.broken if one not in before.broken),
        mends=tuple(one for one in before.broken if one not in after.broken),
        crowds=tuple(one for one in after.crowded if one not in before.crowded),
        eases=tuple(one for one in before.crowded if one not in after.crowded),
        gained=sum(change for change in changes if change > 0),
        lost=-sum(change for change in changes if change < 0),
        better_off=sum(change > 0 for change in changes),
        worse_off=sum(change < 0 for change in changes),
    )


def unplaced_of(grid: Grid, draft: Draft) -> list[Proposal]:
    """Schedulable proposals that the draft does not place."""
    placed = {placement.proposal_id for placement in draft.placements}
    return [one for one in grid.proposals if one.id not in placed]
