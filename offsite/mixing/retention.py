"""What is private about mixing vanishes by itself, thirty days after the event.

What stays is that two people were in one group (`Meeting`), and the rounds with their
groups, so that the next event can be drawn alike.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, or_, select, update
from sqlalchemy.orm import Session

from offsite.events.models import Event, Membership
from offsite.jobs.models import Job
from offsite.mixing.letters import CHANGED, REMINDER
from offsite.mixing.models import Apart, Group, Mix, Need, PublishedMix, Round, RoundAbsence
from offsite.mixing.queries import GENERATE
from offsite.outbox.desk import Desk
from offsite.outbox.models import Mail

KEPT = timedelta(days=30)


def is_due(event: Event, now: datetime) -> bool:
    """Whether thirty whole days have passed since the event's last day, on its own clock."""
    return now.astimezone(event.zone).date() - KEPT > event.ends_on


def forget(session: Session, desk: Desk, now: datetime) -> int:
    """A chore: delete what people said and who sat where, of every event that is long over.

    Returns of how many events something was left.  To call it again does nothing.
    """
    # No zone is more than a day away from UTC; the event's own clock decides.
    over = session.scalars(
        select(Event).where(Event.ends_on < (now - KEPT).date() + timedelta(days=1))
    )
    return sum(_forget_one(session, event.id) for event in over.all() if is_due(event, now))


def _forget_one(session: Session, event_id: int) -> bool:
    members = select(Membership.id).where(Membership.event_id == event_id)
    rounds = select(Round.id).where(Round.event_id == event_id)
    solved = (Job.event_id == event_id, Job.kind == GENERATE, Job.ended_at.is_not(None))
    statements = (
        delete(Need).where(Need.membership_id.in_(members)),
        delete(Apart).where(Apart.membership_id.in_(members)),
        delete(RoundAbsence).where(RoundAbsence.round_id.in_(rounds)),
        delete(Mix).where(Mix.event_id == event_id),
        delete(PublishedMix).where(PublishedMix.event_id == event_id),
        delete(Job).where(*solved),
        delete(Mail).where(Mail.event_id == event_id, Mail.kind.in_((CHANGED, REMINDER))),
        _blanked_cars(event_id),
    )
    gone = sum(_carried_out(session, one) for one in statements)
    session.expire_all()
    return gone > 0


def _carried_out(session: Session, statement: Delete | Update) -> int:
    """How many rows it touched."""
    unwatched = {"synchronize_session": False}
    done = cast(CursorResult[Any], session.execute(statement, execution_options=unwatched))
    return done.rowcount


def _blanked_cars(event_id: int) -> Update:
    """Who drove, from where and when is taken out of the groups, which stay."""
    rounds = select(Round.id).where(Round.event_id == event_id)
    said = or_(
        Group.driver_id.is_not(None),
        Group.leaves_at.is_not(None),
        Group.leaves_from != "",
        Group.meeting_point != "",
    )
    return (
        update(Group)
        .where(Group.round_id.in_(rounds), said)
        .values(driver_id=None, leaves_at=None, leaves_from="", meeting_point="")
    )
