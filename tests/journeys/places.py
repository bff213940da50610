"""Every page there is, read from the app itself, with addresses that lead to something."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from offsite import db
from offsite.actions.models import Action
from offsite.events.models import Blocker, Event, Format, Membership, Room, Slot
from offsite.facilitation.models import Run
from offsite.interests.models import InterestGroup
from offsite.jobs.models import Job
from offsite.mentoring.models import MentorRound
from offsite.mixing.models import Group, Mix, Round
from offsite.openspace.models import Board, Topic
from offsite.outbox.models import Mail
from offsite.planning.models import Plan
from offsite.polls.models import PastResult, Poll
from offsite.proceedings.models import Notes, Photo
from offsite.proposals.models import Proposal
from offsite.purse.models import Expense
from offsite.questions.models import Queue
from offsite.rfc.models import Rfc
from offsite.schedule.models import Draft, Release
from offsite.schedule.seats.models import SeatList
from offsite.tourism.models import Stay

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
    "purse.receipt": "a picture",
    "purse.ledger": "a CSV file",
    "paper.grid_pdf": "a PDF file",
    "paper.doors_pdf": "a PDF file",
    "proceedings.book_pdf": "a PDF file",
    "proceedings.book_markdown": "a Markdown file",
    "proceedings.photo_file": "an image",
    "proposals.similar": "a fragment, shown on the page of a new proposal",
    "questions.show_live": "a fragment of the page of questions",
    "questions.projector_live": "a fragment of the projector's page",
    "questions.desk_live": "a fragment of the moderators' page",
    "questions.export": "a CSV file",
    "schedule.feed": "a feed",
    "schedule.now_live": "a fragment of the page of now",
    "schedule.now_show_live": "a fragment of the screen of now",
    "exchange.download": "a file",
    "exchange.download_people": "a CSV file",
    "exchange.download_problem": "a JSON file",
    "exchange.latest": "a file for other programs",
    "exchange.latest_alias": "a file for other programs",
    "exchange.of_release": "a file for other programs",
    "exchange.release_alias": "a file for other programs",
    "schedule.cost": "a sentence, spoken on the page of a draft while an item is dragged",
    "schedule.warning": "about a warning; the drafts of the demo have none",
    "schedule.draft_live": "the part of a draft's page that changes",
    "polls.numbers_csv": "a CSV file",
    "polls.numbers_json": "a JSON file",
    "mixing.rooming_csv": "a CSV file",
    "mixing.rooming_xlsx": "an XLSX file",
    "mixing.costs": "sentences, read on the page of a draft while somebody is dragged",
    "jobs.live_fragment": "a fragment of the page of a job",
    "facilitation.lead_live": "a fragment of the page of a running session",
    "facilitation.show_live": "a fragment of the projector's page",
    "facilitation.part_live": "a fragment of the page of a session",
    "facilitation.challenges_live": "a fragment of the page of challenges",
    "openspace.board_live": "a fragment of the board",
    "openspace.queue_live": "a fragment of the page of pitches",
    "openspace.show_live": "a fragment of the projector's page",
    "openspace.news_live": "a fragment of the news wall",
    "openspace.fill_live": "a fragment of the board's settings",
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


OF_NOTES = {"proceedings.notes", "proceedings.versions", "proceedings.version"}
NEEDS = {
    "schedule.item": "slug",
    "facilitation.lead": "slug",
    "facilitation.show": "slug",
    "facilitation.challenges": "slug",
    "planning.next_event_form": "plan_id",
    "openspace.dots": "board_id",
    "openspace.news": "board_id",
    "openspace.queue": "board_id",
    "openspace.show": "board_id",
    "openspace.paper": "board_id",
    "openspace.codes": "board_id",
    "openspace.paper_grid": "board_id",
    "openspace.poster": "board_id",
    "openspace.sheets": "board_id",
}
"""Pages that are there only once the event has something their address does not name."""


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
        if rule.endpoint == "schedule.seat_list":
            known["code"] = values["listed_code"]
        if rule.endpoint in OF_NOTES:
            known["code"] = values["noted_code"]
        if rule.endpoint.startswith("facilitation.") and values["run_code"]:
            known["code"] = values["run_code"]
        needed = {name: known.get(name) for name in rule.arguments}
        if values.get(NEEDS.get(rule.endpoint, ""), "") is None:
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
        "topic_id": session.scalars(
            select(Topic.id).join(Topic.board).where(Board.event_id == event.id).order_by(Topic.id)
        ).first(),
        "poll_id": first(Poll, Poll.id),
        "plan_id": first(Plan, Plan.id),
        "board_id": first(Board, Board.id),
        "past_id": first(PastResult, PastResult.id),
        "slug": first(Release, Release.slug),
        "queue_slug": first(Queue, Queue.slug),
        "action_id": first(Action, Action.id),
        "round_id": first(MentorRound, MentorRound.id),
        "stay_id": first(Stay, Stay.id),
        "group_id": first(InterestGroup, InterestGroup.id),
        "expense_id": first(Expense, Expense.id),
        "rfc_id": first(Rfc, Rfc.id),
        "listed_code": session.scalars(
            select(Proposal.code)
            .join(SeatList, SeatList.proposal_id == Proposal.id)
            .where(SeatList.event_id == event.id)
            .order_by(SeatList.id)
        ).first(),
        "noted_code": session.scalars(
            select(Proposal.code)
            .join(Notes, Notes.proposal_id == Proposal.id)
            .where(Proposal.event_id == event.id)
            .order_by(Notes.id)
        ).first(),
        "revision": 1,
        "photo_name": first(Photo, Photo.name),
        "run_code": session.scalars(
            select(Proposal.code)
            .join(Run, Run.proposal_id == Proposal.id)
            .where(Run.event_id == event.id)
        ).first(),
        "template": "hotel",
        "mix_round": first(Round, Round.id),
        "mix_group": _first_group(session, event),
        "mix_id": first(Mix, Mix.id),
    }


def _first_group(session: Session, event: Event) -> Any:
    groups = select(Group.id).join(Group.round).where(Round.event_id == event.id)
    return session.scalars(groups.order_by(Group.id)).first()
