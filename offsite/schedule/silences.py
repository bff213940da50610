"""Warnings that somebody looked at and accepted, with a note: they stay silenced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event
from offsite.policy import Actor
from offsite.schedule.evaluation import Broken
from offsite.schedule.models import SilencedWarning


@dataclass(frozen=True)
class Quiet:
    """A warning that holds, and by whom, when and why it was silenced."""

    warning: Broken
    silenced: SilencedWarning


@dataclass(frozen=True)
class Sifted:
    """Warnings that hold: those to look at, and those that were silenced."""

    open: tuple[Broken, ...]
    quiet: tuple[Quiet, ...]


def mark_of(warning: Broken) -> str:
    """The warning's name in addresses and rows: the same rule about the same rows."""
    subjects = (
        warning.rule,
        sorted(warning.proposals),
        warning.room_id,
        sorted(warning.people),
    )
    return sha256(repr(subjects).encode()).hexdigest()[:16]


def silenced_of(session: Session, event: Event) -> dict[str, SilencedWarning]:
    """Every silenced warning of the event by its mark, whether it holds now or not."""
    found = session.scalars(
        select(SilencedWarning)
        .where(SilencedWarning.event_id == event.id)
        .options(joinedload(SilencedWarning.silenced_by))
        .order_by(SilencedWarning.id)
    )
    return {one.mark: one for one in found}


def sift(warnings: Iterable[Broken], silenced: Mapping[str, SilencedWarning]) -> Sifted:
    """Part what holds into what is still to be looked at and what is not."""
    open_ones, quiet = [], []
    for one in warnings:
        known = silenced.get(mark_of(one))
        if known is None:
            open_ones.append(one)
        else:
            quiet.append(Quiet(one, known))
    return Sifted(tuple(open_ones), tuple(quiet))


def silence(
    session: Session, *, event: Event, warning: Broken, note: str, actor: Actor, now: datetime
) -> SilencedWarning:
    """Accept ``warning`` in every draft of the event and say why.

    Silenced again, it has the newest note.
    """
    session.refresh(event, with_for_update=True)
    mark = mark_of(warning)
    found = silenced_of(session, event).get(mark)
    if found is None:
        found = SilencedWarning(event_id=event.id, mark=mark, rule=warning.rule)
        session.add(found)
    found.subjects = {
        "proposals": list(warning.proposals),
        "room": warning.room_id,
        "people": list(warning.people),
    }
    found.note = note
    found.silenced_at = now
    found.silenced_by_id = actor.person_id
    session.flush()
    return found


def unsilence(session: Session, *, event: Event, mark: str) -> None:
    """Let the warning be heard again; quiet when it already is."""
    found = silenced_of(session, event).get(mark)
    if found is not None:
        session.delete(found)
        session.flush()
