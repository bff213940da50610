"""Results: pages, CSV and JSON of the one thing that queries give out."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, url_for

from offsite import db
from offsite.engines.shares import Interval
from offsite.engines.verdicts import Finding
from offsite.errors import NotFound
from offsite.policy import Permission
from offsite.polls import queries
from offsite.polls.models import GROUPS, NEXT, Poll
from offsite.polls.queries import ItemResult, Results, Share
from offsite.polls.queries.past import past_results
from offsite.polls.queries.ratings import SessionResult, ratings_of
from offsite.schedule.models import ReleasedItem
from offsite.web.access import load, load_event, utc_now
from offsite.web.polls.blueprint import bp
from offsite.web.polls.rating import released_items

RESULTS = "/<event_slug>/results/<int(max=2147483647):poll_id>"


@bp.get("/<event_slug>/results/")
def all_results(event_slug: str) -> str:
    event = load_event(Permission.RESULTS_SEE)
    session = db.read_session()
    return render_template(
        "polls/all_results.html",
        polls=queries.sealed_polls(session, event_id=event.id),
        open_polls=queries.open_polls(session, event_id=event.id, now=utc_now()),
        past=past_results(session, event_id=event.id),
    )


@bp.get(RESULTS)
def results(event_slug: str, poll_id: int) -> str:
    poll = load(Poll, poll_id, Permission.RESULTS_SEE)
    if poll.sealed_at is None:
        return render_template("polls/no_results_yet.html", poll=poll, now=utc_now())
    if poll.kind == "sessions":
        return _sessions_page(poll)
    found = _results(poll, request.args.get("group", ""))
    here = url_for("polls.results", event_slug=event_slug, poll_id=poll_id)
    return render_template(
        "polls/results.html",
        poll=poll,
        results=found,
        turnout=queries.turnout(db.read_session(), poll),
        group_url=lambda group: f"{here}?group={group}" if group else here,
        before_url=_address_of(found.before) if found.before else "",
    )


def _results(poll: Poll, group: str) -> Results:
    found = queries.results_of(db.read_session(), poll, group=group)
    if found is None or (group and group not in GROUPS[poll.split]):
        raise NotFound("There is nothing here, or it is not yours to see.")
    return found


def _address_of(poll: Poll) -> str:
    return url_for("polls.results", event_slug=poll.event.slug, poll_id=poll.id)


def _sessions_page(poll: Poll) -> str:
    rated = ratings_of(db.read_session(), poll)
    seats = {one.id: one.seats for one in poll.event.rooms}
    return render_template(
        "polls/session_results.html",
        poll=poll,
        lines=[
            (one, rated[one.proposal_id], seats.get(one.room_id or 0))
            for one in released_items(poll.event)
            if one.proposal_id in rated
        ],
        unrated=sum(one.proposal_id not in rated for one in released_items(poll.event)),
    )


# --- For programs -------------------------------------------------------------------------


@bp.get(f"{RESULTS}/numbers.json")
def numbers_json(event_slug: str, poll_id: int) -> Response:
    poll = load(Poll, poll_id, Permission.RESULTS_SEE)
    document = {"poll": poll.title, "event": poll.event.slug, "rows": _numbers(poll)}
    return Response(json.dumps(document, ensure_ascii=False), content_type="application/json")


@bp.get(f"{RESULTS}/numbers.csv")
def numbers_csv(event_slug: str, poll_id: int) -> Response:
    poll = load(Poll, poll_id, Permission.RESULTS_SEE)
    rows = _numbers(poll)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["question"], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)
    name = f"{event_slug}-results-{poll_id}.csv"
    return Response(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _guarded(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula, marked as text."""
    is_formula = isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@")
    return f"'{value}" if is_formula else value


def _numbers(poll: Poll) -> list[dict[str, Any]]:
    if poll.sealed_at is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    if poll.kind == "sessions":
        rated = ratings_of(db.read_session(), poll)
        items = [one for one in released_items(poll.event) if one.proposal_id in rated]
        return [_session_row(one, rated[one.proposal_id or 0]) for one in items]
    found = _results(poll, request.args.get("group", ""))
    return list(_question_rows(found))


def _session_row(item: ReleasedItem, result: SessionResult) -> dict[str, Any]:
    rooms = result.room or (None, None, None)
    return {
        "session": item.title,
        **_share_numbers(result.worth),
        **dict(zip(("too_full", "just_right", "too_empty"), rooms, strict=True)),
    }


def _question_rows(results: Results) -> Iterator[dict[str, Any]]:
    for one in [*([results.overall] if results.overall else []), *results.rows]:
        yield _question_row(one)


def _question_row(one: ItemResult) -> dict[str, Any]:
    return {
        "question": one.label,
        **_share_numbers(one.worth),
        **_verdict_numbers(one.finding),
    }


def _share_numbers(worth: Share | None) -> dict[str, Any]:
    low, high = worth.ranges.next_year if worth else (None, None)
    steps = worth.steps if worth else (None,) * 5
    return {
        "rated": worth.n if worth else None,
        "worth_it": worth.positive if worth else None,
        **{f"step_{step}": people for step, people in enumerate(steps, start=1)},
        "next_year_low": _rounded(low),
        "next_year_high": _rounded(high),
    }


def _verdict_numbers(finding: Finding | None) -> dict[str, Any]:
    answers = finding.answers if finding else None
    interval: Interval | tuple[None, None] = (
        finding.next_year.interval_80 if finding else (None, None)
    )
    return {
        "verdict": str(finding.verdict) if finding else "hidden",
        **{word: getattr(answers, word) if answers else None for word in NEXT},
        "net_low": _rounded(interval[0]),
        "net_high": _rounded(interval[1]),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
