"""Undo and redo: the changes of a draft walked back and forth, across reloads and people."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.mixing import queries
from offsite.mixing.drafts import carry_out, open_for_change
from offsite.mixing.models import Mix
from offsite.policy import Actor
from offsite.undoing import Walk, walk_of


def walk(session: Session, mix: Mix) -> Walk:
    """What can be undone and redone in the draft now."""
    changes = queries.changes_of(session, mix_id=mix.id)
    return walk_of((one.version, one.undoes, one.redoes) for one in changes)


def undo(session: Session, *, mix: Mix, seen_version: int, actor: Actor, now: datetime) -> None:
    """Take back the last change that counts, whoever made it.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
        NothingToUndo: no change is left.
    """
    open_for_change(session, mix, seen_version)
    done = queries.change_at(session, mix_id=mix.id, version=walk(session, mix).last_done())
    back = [[round_, person, after, before] for round_, person, before, after in done.moves]
    carry_out(session, mix, back, actor=actor, now=now, undoes=done.version)


def redo(session: Session, *, mix: Mix, seen_version: int, actor: Actor, now: datetime) -> None:
    """Make the change again that was undone last.

    Raises:
        MixMoved, MixOver: the draft cannot be changed from this page.
        NothingToRedo: nothing was undone, or something else was changed since.
    """
    open_for_change(session, mix, seen_version)
    done = queries.change_at(session, mix_id=mix.id, version=walk(session, mix).last_undone())
    carry_out(session, mix, done.moves, actor=actor, now=now, redoes=done.version)
