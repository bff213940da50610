"""What the frame around every page offers, for this person in this event."""

from dataclasses import dataclass
from itertools import islice

from flask import Flask, g, request, url_for
from flask_babel import gettext as _

from offsite.events.models import Event
from offsite.policy import Permission
from offsite.web.access import can, current_actor, shown_event, utc_now
from offsite.web.local_path import local_path


@dataclass(frozen=True)
class Item:
    """One link of the frame."""

    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """Links of the organizers' navigation that belong together."""

    title: str
    links: list[Item]


def init_app(app: Flask) -> None:
    @app.context_processor
    def frame() -> dict[str, object]:
        event = shown_event()
        return {
            "actor": current_actor(),
            "event": event,
            "links": links(event),
            "nav_items": nav_items(event) if event else [],
            "organize_groups": organize_groups(event) if event else [],
        }


OFFERS_SIGN_IN = {
    "site.home",
    "site.found",
    "people.sign_in",
    "people.ask_for_link",
    "people.sign_in_sent",
    "people.sign_in_by_code",
    "company.start",
    "company.back",
}
"""These pages ask themselves who is there."""


def links(event: Event | None) -> dict[str, str]:
    """The addresses that the frame itself needs."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return {
        "home": url_for("site.home"),
        "event": url_for("events.home", event_slug=event.slug) if event else "",
        "sign_in": ""
        if request.endpoint in OFFERS_SIGN_IN
        else url_for("people.sign_in", next=local_path(wanted, otherwise="") or None),
        "sign_out": url_for("people.sign_out"),
        "profile": url_for("me.show"),
        "actions": url_for("actions.mine"),
        "set_language": url_for("people.set_language"),
    }


Row = tuple[str, str, str, Permission]
"""Endpoint, label, icon, and the permission without which it is not offered."""


def nav_items(event: Event) -> list[Item]:
    """The main links; the first four are the thumb bar on phones, the first six the top bar.

    Before the event people ask what they can say, on its days what runs now, and then what
    comes of it.
    """
    now = ("schedule.now", _("Now"), "broadcast", Permission.SCHEDULE_SEE)
    schedule = ("schedule.show", _("Schedule"), "calendar3", Permission.SCHEDULE_SEE)
    agenda = ("schedule.agenda", _("My agenda"), "bookmark-star", Permission.AGENDA_OWN)
    proposals = ("proposals.index", _("Proposals"), "lightbulb", Permission.MEMBER_LIST)
    vote = ("proposals.vote", _("Vote"), "check2-square", Permission.PROPOSAL_VOTE)
    board = ("openspace.board", _("Open space"), "grid-3x2-gap", Permission.BOARD_SEE)
    questions = ("questions.index", _("Questions"), "chat-dots", Permission.QUESTION_SEE)
    mixing = ("mixing.mine", _("Room and car"), "moon-stars", Permission.MIX_SEE)
    actions = ("actions.index", _("Actions"), "check2-circle", Permission.ACTION_SEE)
    feedback = ("polls.feedback", _("Feedback"), "chat-left-heart", Permission.POLL_ANSWER)
    results = ("polls.all_results", _("Results"), "bar-chart", Permission.RESULTS_SEE)
    plan = ("planning.show", _("Plan"), "signpost-2", Permission.PLAN_SEE)
    texts = ("rfc.index", _("Texts"), "chat-square-text", Permission.RFC_WRITE)
    book = ("proceedings.show", _("Proceedings"), "journal-text", Permission.PROCEEDINGS_SEE)
    people = ("events.people", _("People"), "people", Permission.MEMBER_LIST)
    organize = ("events.organize", _("Organize"), "sliders", Permission.SCHEDULE_EDIT)
    today = utc_now().astimezone(event.zone).date()
    if today < event.starts_on:
        rows = [proposals, vote, schedule, agenda, mixing, organize, board, questions, texts]
        rows += [actions, feedback, results, plan, people, now, book]
    elif today <= event.ends_on:
        rows = [now, agenda, questions, board, schedule, organize, mixing, actions, proposals]
        rows += [vote, texts, feedback, results, plan, people, book]
    else:
        rows = [feedback, results, actions, plan, schedule, organize, book, texts, board]
        rows += [questions, mixing, agenda, proposals, people, now]
    return _offered(event, rows + _at_any_time())


def _at_any_time() -> list[Row]:
    """What people do before, during and after the event alike."""
    return [
        ("interests.index", _("Groups"), "people-fill", Permission.GROUP_SEE),
        ("tourism.index", _("Team tourism"), "backpack2", Permission.STAY_SEE),
        ("mentoring.index", _("Mentors"), "compass", Permission.MENTORING_SEE),
        ("purse.index", _("Purse"), "wallet2", Permission.PURSE_SEE),
    ]


def organize_groups(event: Event) -> list[Group]:
    """What the actor may organize, in the order of the work; empty groups are left out."""
    groups = [
        (title, [row for row in rows if can(row[3], event)]) for title, rows in organize_rows()
    ]
    # The current page is one of all groups: the longest address that fits decides.
    items = iter(_items(event, [row for _title, rows in groups for row in rows]))
    return [Group(title, list(islice(items, len(rows)))) for title, rows in groups if rows]


def may_open(endpoint: str, event: Event) -> bool:
    """Whether the organizers' page is one that the actor may use."""
    rows = [row for _title, group in organize_rows() for row in group]
    return any(row[0] == endpoint and can(row[3], event) for row in rows)


