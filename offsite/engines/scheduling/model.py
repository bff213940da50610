"""The placement rules as a CP-SAT model, built from the grid's allowed places and pairs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from offsite.engines.scheduling.grid import UNPLACED, Grid


class PlacementModel:
    """Booleans for every allowed place of every item, and the rules about pairs.

    ``at[i]`` maps a place to its boolean; ``runs[i]`` maps a span to the expression that
    the item runs in it; ``placed[i]`` is the boolean that it is placed at all.
    """

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.model = cp_model.CpModel()
        self.at: list[dict[int, cp_model.IntVar]] = []
        self.runs: list[dict[int, cp_model.IntVar]] = []
        self.placed: list[cp_model.IntVar] = []
        for item in range(len(grid.problem.items)):
            self._add_item(item)
        self._one_item_per_room()
        self._apart()
        self._in_order()

    def _add_item(self, item: int) -> None:
        model, grid = self.model, self.grid
        at = {int(q): model.new_bool_var("") for q in np.flatnonzero(grid.allowed[item])}
        by_span: dict[int, list[cp_model.IntVar]] = {}
        for place, there in at.items():
            by_span.setdefault(place // grid.rooms, []).append(there)
        runs = {}
        for span, options in by_span.items():
            runs[span] = options[0] if len(options) == 1 else model.new_bool_var("")
            if len(options) > 1:
                model.add(sum(options) == runs[span])
        placed = model.new_bool_var("")
        model.add_exactly_one([*runs.values(), ~placed])
        if grid.pinned[item]:
            model.add(placed == 1)
        self.at.append(at)
        self.runs.append(runs)
        self.placed.append(placed)

    def during(self, item: int, atom: int) -> list[cp_model.IntVar]:
        """The booleans of which one is true when the item runs in the atom."""
        first, last = self.grid.first, self.grid.last
        return [run for span, run in self.runs[item].items() if first[span] <= atom < last[span]]

    def _one_item_per_room(self) -> None:
        grid = self.grid
        users: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for at in self.at:
            for place, there in at.items():
                span, room = divmod(place, grid.rooms)
                for atom in range(int(grid.first[span]), int(grid.last[span])):
                    users.setdefault((room, atom), []).append(there)
        for booleans in users.values():
            self.model.add_at_most_one(booleans)

    def _apart(self) -> None:
        for first, second in np.argwhere(np.triu(self.grid.apart)):
            self.keep_apart(int(first), int(second))

    def keep_apart(self, first: int, second: int) -> None:
        """The two items may not overlap."""
        for atom in range(self.grid.atoms):
            one, other = self.during(first, atom), self.during(second, atom)
            if one and other:
                self.model.add_at_most_one([*one, *other])

    def _in_order(self) -> None:
        first, last = self.grid.first, self.grid.last
        for earlier, later in self.grid.before:
            for atom in range(self.grid.atoms):
                ends_later = [run for s, run in self.runs[earlier].items() if last[s] > atom]
                begins = [run for s, run in self.runs[later].items() if first[s] <= atom]
                if ends_later and begins:
                    self.model.add_at_most_one([*ends_later, *begins])

    def priority(self) -> cp_model.LinearExprT:
        weights = [int(weight) for weight in self.grid.priority]
        return cp_model.LinearExpr.weighted_sum(self.placed, weights)

    def cost(self) -> cp_model.LinearExprT:
        """What it costs that items of ``current`` stand elsewhere, or nowhere."""
        grid, terms = self.grid, []
        for item, at in enumerate(self.at):
            if grid.problem.items[item].id in grid.problem.current and grid.problem.move_cost:
                stays = at.get(int(grid.current[item]))
                terms.append(1 if stays is None else 1 - stays)
        return grid.problem.move_cost * sum(terms)

    def hint(self, places: NDArray[np.int64]) -> None:
        """Suggest a plan to start from."""
        for item, at in enumerate(self.at):
            for place, there in at.items():
                self.model.add_hint(there, int(places[item] == place))
            self.model.add_hint(self.placed[item], int(places[item] != UNPLACED))

    def places(self, solver: cp_model.CpSolver) -> NDArray[np.int64]:
        """(n,) the places in the solver's solution."""
        result = np.full(len(self.at), UNPLACED, dtype=np.int64)
        for item, at in enumerate(self.at):
            for place, there in at.items():
                if solver.boolean_value(there):
                    result[item] = place
        return result
