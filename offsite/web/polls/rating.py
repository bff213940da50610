"""Ratings of sessions, each from the moment it starts."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.anonymity.keys import KeyIsGone
from offsite.errors import BadInput, NotFound
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.polls import queries
from offsite.polls.models import Poll
from offsite.polls.services import rating as ratings
from offsite.polls.services.rating import Rating, tag_for
from offsite.polls.services.running import key_name
from offsite.schedule import queries as schedule
from offsite.schedule.models import ReleasedItem
from offsite.web.access import current_actor, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.forms import clean_text
from offsite.web.once import is_queued
from offsite.web.polls.answering import Answer
from offsite.web.polls.blueprint import bp
from offsite.web.untraced import key_folder, untraced


@dataclass(frozen=True)
class Begun:
    """Sessions that have begun, the latest first, and how many come later."""

    items: list[ReleasedItem]
    later: int


def begun(event: Event, now: datetime) -> Begun:
    items = released_items(event)
    started = [one for one in items if one.starts_at <= now]
    return Begun(sorted(started, key=lambda one: (one.starts_at, one.id), reverse=True),
                 len(items) - len(started))  # fmt: skip


def released_items(event: Event) -> list[ReleasedItem]:
    """What everybody's schedule holds, without what was cancelled."""
    release = schedule.latest_release(db.read_session(), event)
    items = release.items if release else []
    return [one for one in items if one.canceled_at is None and one.proposal_id is not None]


@bp.get("/<event_slug>/feedback/sessions/")
@untraced
def sessions(event_slug: str) -> str:
    return sessions_page(load_event(Permission.POLL_ANSWER))


def sessions_page(event: Event, refusal: str = "", code: str = "") -> str:
    now = utc_now()
    poll = _open_poll(event, now)
    here = begun(event, now)
    return render_template(
        "polls/sessions.html",
        poll=poll,
        begun=here,
        own=_own(poll, here.items) if poll else {},
        refusal=refusal,
        refused_code=code,
    )


def _open_poll(event: Event, now: datetime) -> Poll | None:
    found = queries.open_polls(db.read_session(), event_id=event.id, now=now)
    return next((one for one in found if one.kind == "sessions"), None)


def _own(poll: Poll, items: list[ReleasedItem]) -> dict[int, Rating]:
    person_id = current_actor().person_id or 0
    try:
        key = key_folder().read(key_name(poll.id))
    except KeyIsGone:
        return {}
    tags = {one.proposal_id or 0: tag_for(key, person_id, one.proposal_id or 0) for one in items}
    rows = queries.own_ratings(db.read_session(), poll_id=poll.id, tags=tags)
    return {ident: Rating(one.worth, one.room, one.remark) for ident, one in rows.items()}


@bp.post("/<event_slug>/feedback/sessions/<code>")
@untraced
def rate(event_slug: str, code: str) -> Answer:
    event = load_event(Permission.POLL_ANSWER)
    now = utc_now()
    poll = _open_poll(event, now)
    item = next((one for one in released_items(event) if one.code == code), None)
    if item is None or item.proposal_id is None or poll is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    key = key_folder().read(key_name(poll.id))
    tag = tag_for(key, current_actor().person_id or 0, item.proposal_id)
    ident, starts_at = item.proposal_id, item.starts_at
    try:
        with unit_of_work() as session:
            if request.form.get("do") == "withdraw":
                ratings.withdraw_rating(session, poll=poll, proposal_id=ident, tag=tag, now=now)
            else:
                ratings.rate_session(
                    session,
                    poll=poll,
                    proposal_id=ident,
                    tag=tag,
                    rating=_asked(),
                    starts_at=starts_at,
                    now=now,
                )
    except BadInput as refusal:
        if is_queued():
            raise
        return sessions_page(event, sentence(refusal), code), status_of(refusal)
    flash(_("Thank you."), "success")
    return redirect(url_for("polls.sessions", event_slug=event_slug, _anchor=f"s-{code}"), 303)


def _asked() -> Rating:
    remark: str = clean_text(request.form.get("remark", ""))
    return Rating(
        request.form.get("worth", 0, type=int),
        request.form.get("room", ""),
        " ".join(remark.split()),
    )
