"""One thumb and one line about a session, from the moment it starts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.anonymity.apart import without_people
from offsite.anonymity.ids import new_id
from offsite.anonymity.tags import tag_of
from offsite.errors import RuleBroken
from offsite.polls.models import Poll, SessionRating
from offsite.polls.services.running import NotOpen
from offsite.polls.sheets import check_rating


class NotYetStarted(RuleBroken):
    """The session can be rated once it has begun."""


@dataclass(frozen=True)
class Rating:
    """``worth`` 1..5; ``room`` full, right, empty or not said; one line."""

    worth: int
    room: str = ""
    remark: str = ""


def tag_for(key: bytes, person_id: int, proposal_id: int) -> str:
    """What a person's rating of one session is found by, as long as there is the key."""
    return tag_of(key, "rating", person_id, proposal_id)


def rate_session(
    session: Session,
    *,
    poll: Poll,
    proposal_id: int,
    tag: str,
    rating: Rating,
    starts_at: datetime,
    now: datetime,
) -> None:
    """Rate a session, or change the rating that bears the same tag.

    ``starts_at`` is when it began by the released schedule.

    Raises:
        NotOpen: ratings are not taken now.
        NotYetStarted: it has not begun.
        BadAnswer: the rating cannot be kept.
    """
    _require_open(session, poll, now)
    if now < starts_at:
        raise NotYetStarted("This session has not begun. Rate it when you have seen some of it.")
    check_rating(rating.worth, rating.room, rating.remark)
    with without_people(session):
        row = _rated(session, poll.id, proposal_id, tag)
        if row is None:
            row = SessionRating(id=new_id(), poll_id=poll.id, proposal_id=proposal_id, tag=tag)
            session.add(row)
        row.worth, row.room, row.remark = rating.worth, rating.room, rating.remark


def withdraw_rating(
    session: Session, *, poll: Poll, proposal_id: int, tag: str, now: datetime
) -> None:
    """Say nothing about a session again.  Without a rating this changes nothing.

    Raises:
        NotOpen: ratings are not taken now.
    """
    _require_open(session, poll, now)
    with without_people(session):
        row = _rated(session, poll.id, proposal_id, tag)
        if row is not None:
            session.delete(row)


def _require_open(session: Session, poll: Poll, now: datetime) -> None:
    session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())
    session.refresh(poll)
    if poll.kind != "sessions" or not poll.is_open(now):
        raise NotOpen("Sessions cannot be rated now.")


def _rated(session: Session, poll_id: int, proposal_id: int, tag: str) -> SessionRating | None:
    return session.scalars(
        select(SessionRating).where(
            SessionRating.poll_id == poll_id,
            SessionRating.proposal_id == proposal_id,
            SessionRating.tag == tag,
        )
    ).one_or_none()
