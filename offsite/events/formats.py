"""Formats of an event and their run sheets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.events import rules
from offsite.events.models import PHASE_KINDS, Event, Format, Phase
from offsite.events.rules import BadValue

LONGEST_FORMAT = 720
MOST_PHASES = 30
HUES = 12


@dataclass(frozen=True)
class PhaseDetails:
    """One timed step."""

    name: str
    minutes: int
    note: str = ""
    kind: str = "plain"


@dataclass(frozen=True)
class FormatDetails:
    """What an organizer says about a format.  Phases need not add up; the page shows it."""

    name: str
    minutes: int
    description: str = ""
    leaves_behind: str = ""
    everyone: bool = False
    open_to_proposals: bool = True
    default_seats: int | None = None
    hue: int = 1
    phases: tuple[PhaseDetails, ...] = ()


def add_format(session: Session, *, event: Event, details: FormatDetails) -> Format:
    """A format of the organizers' own, after the others.

    Raises:
        BadValue: something cannot be kept.
    """
    _check(details)
    last = session.scalar(select(func.max(Format.position)).where(Format.event_id == event.id))
    row = Format(
        event_id=event.id,
        key=_free_key(session, event, details.name),
        position=0 if last is None else last + 1,
        name=details.name,
        minutes=details.minutes,
    )
    session.add(row)
    _fill(session, row, details)
    return row


def change_format(session: Session, *, format: Format, details: FormatDetails) -> None:
    """Keep new words, times and phases.  Proposals keep the length they asked for.

    Raises:
        BadValue: as `add_format`; nothing is changed.
    """
    _check(details)
    _fill(session, format, details)


def _fill(session: Session, row: Format, details: FormatDetails) -> None:
    row.name = details.name.strip()
    row.minutes = details.minutes
    row.description = details.description
    row.leaves_behind = details.leaves_behind
    row.everyone = details.everyone
    row.open_to_proposals = details.open_to_proposals
    row.default_seats = details.default_seats
    row.hue = details.hue
    # The old steps go first: two rows may not hold one position.
    row.phases = []
    session.flush()
    row.phases = [
        Phase(
            position=number,
            name=one.name.strip(),
            minutes=one.minutes,
            note=one.note,
            kind=one.kind,
        )
        for number, one in enumerate(details.phases)
    ]
    session.flush()


def _check(details: FormatDetails) -> None:
    name = details.name.strip()
    if not name or len(name) > 100:
        raise BadValue("A format needs a name of at most 100 characters.")
    if not 0 < details.minutes <= LONGEST_FORMAT:
        raise BadValue("A format has 1 to %(most)s minutes.", most=LONGEST_FORMAT)
    if not 1 <= details.hue <= HUES:
        raise BadValue("Choose one of the %(count)s colours.", count=HUES)
    if details.default_seats is not None and details.default_seats < 1:
        raise BadValue("Leave the seats empty, or write at least 1.")
    if len(details.phases) > MOST_PHASES:
        raise BadValue("A run sheet has %(most)s phases at most.", most=MOST_PHASES)
    for one in details.phases:
        if not one.name.strip() or not 0 < one.minutes <= LONGEST_FORMAT:
            raise BadValue("Every phase needs a name and at least one minute.")
        if one.kind not in PHASE_KINDS:
            raise BadValue("Choose what people do in each phase.")


def _free_key(session: Session, event: Event, name: str) -> str:
    base = rules.slug_of(name)[:45] or "format"
    taken = set(session.scalars(select(Format.key).where(Format.event_id == event.id)))
    candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in candidates if one not in taken)


def retire_format(session: Session, *, format: Format, now: datetime) -> None:
    """Offer the format no more; what uses it keeps it.  Twice is once."""
    format.retired_at = format.retired_at or now
    session.flush()


def restore_format(session: Session, *, format: Format) -> None:
    format.retired_at = None
    session.flush()
