"""The organizer's checklist: what is done, what is next, with numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite import db
from offsite.events.models import Event
from offsite.events.queries import SetupCounts, setup_counts
from offsite.outbox.models import Mail
from offsite.proposals.models import Proposal
from offsite.schedule.models import Draft, Placement, Release
from offsite.web.navigation import may_open
from offsite.web.rendering import local_stamp


@dataclass(frozen=True)
class Step:
    """One line of the checklist.  ``state`` is done, next, later or waiting."""

    title: str
    text: str
    endpoint: str
    is_done: bool
    action: str
    is_next: bool = False
    url: str = ""


@dataclass(frozen=True)
class WorkCounts:
    """How far the features above events have come."""

    submitted: int
    accepted: int
    placed: int
    releases: int
    waiting_mails: int


def steps_of(event: Event, now: datetime) -> list[Step]:
    """The checklist in the order of the work; the first step not done is the next one."""
    session = db.read_session()
    setup = setup_counts(session, event_id=event.id)
    work = work_counts(session, event_id=event.id)
    steps = [*_setup_steps(setup), *_programme_steps(event, setup, work, now)]
    first = next((one for one in steps if not one.is_done), None)
    return [replace(one, is_next=one is first, url=_url(one, event)) for one in steps]


def _url(step: Step, event: Event) -> str:
    may = may_open(step.endpoint, event)
    return url_for(step.endpoint, event_slug=event.slug) if may else ""


def work_counts(session: Session, *, event_id: int) -> WorkCounts:
    """One statement."""
    proposals = select(func.count(Proposal.id)).where(Proposal.event_id == event_id)
    placed = (
        select(func.count(Placement.id.distinct()))
        .join(Draft, Draft.id == Placement.draft_id)
        .where(
            Draft.event_id == event_id,
            Draft.applied_at.is_not(None),
            Draft.discarded_at.is_(None),
        )
    )
    mails = select(func.count(Mail.id)).where(
        Mail.event_id == event_id, Mail.let_go_at.is_(None), Mail.discarded_at.is_(None)
    )
    row = session.execute(
        select(
            proposals.where(Proposal.submitted_at.is_not(None)).scalar_subquery(),
            proposals.where(Proposal.state.in_(("accepted", "confirmed"))).scalar_subquery(),
            placed.scalar_subquery(),
            select(func.count(Release.id)).where(Release.event_id == event_id).scalar_subquery(),
            mails.scalar_subquery(),
        )
    ).one()
    return WorkCounts(*row)


def _setup_steps(setup: SetupCounts) -> Iterator[Step]:
    yield Step(
        _("Rooms"),
        ngettext("%(num)s room", "%(num)s rooms", setup.rooms)
        if setup.rooms
        else _("Where things happen, with seats and features."),
        "events.rooms",
        setup.rooms > 0,
        _("Add rooms"),
    )
    yield Step(
        _("Days and slots"),
        ngettext("%(num)s slot", "%(num)s slots", setup.slots)
        if setup.slots
        else _("Draw the days from a template in a minute."),
        "events.grid",
        setup.slots > 0,
        _("Draw the days"),
    )
    yield Step(
        _("Formats"),
        ngettext("%(num)s format", "%(num)s formats", setup.formats)
        if setup.formats
        else _("Ways of meeting, each with its run sheet."),
        "events.formats",
        setup.formats > 0,
        _("Look at the formats"),
    )
    yield Step(
        _("People"),
        ngettext("%(num)s member", "%(num)s members", setup.members),
        "events.members",
        setup.members > 1,
        _("Bring people in"),
    )


def _programme_steps(
    event: Event, setup: SetupCounts, work: WorkCounts, now: datetime
) -> Iterator[Step]:
    yield Step(
        _("Call for proposals"),
        _window(event, event.call_opens_at, event.call_closes_at, now)
        + _counted(ngettext("%(num)s submitted", "%(num)s submitted", work.submitted)),
        "proposals.call_settings",
        event.call_opens_at is not None,
        _("Set the dates of the call"),
    )
    yield Step(
        _("Voting"),
        _window(event, event.voting_opens_at, event.voting_closes_at, now),
        "proposals.demand" if event.voting_opens_at else "proposals.call_settings",
        event.voting_is_over(now),
        _("Look at the demand") if event.voting_opens_at else _("Set the dates of voting"),
    )
    yield Step(
        _("Decisions"),
        ngettext("%(num)s accepted", "%(num)s accepted", work.accepted),
        "proposals.decide",
        work.accepted > 0,
        _("Decide on proposals"),
    )
    yield Step(
        _("Schedule"),
        ngettext("%(num)s item placed", "%(num)s items placed", work.placed),
        "schedule.drafts",
        work.placed > 0,
        _("Generate a schedule"),
    )
    yield Step(
        _("Release"),
        ngettext("%(num)s release", "%(num)s releases", work.releases),
        "schedule.releases",
        work.releases > 0,
        _("Release the schedule"),
    )
    yield Step(
        _("Outbox"),
        ngettext("%(num)s mail waits for you", "%(num)s mails wait for you", work.waiting_mails)
        if work.waiting_mails
        else _("Nothing waits."),
        "outbox.index",
        work.waiting_mails == 0,
        _("Read and let go"),
    )


def _counted(text: str) -> str:
    return f" · {text}"


def _window(
    event: Event, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> str:
    text: str
    if opens_at is None:
        text = _("No dates yet")
    elif now < opens_at:
        text = _("Opens %(when)s", when=local_stamp(opens_at, event.timezone))
    elif closes_at is None:
        text = _("Open, without an end")
    elif now < closes_at:
        text = _("Open until %(when)s", when=local_stamp(closes_at, event.timezone))
    else:
        text = _("Closed since %(when)s", when=local_stamp(closes_at, event.timezone))
    return text
