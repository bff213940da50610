"""Photos: brought, described, removed, put back, forgotten."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.events.models import Event
from offsite.proceedings.models import Photo
from offsite.proceedings.pictures import Picture, PictureFolder
from offsite.proceedings.queries.photos import count_photos, removed_before
from offsite.proposals.services.locking import lock

MOST = 200
LONGEST_CAPTION = 300
REMOVED_KEPT = timedelta(days=30)


class BookIsFull(RuleBroken):
    """The event has as many photos as a book can hold."""


class BadCaption(BadInput):
    """Too long for a line below a photo."""


def add_photo(
    session: Session,
    *,
    event: Event,
    picture: Picture,
    caption: str,
    folder: PictureFolder,
    person_id: int | None,
    now: datetime,
) -> Photo:
    """Keep a photo and its files.  Should the caller not commit, the files are nobody's.

    Raises:
        BookIsFull: there are 200 photos.
        BadCaption: the caption is too long.
    """
    _check(caption)
    lock(session, event)
    if count_photos(session, event_id=event.id) >= MOST:
        raise BookIsFull("There are %(most)s photos already. Remove one to add another.", most=MOST)
    photo = Photo(
        event_id=event.id,
        name=folder.keep(picture),
        caption=caption,
        width=picture.width,
        height=picture.height,
        created_at=now,
        created_by_id=person_id,
    )
    session.add(photo)
    session.flush()
    return photo


def describe(session: Session, *, photo: Photo, caption: str) -> None:
    """Give the photo other words.

    Raises:
        BadCaption: the caption is too long.
    """
    _check(caption)
    lock(session, photo)
    photo.caption = caption
    session.flush()


def remove(session: Session, *, photo: Photo, now: datetime) -> None:
    """Show it to nobody any more; removed already, nothing changes."""
    lock(session, photo)
    photo.removed_at = photo.removed_at or now
    session.flush()


def put_back(session: Session, *, photo: Photo) -> None:
    """Undo a removal; not removed, nothing changes.

    Raises:
        BookIsFull: others took its place.
    """
    lock(session, photo.event)
    lock(session, photo)
    if photo.removed_at is None:
        return
    if count_photos(session, event_id=photo.event_id) >= MOST:
        raise BookIsFull("There are %(most)s photos already. Remove one to add another.", most=MOST)
    photo.removed_at = None
    session.flush()


def forget_removed(session: Session, *, folder: PictureFolder, now: datetime) -> int:
    """Delete rows and files of what was removed a month ago; how many they were."""
    found = removed_before(session, before=now - REMOVED_KEPT)
    for photo in found:
        folder.forget(photo.name)
        session.delete(photo)
    session.flush()
    return len(found)


def _check(caption: str) -> None:
    if len(caption) > LONGEST_CAPTION or "\n" in caption:
        raise BadCaption("A caption is one line of at most 300 characters.")
