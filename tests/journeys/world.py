"""A world with something on every page: the demo, and an event whose call and voting are open."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite import db, worker
from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.config import Settings
from offsite.demo.filling import desk_at
from offsite.demo.story import Story, Told, Wanted
from offsite.events.cloning import clone_event
from offsite.events.invitations import create_invitation
from offsite.events.members import set_roles
from offsite.events.models import Event, Membership
from offsite.events.queries import member_of_event
from offsite.events.services import EventDetails, create_event
from offsite.jobs import services as jobs
from offsite.jobs.models import Job
from offsite.outbox import services as outbox
from offsite.people.services import start_sign_in
from offsite.policy import Role
from offsite.proceedings.pictures import FOLDER as PHOTOS
from offsite.proceedings.pictures import PictureFolder
from offsite.proposals.services import hosts, wanted, writing
from offsite.proposals.services.call import CallPlan, plan_call
from offsite.proposals.services.content import Content
from offsite.web.exchange import founding, uploads
from tests.journeys.afterwards import write_everything_down
from tests.journeys.asked import ask

PEOPLE, SEED = 14, 3
OPEN, EMPTY = "open-meeting", "empty-meeting"
BROWSER = "the secret of a browser"


@dataclass(frozen=True)
class Filled:
    """What the addresses of pages need; ``tokens`` by endpoint.

    Of the demo's events the next one is ``released``, and ``past`` is the one before.
    """

    ada_id: int
    bob_id: int
    released: str
    past: str
    tokens: dict[str, str]


def fill(app: Flask, base_url: str) -> Filled:
    """Fill ``app``, which has no tables yet."""
    now = datetime.now(UTC)
    settings: Settings = app.extensions["offsite"]
    with app.app_context():
        db.db.create_all()
        told = _tell(app, base_url, now)
        with db.unit_of_work() as session:
            released = session.get_one(Event, told.event_id)
            event = _open_event(session, released, told.organizer_id, now)
            _propose(session, event, told.organizer_id, base_url, now)
            for one in (released, event):
                _let_travel(session, one, told.organizer_id, now)
            _keep_mails(session, event, now)
            empty = _empty_event(session, released, told.organizer_id, now)
            _let_travel(session, empty, told.organizer_id, now)
            past = _event_before(session, released)
            for one in (past, released):
                write_everything_down(
                    session,
                    event=one,
                    folder=PictureFolder(settings.instance_dir.resolve() / PHOTOS),
                    person_id=told.organizer_id,
                    today=now.date(),
                    now=now,
                )
            invited = create_invitation(
                session, event=event, lives=timedelta(14), created_by_id=told.organizer_id, now=now
            )
            email = "stranger@example.org"
            asked = start_sign_in(session, email=email, browser=BROWSER, next_path="", now=now)
            slug, past_slug = released.slug, past.slug
        ask(settings.instance_dir, open_in=slug, closed_in=OPEN, now=now)
    tokens = {"people.sign_in_link": asked.token, "events.join": invited.token}
    return Filled(
        told.organizer_id,
        told.attendee_id,
        slug,
        past_slug,
        tokens | _files(app, slug, told.organizer_id, now),
    )


def _files(app: Flask, slug: str, person_id: int, now: datetime) -> dict[str, str]:
    """A programme that somebody is about to import, into an event and as a new one."""
    content = app.test_client().get(f"/{slug}/schedule.json").data
    purposes = {"exchange.preview": slug, "exchange.describe_new": founding.PURPOSE}
    with app.app_context():
        return {
            endpoint: uploads.keep(
                uploads.Upload("schedule.json", content),
                purpose=purpose,
                person_id=person_id,
                now=now,
            )
            for endpoint, purpose in purposes.items()
        }


def _tell(app: Flask, base_url: str, now: datetime) -> Told:
    apart = worker.worker_of(app).unit_of_work

    def enough(progress: dict[str, Any]) -> None:
        """The first schedule is good enough for looking at pages."""
        if not progress.get("placed"):
            return
        with apart() as session:
            for job in session.scalars(select(Job).where(Job.cancel_asked_at.is_(None))):
                jobs.ask_cancel(session, job=job, now=now)

    return Story(
        wanted=Wanted(people=PEOPLE, seed=SEED, seconds=30),
        unit=db.unit_of_work,
        apart=apart,
        base_url=base_url,
        keys=KeyFolder(Path(app.instance_path) / FOLDER),
        now=now,
        say=lambda _: None,
        watch=enough,
    ).tell()


def _details(source: Event, name: str, slug: str) -> EventDetails:
    return EventDetails(
        name=name,
        slug=slug,
        timezone=source.timezone,
        starts_on=source.starts_on + timedelta(days=70),
        ends_on=source.ends_on + timedelta(days=70),
        venue="The mill",
        visibility="members",
        description="",
    )


def _open_event(session: Session, source: Event, owner_id: int, now: datetime) -> Event:
    event = clone_event(
        session,
        source=source,
        details=_details(source, "Open meeting", OPEN),
        creator_id=owner_id,
        with_members=True,
        now=now,
    )
    yesterday, soon = now - timedelta(days=1), now + timedelta(days=9)
    plan_call(session, event=event, plan=CallPlan("Come.", yesterday, soon, yesterday, soon))
    session.refresh(event)
    return event


def _let_travel(session: Session, event: Event, owner_id: int, now: datetime) -> None:
    """The owner does rooms and travel, too, so that those pages can be looked at."""
    member = member_of_event(session, event_id=event.id, person_id=owner_id)
    assert member is not None
    roles = frozenset({Role.OWNER, Role.TRAVEL})
    set_roles(session, member=member, roles=roles, by_id=owner_id, now=now)


def _propose(session: Session, event: Event, owner_id: int, base_url: str, now: datetime) -> None:
    """One draft of the owner's, one they host with others, and a few of others."""
    members = session.scalars(select(Membership).where(Membership.event_id == event.id)).all()
    owner = next(one for one in members if one.person_id == owner_id)
    others = [one for one in members if one is not owner][:3]
    formats = [one for one in event.formats if one.open_to_proposals]
    desk = desk_at(base_url)
    for number, author in enumerate([owner, owner, *others]):
        content = Content(
            title=f"Something worth an hour, part {number + 1}",
            format_id=formats[number % len(formats)].id,
            abstract="**Bold** words and [a link](https://example.org).\n\n- one\n- two",
        )
        proposal = writing.propose(session, event=event, author=author, content=content, now=now)
        if number:
            writing.submit(session, proposal=proposal, now=now)
        asked = owner if author is others[-1] else others[0]
        if asked is not author:
            by = author.person.name
            email = asked.person.email
            hosts.invite(session, proposal=proposal, text=email, inviter=by, desk=desk, now=now)
    for title in ("Sleep", "How others hire"):
        person_id = others[0].person_id
        topic = wanted.want(
            session, event=event, person_id=person_id, title=title, description="", now=now
        )
    wanted.close_wanted(session, wanted=topic, now=now)


def _keep_mails(session: Session, event: Event, now: datetime) -> None:
    for number in range(3):
        outbox.write_mail(
            session,
            key=f"look:{number}",
            kind="decision",
            to_name="Bob",
            to_address=f"bob{number}@example.org",
            subject="Your proposal",
            body="Hello,\n\nthank you.",
            now=now,
            event_id=event.id,
            held=True,
        )


def _event_before(session: Session, event: Event) -> Event:
    return session.scalars(
        select(Event)
        .where(Event.series_id == event.series_id, Event.starts_on < event.starts_on)
        .order_by(Event.starts_on.desc())
    ).all()[0]


def _empty_event(session: Session, source: Event, owner_id: int, now: datetime) -> Event:
    return create_event(
        session,
        details=_details(source, "Empty meeting", EMPTY),
        series=source.series,
        creator_id=owner_id,
        now=now,
    )
