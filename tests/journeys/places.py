"""Every page there is, read from the app itself, with addresses that lead to something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from offsite import db
from offsite.events.models import Blocker, Event, Format, Membership, Room, Slot
from offsite.jobs.models import Job
from offsite.outbox.models import Mail
from offsite.proposals.models import Proposal
from offsite.schedule.models import Draft, Release

EXEMPT = {
    "static": "files",
    "site.favicon": "an image",
    "site.robots": "for machines",
    "watching.healthz": "for machines",
    "watching.readyz": "for machines",
    "watching.metrics": "for machines",
    "calendars.feed": "a calendar file",
    "calendars.item": "a calendar file",
    "calendars.release": "a calendar file",
    "calendars.release_alias": "a calendar file",
    "calendars.whole": "a calendar file",
    "calendars.whole_alias": "a calendar file",
    "company.start": "leads to the company's own pages",
    "company.back": "leads on at once",
    "me.export": "a JSON file",
    "proposals.demand_csv": "a CSV file",
    "proposals.similar": "a fragment, shown on the page of a new proposal",
    "schedule.feed": "a feed",
    "schedule.now_live": "a fragment of the page of now",
    "exchange.download": "a file",
    "exchange.download_people": "a CSV file",
    "exchange.download_problem": "a JSON file",
    "exchange.latest": "a file for other programs",
    "exchange.latest_alias": "a file for other programs",
    "exchange.of_release": "a file for other programs",
    "exchange.release_alias": "a file for other programs",
    "schedule.cost": "a sentence, spoken on the page of a draft while an item is dragged",
    "jobs.live_fragment": "a fragment of the page of a job",
}
SIGNED_OUT = {
    "people.sign_in",
    "people.sign_in_sent",
    "people.sign_in_link",
    "events.join",
    "site.home",
    "schedule.show",
    "schedule.item",
    "demo.choose",
}
"""What a stranger sees (too)."""
ONLY_SIGNED_OUT = {
    "people.sign_in",
    "people.sign_in_sent",
    "people.sign_in_link",
    "events.join",
    "demo.choose",
}


AFTER_RELEASE = {"schedule.item"}


@dataclass(frozen=True)
class Place:
    """A page and where it is."""

    endpoint: str
    path: str


def rules_of(app: Flask) -> list[Rule]:
    """Every page that a browser can look at."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in EXEMPT
    ]


def places(app: Flask, slug: str, tokens: Mapping[str, str]) -> list[Place]:
    """Every page of the site, those of events for the one at ``slug``.

    A page about something that this event does not have is left out.
    """
    with app.app_context(), app.test_request_context():
        session = db.read_session()
        event = session.scalars(select(Event).where(Event.slug == slug)).one()
        values = {"event_slug": slug, **_values(session, event)}
        return list(_built(app, values, tokens))


def _built(app: Flask, values: Mapping[str, Any], tokens: Mapping[str, str]) -> Iterator[Place]:
    for rule in sorted(rules_of(app), key=str):
        known = {**values, "token": tokens.get(rule.endpoint)}
        needed = {name: known.get(name) for name in rule.arguments}
        if rule.endpoint in AFTER_RELEASE and values["slug"] is None:
            continue
        if None not in needed.values():
            yield Place(rule.endpoint, url_for(rule.endpoint, **needed))


def _values(session: Session, event: Event) -> dict[str, Any]:
    """The first thing of each kind that the event has, by the name of the address' part."""

    def first(model: Any, what: Any) -> Any:
        found = select(what).where(model.event_id == event.id).order_by(model.id)
        return session.scalars(found).first()

    return {
        "code": first(Proposal, Proposal.code),
        "draft_id": first(Draft, Draft.id),
        "job_id": first(Job, Job.id),
        "mail_id": first(Mail, Mail.id),
        "format_id": first(Format, Format.id),
        "slot_id": first(Slot, Slot.id),
        "blocker_id": first(Blocker, Blocker.id),
        "room_id": first(Room, Room.id),
        "member_id": first(Membership, Membership.id),
        "person_id": first(Membership, Membership.person_id),
        "slug": first(Release, Release.slug),
    }
