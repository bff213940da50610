"""Undo and redo: the draft's changes walked back and forth, across reloads and people."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.policy import Actor
from offsite.schedule import ledger, locking, queries
from offsite.schedule.ledger import open_for_change
from offsite.schedule.models import Draft
from offsite.undoing import Walk, walk_of


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
    version = walk(session, draft).last_done()
    _walk_to(session, draft, version, forth=False, actor=actor, now=now)


def redo(session: Session, *, draft: Draft, seen_version: int, actor: Actor, now: datetime) -> None:
    """Make the change again that was undone last.

    Raises:
        DraftMoved, DraftOver: the draft cannot be changed from this page.
        NothingToRedo: nothing was undone, or something else was changed since.
    """
    open_for_change(session, draft, seen_version)
    version = walk(session, draft).last_undone()
    _walk_to(session, draft, version, forth=True, actor=actor, now=now)


def _walk_to(
    session: Session, draft: Draft, version: int, *, forth: bool, actor: Actor, now: datetime
) -> None:
    done = queries.change_at(session, draft, version=version)
    ledger.walk_back(session, draft=draft, done=done, forth=forth, actor=actor, now=now)
    locking.follow(session, draft=draft, done=done, forth=forth, actor=actor, now=now)
