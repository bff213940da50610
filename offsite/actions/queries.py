"""Reads about action points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from offsite.actions.models import Action, ActionStep
from offsite.events.models import Event
from offsite.paging import Page, page_of
from offsite.people.models import Person
from offsite.people.privacy import columns_of, part
from offsite.proposals.models import Proposal

PER_PAGE = 20
VIEWS = ("open", "mine", "free", "closed")


@dataclass(frozen=True)
class Counts:
    """How many actions each view of an event has for one person."""

    open: int
    mine: int
    free: int
    closed: int


def _shown() -> Select[Action]:
    return select(Action).options(
        joinedload(Action.owner),
        joinedload(Action.asked),
        joinedload(Action.proposal),
        joinedload(Action.event),
    )


def _is_of(person_id: int) -> ColumnElement[bool]:
    return or_(Action.owner_id == person_id, Action.asked_id == person_id)


def _view(view: str, person_id: int) -> ColumnElement[bool]:
    is_open = Action.state == "open"
    return {
        "mine": is_open & _is_of(person_id),
        "free": is_open & Action.owner_id.is_(None),
        "closed": ~is_open,
    }.get(view, is_open)


def actions_page(
    session: Session,
    event: Event,
    *,
    view: str,
    person_id: int,
    search: str = "",
    page: int = 1,
) -> Page[Action]:
    """The event's actions of ``view``, what is due first; ``search`` in words and names."""
    owner = aliased(Person)
    wanted = (
        select(Action.id)
        .outerjoin(owner, owner.id == Action.owner_id)
        .where(Action.event_id == event.id, _view(view, person_id))
    )
    for word in search.split():
        wanted = wanted.where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (Action.title, Action.source, Action.details, owner.name)
                )
            )
        )
    ids = session.scalars(wanted.order_by(Action.due_on, Action.id)).all()
    shown = page_of(ids, page=page, size=PER_PAGE)
    rows = session.scalars(
        _shown().where(Action.id.in_(shown.items)).order_by(Action.due_on, Action.id)
    )
    return Page(tuple(rows), shown.page, shown.pages, shown.total)


def counts(session: Session, event: Event, *, person_id: int) -> Counts:
    """One statement for all tabs."""
    columns = [func.count().filter(_view(view, person_id)).label(view) for view in VIEWS]
    row = session.execute(select(*columns).where(Action.event_id == event.id)).one()
    return Counts(**row._mapping)


def of_session(session: Session, proposal: Proposal) -> Sequence[Action]:
    """What a session of the programme left behind, in the order it was written down."""
    found = _shown().where(Action.proposal_id == proposal.id).order_by(Action.id)
    return session.scalars(found).all()


def count_living(session: Session, *, proposal_id: int) -> int:
    """How many actions of a session are not dropped."""
    return (
        session.scalar(
            select(func.count(Action.id)).where(
                Action.proposal_id == proposal_id, Action.state != "dropped"
            )
        )
        or 0
    )


def mine(session: Session, *, person_id: int) -> Sequence[Action]:
    """Every action that the person owns or was asked to own, in all events; open ones first."""
    found = (
        _shown().where(_is_of(person_id)).order_by(Action.state != "open", Action.due_on, Action.id)
    )
    return session.scalars(found).all()


def ever_owned(session: Session, event: Event, *, person_id: int) -> Sequence[Action]:
    """The event's actions that the person owns or once owned."""
    accepted = select(ActionStep.action_id).where(
        ActionStep.person_id == person_id, ActionStep.kind == "accepted"
    )
    found = (
        _shown()
        .where(
            Action.event_id == event.id,
            or_(Action.owner_id == person_id, Action.id.in_(accepted)),
        )
        .order_by(Action.id)
    )
    return session.scalars(found).all()


def asked_of(session: Session, event: Event, *, person_id: int) -> int:
    """How many questions to own something the person has not answered."""
    return (
        session.scalar(
            select(func.count(Action.id)).where(
                Action.event_id == event.id, Action.asked_id == person_id, Action.state == "open"
            )
        )
        or 0
    )


def with_history(session: Session, action: Action) -> Sequence[ActionStep]:
    """What happened to it, the newest first; people are loaded."""
    return session.scalars(
        select(ActionStep)
        .where(ActionStep.action_id == action.id)
        .options(joinedload(ActionStep.person))
        .order_by(ActionStep.id.desc())
    ).all()


def carried_into(session: Session, event: Event) -> Sequence[Action]:
    """What earlier events of the series left for the review of this one.

    Open actions, and those that this event's review has closed.
    """
    found = (
        _shown()
        .join(Event, Event.id == Action.event_id)
        .where(
            Event.series_id == event.series_id,
            Event.id != event.id,
            Event.starts_on < event.starts_on,
            or_(Action.state == "open", Action.reviewed_in_id == event.id),
        )
        .order_by(Event.starts_on, Action.due_on, Action.id)
    )
    return session.scalars(found).all()


def carried_action(session: Session, event: Event, *, action_id: int) -> Action | None:
    """The action if this event's review is about it."""
    return next((one for one in carried_into(session, event) if one.id == action_id), None)


def open_of(session: Session, event: Event) -> Sequence[Action]:
    """Everything of the event that is open, what is due first."""
    found = (
        _shown()
        .where(Action.event_id == event.id, Action.state == "open")
        .order_by(Action.due_on, Action.id)
    )
    return session.scalars(found).all()


def open_owned(session: Session) -> Sequence[Action]:
    """Every open action with a willing owner who can still sign in, locked."""
    return session.scalars(
        select(Action)
        .join(Person, Person.id == Action.owner_id)
        .where(Action.state == "open", Person.disabled_at.is_(None))
        .options(selectinload(Action.owner), selectinload(Action.event))
        .order_by(Action.owner_id, Action.due_on, Action.id)
        .with_for_update(of=Action)
    ).all()


@dataclass(frozen=True)
class Settled:
    """One action as a book prints it."""

    title: str
    details: str
    source: str
    owner: str
    due_on: date
    state: str
    reason: str


def for_the_book(session: Session, event: Event) -> list[Settled]:
    """All actions of the event, by where they came from."""
    rows = session.scalars(
        _shown().where(Action.event_id == event.id).order_by(Action.source, Action.id)
    )
    return [
        Settled(
            title=one.title,
            details=one.details,
            source=one.source,
            owner=one.owner.name if one.owner else "",
            due_on=one.due_on,
            state=one.state,
            reason=one.reason,
        )
        for one in rows
    ]


@part("actions")
def _of_person(session: Session, person_id: int) -> Any:
    owned = session.scalars(
        select(Action)
        .where(
            or_(
                Action.owner_id == person_id,
                Action.asked_id == person_id,
                Action.created_by_id == person_id,
            )
        )
        .order_by(Action.id)
    )
    steps = session.scalars(
        select(ActionStep).where(ActionStep.person_id == person_id).order_by(ActionStep.id)
    )
    return {
        "actions": [columns_of(one) for one in owned],
        "steps": [columns_of(one) for one in steps],
    }
