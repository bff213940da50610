"""What people gain from a set of items that run together in one atom.

People gain the best of what runs, so the worth of a set is a sum over people of a maximum:
submodular, and computed on bit sets.  For each distinct gain there is a *level*, the set of
people who gain at least that much; a set of items unites its levels, and its worth is the
count of each level times the step to it.  Hosts gain what they host and nothing else: they
are masked out of the levels.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]


@dataclass(frozen=True)
class Candidates:
    """What may run in one atom.

    ``gain`` (C, P) what a person gains from a candidate; ``forced`` (C, P) who must attend
    it; ``apart`` (C, C) pairs that may not run together; ``most`` the number of rooms;
    ``groups`` (G, C) sets of candidates that share ``group_rooms`` (G,) rooms.
    """

    gain: NDArray[np.int64]
    forced: NDArray[np.bool_]
    apart: NDArray[np.bool_]
    most: int
    groups: NDArray[np.bool_]
    group_rooms: NDArray[np.int64]


class Coverage:
    """The candidates of one kind of atom as bit sets."""

    def __init__(self, candidates: Candidates) -> None:
        self.candidates = candidates
        gain = np.where(candidates.forced, 0, candidates.gain)
        self.steps = np.unique(gain[gain > 0])
        self.words = max(1, -(-gain.shape[1] // 64))
        level = self._bits(gain[:, None, :] >= self.steps[None, :, None])
        # A row of nothing at the end stands for "no more items" in a node.
        self.level = np.concatenate([level, np.zeros_like(level[:1])])
        duty = self._bits(candidates.forced)
        self.duty = np.concatenate([duty, np.zeros_like(duty[:1])])
        duty_worth = np.where(candidates.forced, candidates.gain, 0).sum(axis=1)
        self.duty_worth = np.concatenate([duty_worth, [0]])
        step = np.diff(np.concatenate([[0], self.steps]))
        self.weights = np.repeat(step, self.words).astype(np.float64)
        self.groups = np.concatenate(
            [candidates.groups, np.zeros((len(candidates.groups), 1), dtype=bool)], axis=1
        ).astype(np.int16)
        self.compatible = ~candidates.apart
        np.fill_diagonal(self.compatible, False)
        self.has_duties = bool(candidates.forced.any())

    def _bits(self, flags: NDArray[np.bool_]) -> Bits:
        """Pack the last axis into 64-bit words."""
        padding = self.words * 64 - flags.shape[-1]
        padded = np.pad(flags, [(0, 0)] * (flags.ndim - 1) + [(0, padding)])
        packed = np.packbits(padded, axis=-1, bitorder="little")
        return np.ascontiguousarray(packed).view(np.uint64)

    @property
    def width(self) -> int:
        """The size of the largest set."""
        return max(1, min(self.candidates.most, self.nothing))

    @property
    def nothing(self) -> int:
        """The number that fills up sets: no candidate."""
        return len(self.candidates.gain)

    def worth(self, chosen: tuple[int, ...]) -> int:
        """What people gain when exactly these candidates run."""
        rows = np.array([chosen], dtype=np.int64).reshape(1, -1)
        levels, busy = self._united(rows)
        counted = self._count(levels & ~busy[:, None])
        return int(counted[0] + self.duty_worth[rows[0]].sum())

    def _united(self, chosen: NDArray[np.integer[Any]]) -> tuple[Bits, Bits]:
        """The levels (B, L, W) and the hosts (B, W) of sets."""
        shape = (len(chosen), *self.level.shape[1:])
        levels, busy = np.zeros(shape, dtype=np.uint64), np.zeros((len(chosen), self.words), "u8")
        for column in range(chosen.shape[1]):
            levels |= self.level[chosen[:, column]]
            busy |= self.duty[chosen[:, column]]
        return levels, busy

    def _count(self, bits: Bits) -> NDArray[np.int64]:
        """The worth of levels (..., L, W)."""
        counts = np.bitwise_count(bits).reshape(*bits.shape[:-2], len(self.weights))
        # Whole numbers below 2**24 are exact in single precision, and twice as fast.
        kind = np.float32 if self.most_worth < 2**24 else np.float64
        result: NDArray[np.int64] = np.rint(counts.astype(kind) @ self.weights.astype(kind)).astype(
            np.int64
        )
        return result

    @cached_property
    def potential(self) -> int:
        """What people would gain if everybody had their best."""
        return int(self.candidates.gain.max(axis=0, initial=0).sum())

    @cached_property
    def most_worth(self) -> int:
        return self.potential * 2 + 1

    def extended(self, chosen: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """(B, C) the worth of each set with each candidate added, whatever the rules."""
        levels, busy = self._united(chosen)
        level, duty = self.level[:-1], self.duty[:-1]
        duties = self.duty_worth[chosen].sum(axis=1)
        if self.has_duties:
            free = ~(busy[:, None] | duty[None])
            counted = self._count((levels[:, None] | level[None]) & free[:, :, None])
            with_duties: NDArray[np.int64] = counted + duties[:, None] + self.duty_worth[None, :-1]
            return with_duties
        alone = self._count(levels)
        more = self._count(level[None] & ~levels[:, None])
        result: NDArray[np.int64] = alone[:, None] + more
        return result
