"""The rooms of an event."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.events.models import Blocker, Event, Room
from offsite.events.rules import BadValue

LARGEST_ROOM = 100_000
LONGEST_FEATURE = 40
MOST_FEATURES = 20

SUGGESTED_FEATURES = (
    "projector",
    "stage",
    "whiteboard",
    "flip chart",
    "microphone",
    "video",
    "sockets",
    "daylight",
    "step-free",
    "quiet",
)


class NameTaken(RuleBroken):
    """The event has a room with this name."""


class RoomInUse(RuleBroken):
    """Something is planned in the room."""


@dataclass(frozen=True)
class RoomDetails:
    """What an organizer says about a room.  ``seats`` is None when it limits nobody."""

    name: str
    seats: int | None = None
    features: tuple[str, ...] = ()
    description: str = ""


def features_of(text: str) -> tuple[str, ...]:
    """Features from a text with commas: lower case, each once, in the order they were typed."""
    words = (" ".join(word.split()).lower() for word in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def add_room(session: Session, *, event: Event, details: RoomDetails) -> Room:
    """A new room, after the others.

    Raises:
        BadValue: something cannot be kept.
        NameTaken: there is a room with this name.
    """
    _check(session, event.id, details)
    last = session.scalar(select(func.max(Room.position)).where(Room.event_id == event.id))
    room = Room(
        event_id=event.id,
        guid=str(uuid.uuid4()),
        position=0 if last is None else last + 1,
        **_columns(details),
    )
    _save(session, room)
    return room


def change_room(session: Session, *, room: Room, details: RoomDetails) -> None:
    """Keep new details of a room.  Raises as `add_room`."""
    _check(session, room.event_id, details, room_id=room.id)
    for column, value in _columns(details).items():
        setattr(room, column, value)
    _save(session, room)


def _columns(details: RoomDetails) -> dict[str, object]:
    return {
        "name": details.name.strip(),
        "seats": details.seats,
        "features": list(details.features),
        "description": details.description,
    }


def _check(
    session: Session, event_id: int, details: RoomDetails, *, room_id: int | None = None
) -> None:
    name = details.name.strip()
    if not name or len(name) > 100:
        raise BadValue("A room needs a name of at most 100 characters.")
    if details.seats is not None and not 0 < details.seats <= LARGEST_ROOM:
        raise BadValue(
            "Leave the seats empty, or write a number from 1 to %(most)s.", most=LARGEST_ROOM
        )
    if len(details.features) > MOST_FEATURES:
        raise BadValue("A room can have %(most)s features at most.", most=MOST_FEATURES)
    too_long = [one for one in details.features if len(one) > LONGEST_FEATURE]
    if too_long:
        raise BadValue("The feature “%(one)s …” is too long.", one=too_long[0][:LONGEST_FEATURE])
    holder = session.scalar(select(Room.id).where(Room.event_id == event_id, Room.name == name))
    if holder is not None and holder != room_id:
        raise _taken(name)


def _taken(name: str) -> NameTaken:
    return NameTaken("There is a room called “%(name)s” already.", name=name)


def _save(session: Session, room: Room) -> None:
    name = room.name
    try:
        with session.begin_nested():
            session.add(room)
            session.flush()
    except IntegrityError as error:
        raise _taken(name) from error


def move_room(session: Session, *, room: Room, by: int) -> None:
    """Move a room up (``by`` negative) or down the list; at the end of it nothing happens."""
    rooms = list(
        session.scalars(
            select(Room).where(Room.event_id == room.event_id).order_by(Room.position, Room.id)
        )
    )
    old = rooms.index(room)
    new = min(max(old + by, 0), len(rooms) - 1)
    rooms.insert(new, rooms.pop(old))
    for position, one in enumerate(rooms):
        one.position = position
    session.flush()


@dataclass(frozen=True)
class RemovedRoom:
    """A room that is gone: enough to bring it back as the same one."""

    details: RoomDetails
    guid: str
    position: int


def delete_room(session: Session, *, room: Room, items: int) -> RemovedRoom:
    """Remove a room; what it was is returned for `restore_room`.

    ``items`` is how much is planned there: the schedule stands above events, so its
    caller counts.

    Raises:
        RoomInUse: something is planned there, or it has breaks or blockers of its own.
    """
    blockers = session.scalar(select(func.count(Blocker.id)).where(Blocker.room_id == room.id))
    if items or blockers:
        raise RoomInUse(
            "“%(name)s” is in use: %(items)s items and %(blockers)s breaks or blockers are "
            "planned there. Move or remove them first.",
            name=room.name,
            items=items,
            blockers=blockers,
        )
    details = RoomDetails(room.name, room.seats, tuple(room.features), room.description)
    removed = RemovedRoom(details, room.guid, room.position)
    session.delete(room)
    session.flush()
    return removed


def restore_room(session: Session, *, event: Event, removed: RemovedRoom) -> Room:
    """Bring a removed room back, where it was and with its lasting identifier.

    Raises:
        NameTaken: a new room has its name.
    """
    room = add_room(session, event=event, details=removed.details)
    room.guid, room.position = removed.guid, removed.position
    session.flush()
    return room
