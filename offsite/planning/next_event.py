"""The next event, made from a settled plan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.engines.verdicts import Verdict
from offsite.errors import NotFound, RuleBroken
from offsite.events.cloning import clone_event
from offsite.events.models import Event, Format, Slot
from offsite.events.services import EventDetails
from offsite.planning.models import Plan
from offsite.planning.queries import later_events, mix_of, topics_without_a_place
from offsite.policy import Actor
from offsite.proposals.models import Wanted
from offsite.proposals.services.call import CallPlan, plan_call
from offsite.proposals.services.content import Content
from offsite.proposals.services.locking import lock
from offsite.proposals.services.writing import put_on_programme
from offsite.schedule import drafts
from offsite.schedule.rules import SlotPeriod, run_from

REVIEW = "last-years-actions"
"""The format whose sessions look at what earlier events left."""


class NotSettled(RuleBroken):
    """The plan does not stand yet."""


class AlreadyMade(RuleBroken):
    """The next event is there."""


@dataclass(frozen=True)
class Wish:
    """What the next event shall be like, besides the plan.

    ``topics`` are positions in `queries.topics_without_a_place`; ``call_closes_at`` None is a
    call without an end.
    """

    details: EventDetails
    with_members: bool
    topics: Collection[int]
    call_text: str
    call_closes_at: datetime | None


def make_next_event(
    session: Session, *, plan: Plan, wish: Wish, actor: Actor, now: datetime
) -> Event:
    """Clone the event on its new days, fill in what the plan decided, and open the call.

    Formats that the plan drops are retired; topics that found no place are wanted again;
    the first slot holds the review of what earlier events left, in a draft of its own.

    Raises:
        NotSettled: the plan is still argued about.
        AlreadyMade: it was made before.
        BadValue, AddressTaken: as `cloning.clone_event`.
        BadDates: as `call.plan_call`.
    """
    lock(session, plan)
    if not plan.is_settled:
        raise NotSettled("The plan is not settled yet: its last call has to end first.")
    if plan.next_event_id is not None:
        raise AlreadyMade("The next event was made already.")
    topics = topics_without_a_place(session, plan.event)
    event = clone_event(
        session,
        source=plan.event,
        details=wish.details,
        creator_id=actor.person_id or 0,
        with_members=wish.with_members,
        now=now,
    )
    session.refresh(event)
    plan.next_event_id = event.id
    _retire_dropped(session, plan, event, now)
    for number in sorted(set(wish.topics)):
        if 0 <= number < len(topics):
            session.add(
                Wanted(
                    event_id=event.id,
                    title=topics[number].title,
                    person_id=actor.person_id,
                    created_at=now,
                )
            )
    _open_call(session, event, wish, now)
    _begin_with_the_review(session, event, actor, now)
    session.flush()
    session.refresh(plan)
    return event


def name_next_event(session: Session, *, plan: Plan, event: Event) -> None:
    """Say that an event made by other means is the one this plan is about.

    Raises:
        NotSettled: the plan is still argued about.
        AlreadyMade: another event was made of it.
        NotFound: it is no later event of the series.
    """
    lock(session, plan)
    if not plan.is_settled:
        raise NotSettled("The plan is not settled yet: its last call has to end first.")
    if plan.next_event_id not in (None, event.id):
        raise AlreadyMade("The next event was made already.")
    if event not in later_events(session, plan.event):
        raise NotFound("That is no later event of this series.")
    plan.next_event_id = event.id
    session.flush()
    session.refresh(plan)


def _retire_dropped(session: Session, plan: Plan, event: Event, now: datetime) -> None:
    dropped = {one.line.key for one in mix_of(plan).lines if one.line.decided == Verdict.DROP}
    for one in event.formats:
        if one.key in dropped:
            one.retired_at = now
    session.flush()


def _open_call(session: Session, event: Event, wish: Wish, now: datetime) -> None:
    call = CallPlan(text=wish.call_text, call_opens_at=now, call_closes_at=wish.call_closes_at)
    plan_call(session, event=event, plan=call)


def _begin_with_the_review(session: Session, event: Event, actor: Actor, now: datetime) -> None:
    """A session for everybody in the first slot that is long enough, and a draft with it."""
    review = session.scalars(
        select(Format).where(Format.event_id == event.id, Format.key == REVIEW)
    ).first()
    if review is None or review.retired_at is not None or not event.rooms:
        return
    slot = _first_slot(event, review.minutes)
    if slot is None:
        return
    proposal = put_on_programme(
        session,
        event=event,
        content=Content(title=review.name, format_id=review.id),
        person_id=actor.person_id,
        now=now,
    )
    draft = drafts.start_draft(
        session, event=event, name="From the plan", base=None, actor=actor, now=now
    )
    largest = max(event.rooms, key=lambda room: room.seats or 10**6)
    drafts.place_to_stay(
        session,
        draft=draft,
        proposal=proposal,
        room=largest,
        starts_at=slot.starts_at,
        actor=actor,
        now=now,
    )


def _first_slot(event: Event, minutes: int) -> Slot | None:
    periods = [SlotPeriod(one.id, one.starts_at, one.ends_at) for one in event.slots]
    following = {one.starts_at: one for one in periods}
    for slot, period in zip(event.slots, periods, strict=True):
        if run_from(period, following, minutes) is not None:
            return slot
    return None
