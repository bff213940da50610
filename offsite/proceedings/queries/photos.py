"""Photos that members see."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from offsite.events.models import Event
from offsite.paging import Page, page_of
from offsite.proceedings.models import Photo

PER_PAGE = 24


def photos_of(session: Session, event: Event) -> Sequence[Photo]:
    """All photos of the event that were not removed, in the order in which they came."""
    return session.scalars(
        select(Photo)
        .where(Photo.event_id == event.id, Photo.removed_at.is_(None))
        .options(joinedload(Photo.created_by), joinedload(Photo.event))
        .order_by(Photo.id)
    ).all()


def photos_page(session: Session, event: Event, *, page: int) -> Page[Photo]:
    """The same, one page of them."""
    return page_of(photos_of(session, event), page=page, size=PER_PAGE)


def count_photos(session: Session, *, event_id: int) -> int:
    """How many photos the event shows."""
    found = select(func.count(Photo.id)).where(
        Photo.event_id == event_id, Photo.removed_at.is_(None)
    )
    return session.scalar(found) or 0


def removed_before(session: Session, *, before: datetime) -> Sequence[Photo]:
    """Photos that have been removed for long enough to forget them."""
    return session.scalars(
        select(Photo).where(Photo.removed_at < before).order_by(Photo.id).with_for_update()
    ).all()
