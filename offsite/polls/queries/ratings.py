"""What people thought of single sessions, in the only form in which anybody sees it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import SystemRandom

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.engines import shares
from offsite.polls.cells import FEWEST, may_show
from offsite.polls.models import ROOM_FITS, WORTH, Poll, SessionRating
from offsite.polls.queries.results import POSITIVE_FROM, Share

_shuffled = SystemRandom()


@dataclass(frozen=True)
class SessionResult:
    """One session's ratings; ``worth`` is None while fewer than five rated it.

    ``room`` counts too full, just right and too empty, None where fewer than five said.
    """

    proposal_id: int
    worth: Share | None
    room: tuple[int, ...] | None
    remarks: tuple[str, ...]

    @property
    def room_word(self) -> str:
        """What more than half said of the room, else empty."""
        if self.room is None:
            return ""
        said = sum(self.room)
        fits = zip(ROOM_FITS, self.room, strict=True)
        return next((word for word, people in fits if 2 * people > said), "")


def ratings_of(session: Session, poll: Poll) -> dict[int, SessionResult]:
    """The results by proposal id; empty before the poll is sealed.

    There is no total over sessions, so nothing can be subtracted from it.
    """
    if poll.sealed_at is None:
        return {}
    by_session: dict[int, list[SessionRating]] = defaultdict(list)
    for one in session.scalars(select(SessionRating).where(SessionRating.poll_id == poll.id)):
        by_session[one.proposal_id].append(one)
    return {ident: _result(ident, rows) for ident, rows in by_session.items()}


def _result(proposal_id: int, rows: list[SessionRating]) -> SessionResult:
    return SessionResult(
        proposal_id,
        _share([one.worth for one in rows]),
        _rooms([one.room for one in rows if one.room]),
        _texts(one.remark for one in rows if one.remark),
    )


def _share(values: list[int]) -> Share | None:
    if not may_show(len(values)):
        return None
    steps = tuple(values.count(step) for step in WORTH)
    positive = sum(steps[POSITIVE_FROM - 1 :])
    ranges = shares.headline(positive, len(values), attended=len(values))
    return Share(steps, ranges)


def _rooms(words: list[str]) -> tuple[int, ...] | None:
    return tuple(words.count(one) for one in ROOM_FITS) if may_show(len(words)) else None


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    found = list(texts)
    if len(found) < FEWEST:
        return ()
    _shuffled.shuffle(found)
    return tuple(found)
