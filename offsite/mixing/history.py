"""Undo and redo: the changes of a draft walked back and forth, across reloads and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.mixing import queries
from offsite.mixing.drafts import carry_out, open_for_change
from offsite.mixing.models import Mix, MixChange
from offsite.policy import Actor


class NothingToUndo(RuleBroken):
    """Every change was undone already, or there was none."""


class NothingToRedo(RuleBroken):
    """No change was undone, or another was made since."""


@dataclass(frozen=True)
class Walk:
    """The changes that can be undone and redone, the next one last."""

    undo: tuple[MixChange, ...]
    redo: tuple[MixChange, ...]


def walk_of(changes: Iterable[MixChange]) -> Walk:
    """Read ``changes``, the oldest first, as two stacks; a new one takes away the redo."""
    done: list[MixChange] = []
    undone: list[MixChange] = []
    for change in changes:
        if change.undoes is not None and done:
            undone.append(done.pop())
        elif change.redoes is not None and undone:
            done.append(undone.pop())
        else:
            done.append(change)
            undone.clear()
    return Walk(tuple(done), tuple(undone))


def walk(session: Session, mix: Mix) -> Walk:
    """What can be undone and redone in the draft now."""
    return walk_of(queries.changes_of(session, mix_id=mix.id))


def undo(session: Session, *, mix: Mix, seen_version: int, actor: Actor, now: datetime) -> None:
    """Take back the last change that counts, whoever made it.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
        NothingToUndo: no change is left.
    """
    open_for_change(session, mix, seen_version)
    steps = walk(session, mix).undo
    if not steps:
        raise NothingToUndo("There is nothing left to undo in this draft.")
    back = [[round_, person, after, before] for round_, person, before, after in steps[-1].moves]
    carry_out(session, mix, back, actor=actor, now=now, undoes=steps[-1].version)


def redo(session: Session, *, mix: Mix, seen_version: int, actor: Actor, now: datetime) -> None:
    """Make the change again that was undone last.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
        NothingToRedo: nothing was undone, or something else was changed since.
    """
    open_for_change(session, mix, seen_version)
    steps = walk(session, mix).redo
    if not steps:
        raise NothingToRedo("There is nothing to redo in this draft.")
    carry_out(session, mix, steps[-1].moves, actor=actor, now=now, redoes=steps[-1].version)
