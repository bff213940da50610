"""A draft's changes as two stacks: what can be undone, and what can be done again.

To undo or redo is a change of its own that names the version it is about, so nothing is
ever taken out of the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from offsite.errors import RuleBroken


class NothingToUndo(RuleBroken):
    """Every change was undone already, or there was none."""


class NothingToRedo(RuleBroken):
    """No change was undone, or another was made since."""


@dataclass(frozen=True)
class Walk:
    """Versions of the changes that can be undone and redone, the next one last."""

    undo: tuple[int, ...]
    redo: tuple[int, ...]

    def last_done(self) -> int:
        """The version to undo next.

        Raises:
            NothingToUndo: no change is left.
        """
        if not self.undo:
            raise NothingToUndo("There is nothing left to undo in this draft.")
        return self.undo[-1]

    def last_undone(self) -> int:
        """The version to redo next.

        Raises:
            NothingToRedo: nothing was undone, or something else was changed since.
        """
        if not self.redo:
            raise NothingToRedo("There is nothing to redo in this draft.")
        return self.redo[-1]


def walk_of(changes: Iterable[tuple[int, int | None, int | None]]) -> Walk:
    """Read ``changes`` (version, undoes, redoes; the oldest first) as two stacks.

    A new change takes away what could be redone.
    """
    done: list[int] = []
    undone: list[int] = []
    for version, undoes, redoes in changes:
        if undoes is not None and undoes in done:
            done.remove(undoes)
            undone.append(undoes)
        elif redoes is not None and redoes in undone:
            undone.remove(redoes)
            done.append(redoes)
        else:
            done.append(version)
            undone.clear()
    return Walk(tuple(done), tuple(undone))
