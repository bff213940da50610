"""Undo and redo: the draft's changes walked back and forth, across reloads and people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.policy import Actor
from offsite.schedule import ledger, locking, queries
from offsite.schedule.ledger import open_for_change
from offsite.schedule.models import Draft


class NothingToUndo(RuleBroken):
    """Every change was undone already, or there was none."""


class NothingToRedo(RuleBroken):
    """No change was undone, or another was made since."""


@dataclass(frozen=True)
class Walk:
    """Versions of the changes that can be undone and redone, the next one last."""

    undo: tuple[int, ...]
    redo: tuple[int, ...]


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


def walk(session: Session, draft: Draft) -> Walk:
    """What can be undone and redone in the draft now."""
    return walk_of(queries.whole_history(session, draft))


def undo(session: Session, *, draft: Draft, seen_version: int, actor: Actor, now: datetime) -> None:
    """Take back the last change that counts, whoever made it, with all of its items.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NothingToUndo: no change is left.
    """
    open_for_change(session, draft, seen_version)
    versions = walk(session, draft).undo
    if not versions:
        raise NothingToUndo("There is nothing left to undo in this draft.")
    _walk_to(session, draft, versions[-1], forth=False, actor=actor, now=now)


def redo(session: Session, *, draft: Draft, seen_version: int, actor: Actor, now: datetime) -> None:
    """Make the change again that was undone last.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NothingToRedo: nothing was undone, or something else was changed since.
    """
    open_for_change(session, draft, seen_version)
    versions = walk(session, draft).redo
    if not versions:
        raise NothingToRedo("There is nothing to redo in this draft.")
    _walk_to(session, draft, versions[-1], forth=True, actor=actor, now=now)


def _walk_to(
    session: Session, draft: Draft, version: int, *, forth: bool, actor: Actor, now: datetime
) -> None:
    done = queries.change_at(session, draft, version=version)
    ledger.walk_back(session, draft=draft, done=done, forth=forth, actor=actor, now=now)
    locking.follow(session, draft=draft, done=done, forth=forth, actor=actor, now=now)
