"""A new event made from an earlier one: its rooms, grid and formats, on other days."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from offsite.events.models import (
    Blocker,
    Event,
    Format,
    Membership,
    Phase,
    RoleGrant,
    Room,
    Slot,
    Track,
)
from offsite.events.moving import Move, plan_move
from offsite.events.services import EventDetails, add_event
from offsite.policy import Role


def clone_event(
    session: Session,
    *,
    source: Event,
    details: EventDetails,
    creator_id: int,
    with_members: bool,
    now: datetime,
) -> Event:
    """A new event of the same series with the source's rooms, tracks, formats and grid.

    Times keep their place on the wall; what has none on the new days is left out (the
    preview, `moving.plan_move`, said so).  Members come without their roles, except that a
    screen stays a screen.  Call, votes, proposals and schedule are not copied.

    Raises:
        BadValue, AddressTaken: as `services.check_details`.
    """
    move = plan_move(
        source,
        starts_on=details.starts_on,
        ends_on=details.ends_on,
        timezone=details.timezone,
    )
    event = add_event(
        session, details=details, series=source.series, creator_id=creator_id, now=now
    )
    rooms = _copy_rooms(session, source, event)
    _copy_times(session, move, event, rooms)
    _copy_formats(session, source, event)
    if with_members:
        _copy_members(session, source, event, now)
    session.flush()
    return event


def _copy_rooms(session: Session, source: Event, event: Event) -> Mapping[str, Room]:
    rooms = {
        one.name: Room(
            event_id=event.id,
            guid=str(uuid.uuid4()),
            name=one.name,
            seats=one.seats,
            features=list(one.features),
            description=one.description,
            position=one.position,
        )
        for one in source.rooms
    }
    session.add_all(rooms.values())
    session.flush()
    return rooms


def _copy_times(session: Session, move: Move, event: Event, rooms: Mapping[str, Room]) -> None:
    for one in move.times:
        if one.new is None:
            continue
        starts_at, ends_at = one.new
        if one.what == "slot":
            session.add(Slot(event_id=event.id, starts_at=starts_at, ends_at=ends_at))
            continue
        session.add(
            Blocker(
                event_id=event.id,
                room_id=rooms[one.room].id if one.room else None,
                kind=one.what,
                title=one.title,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        )


def _copy_formats(session: Session, source: Event, event: Event) -> None:
    formats = session.scalars(
        select(Format).where(Format.event_id == source.id).options(selectinload(Format.phases))
    )
    for one in formats:
        session.add(_copy_of_format(one, event))
    for track in source.tracks:
        session.add(
            Track(event_id=event.id, name=track.name, hue=track.hue, position=track.position)
        )


def _copy_of_format(source: Format, event: Event) -> Format:
    return Format(
        event_id=event.id,
        key=source.key,
        name=source.name,
        minutes=source.minutes,
        description=source.description,
        leaves_behind=source.leaves_behind,
        everyone=source.everyone,
        open_to_proposals=source.open_to_proposals,
        default_seats=source.default_seats,
        hue=source.hue,
        position=source.position,
        retired_at=source.retired_at,
        phases=[_copy_of_phase(one) for one in source.phases],
    )


def _copy_of_phase(source: Phase) -> Phase:
    return Phase(
        position=source.position,
        name=source.name,
        minutes=source.minutes,
        note=source.note,
        kind=source.kind,
    )


def _copy_members(session: Session, source: Event, event: Event, now: datetime) -> None:
    members = session.scalars(
        select(Membership)
        .where(Membership.event_id == source.id, Membership.left_at.is_(None))
        .options(selectinload(Membership.grants), selectinload(Membership.person))
        .order_by(Membership.id)
    ).all()
    there = set(session.scalars(select(Membership.person_id).filter_by(event_id=event.id)))
    for one in members:
        if one.person_id in there or not one.person.can_sign_in():
            continue
        copy = Membership(event_id=event.id, person_id=one.person_id, joined_at=now)
        if {grant.role for grant in one.grants} == {Role.DISPLAY.value}:
            copy.grants = [RoleGrant(role=Role.DISPLAY.value, granted_at=now)]
        session.add(copy)
