"""Undo and redo of a draft's changes."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from offsite.policy import Permission
from offsite.schedule import history as services
from offsite.schedule.models import Draft
from offsite.web.access import current_actor, load, utc_now
from offsite.web.forms import SeenForm
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.editing import Answer, changed


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/undo")
def undo(event_slug: str, draft_id: int) -> Answer:
    return _walked(load(Draft, draft_id, Permission.SCHEDULE_EDIT), services.undo)


@bp.post("/<event_slug>/organize/schedule/<int:draft_id>/redo")
def redo(event_slug: str, draft_id: int) -> Answer:
    return _walked(load(Draft, draft_id, Permission.SCHEDULE_EDIT), services.redo)


def _walked(found: Draft, walk: Callable[..., None]) -> Answer:
    form = SeenForm()

    def change(session: Session) -> None:
        walk(session, draft=found, seen_version=form.seen, actor=current_actor(), now=utc_now())

    return changed(found, form, change)