def organize_rows() -> list[tuple[str, list[Row]]]:
    return [
        (
            _("Prepare"),
            [
                ("events.organize", _("Overview"), "speedometer2", Permission.SCHEDULE_EDIT),
                ("events.settings", _("Event"), "sliders", Permission.EVENT_EDIT),
                ("events.rooms", _("Rooms"), "door-open", Permission.EVENT_EDIT),
                ("events.grid", _("Days and slots"), "grid-3x3", Permission.EVENT_EDIT),
                ("events.formats", _("Formats"), "collection", Permission.EVENT_EDIT),
                ("events.members", _("Members"), "person-gear", Permission.MEMBER_MANAGE),
            ],
        ),
        (
            _("Programme"),
            [
                (
                    "proposals.call_settings",
                    _("Call and voting"),
                    "megaphone",
                    Permission.CALL_EDIT,
                ),
                (
                    "proposals.decide",
                    _("Decisions"),
                    "clipboard-check",
                    Permission.PROPOSAL_DECIDE,
                ),
                ("proposals.demand", _("Demand"), "bar-chart", Permission.DEMAND_SEE),
                (
                    "schedule.drafts",
                    _("Schedule drafts"),
                    "calendar-range",
                    Permission.SCHEDULE_EDIT,
                ),
                ("schedule.releases", _("Releases"), "tag", Permission.SCHEDULE_RELEASE),
                ("schedule.seats", _("Seats"), "ticket-perforated", Permission.SEATS_EDIT),
                ("paper.index", _("Paper"), "printer", Permission.PAPER_PRINT),
            ],
        ),
        (
            _("On the day"),
            [
                ("openspace.settings", _("Open space"), "grid-3x2-gap", Permission.BOARD_RUN),
            ],
        ),
        (
            _("Feedback"),
            [
                ("polls.polls", _("Polls"), "ui-checks", Permission.POLL_MANAGE),
                (
                    "proceedings.arrange",
                    _("Proceedings"),
                    "journal-text",
                    Permission.PROCEEDINGS_EDIT,
                ),
            ],
        ),
        (
            _("Together"),
            [
                (
                    "mixing.plan",
                    _("Rooms, cars, tables"),
                    "shuffle",
                    Permission.MIX_PLAN,
                ),
                ("mixing.people", _("What people need"), "person-heart", Permission.NEEDS_SEE),
            ],
        ),
        (
            _("Mails and files"),
            [
                ("outbox.index", _("Outbox"), "envelope", Permission.OUTBOX_SEE),
                (
                    "exchange.index",
                    _("Import and export"),
                    "arrow-left-right",
                    Permission.EVENT_EXCHANGE,
                ),
            ],
        ),
    ]


def _offered(event: Event, rows: list[Row]) -> list[Item]:
    return _items(event, [row for row in rows if can(row[3], event)])


def _items(event: Event, rows: list[Row]) -> list[Item]:
    urls = [url_for(row[0], event_slug=event.slug) for row in rows]
    here = current_url(urls, g.get("stands_under") or request.path)
    return [
        Item(label, url, icon, url == here)
        for url, (_endpoint, label, icon, _permission) in zip(urls, rows, strict=True)
    ]


def current_url(urls: list[str], path: str) -> str | None:
    """The link whose page ``path`` is or lies under: the longest one that fits."""
    fitting = [url for url in urls if path == url or path.startswith(url.rstrip("/") + "/")]
    return max(fitting, key=len, default=None)
