"""What organizers decide about the book: its foreword, the order of its chapters."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, Stale
from offsite.events.models import Event
from offsite.proceedings.models import Binding
from offsite.proceedings.rules import CHAPTERS, arranged
from offsite.proposals.services.locking import lock

LONGEST_FOREWORD = 20_000


class BadBook(BadInput):
    """The foreword is too long."""


class BookChanged(Stale):
    """Another organizer saved meanwhile."""


def bind_book(
    session: Session,
    *,
    event: Event,
    foreword: str,
    places: Sequence[str],
    left_out: Sequence[str],
    seen: int,
    person_id: int | None,
    now: datetime,
) -> Binding:
    """Keep the foreword (markdown), the order of chapters and those to leave out.

    ``seen`` is the revision that the organizer looked at, 0 for none.  Names of chapters that
    do not exist are passed over.

    Raises:
        BadBook: the foreword is too long.
        BookChanged: another organizer saved meanwhile.
    """
    if len(foreword) > LONGEST_FOREWORD:
        raise BadBook("The foreword has at most 20,000 characters.")
    lock(session, event)
    binding = session.scalars(
        select(Binding).where(Binding.event_id == event.id).with_for_update()
    ).one_or_none()
    if (binding.revision if binding else 0) != seen:
        raise BookChanged(
            "Another organizer changed the book meanwhile. Yours is still below; look at theirs "
            "and save again."
        )
    if binding is None:
        binding = Binding(event_id=event.id, revision=0)
        session.add(binding)
    binding.foreword = foreword
    binding.places = list(arranged(places))
    binding.left_out = [one for one in CHAPTERS if one in left_out]
    binding.revision += 1
    binding.updated_at, binding.updated_by_id = now, person_id
    session.flush()
    return binding
