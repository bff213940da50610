"""What people are asked, and the page that takes seven minutes."""

from random import Random

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import BadInput
from offsite.policy import Permission
from offsite.polls import queries
from offsite.polls.models import Poll, PollItem
from offsite.polls.services import answering
from offsite.polls.services.answering import Respondent
from offsite.polls.sheets import RowAnswer, Sheet, sheet_of
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import faults, status_of
from offsite.web.forms import clean_text
from offsite.web.once import is_queued
from offsite.web.polls.blueprint import bp
from offsite.web.untraced import device_secret, key_folder, make_device_secret, untraced

Answer = Response | str | tuple[str, int]


@bp.get("/<event_slug>/feedback/")
@untraced
def feedback(event_slug: str) -> str:
    event = load_event(Permission.POLL_ANSWER)
    session, now = db.read_session(), utc_now()
    polls = queries.open_polls(session, event_id=event.id, now=now)
    who = _respondent()
    keys = key_folder()
    done = {
        poll.id
        for poll in polls
        if poll.kind == "meeting"
        and answering.has_answered(session, poll=poll, person_id=who.person_id, keys=keys)
    }
    return render_template(
        "polls/feedback.html",
        polls=polls,
        done=done,
        mine={poll.id for poll in polls if poll.kind == "meeting" and _own(poll, who)},
        closed=queries.sealed_polls(session, event_id=event.id),
    )


@bp.get("/<event_slug>/feedback/<int(max=2147483647):poll_id>/")
@untraced
def answer(event_slug: str, poll_id: int) -> Answer:
    poll = load(Poll, poll_id, Permission.POLL_ANSWER)
    if poll.kind == "sessions":
        return redirect(url_for("polls.sessions", event_slug=event_slug))
    if not poll.is_open(utc_now()):
        return render_template("polls/not_open.html", poll=poll, now=utc_now())
    # The device has its secret before it first sends: should the reply be lost, the same
    # answer sent again is found by it.
    who = Respondent(_person_id(), make_device_secret() if poll.is_anonymous else "")
    return form_page(poll, who, _own(poll, who))


def _respondent() -> Respondent:
    return Respondent(_person_id(), device_secret())


def _person_id() -> int:
    return current_actor().person_id or 0


def _own(poll: Poll, who: Respondent) -> Sheet | None:
    session = db.read_session()
    if poll.is_anonymous:
        return answering.answer_of_device(session, poll_id=poll.id, who=who)
    found = queries.named_answer(session, poll_id=poll.id, person_id=who.person_id)
    return sheet_of(found.payload) if found else None


def form_page(
    poll: Poll, who: Respondent, sheet: Sheet | None, refusals: tuple[str, ...] = ()
) -> str:
    keys = key_folder()
    is_done = answering.has_answered(
        db.read_session(), poll=poll, person_id=who.person_id, keys=keys
    )
    return render_template(
        "polls/answer.html",
        poll=poll,
        items=shuffled(poll, who.person_id),
        sheet=sheet or Sheet(),
        is_mine=sheet is not None and is_done,
        is_elsewhere=is_done and sheet is None,
        refusals=refusals,
        is_preview=False,
        empty_row=RowAnswer(),
    )


def shuffled(poll: Poll, person_id: int) -> list[PollItem]:
    """The whole meeting first, then formats in an order of this person's own."""
    rows = [one for one in poll.items if one.kind == "row"]
    # The order must stay while a person comes back, and secures nothing.
    Random(f"{poll.id}-{person_id}").shuffle(rows)  # noqa: S311
    overall = [one for one in poll.items if one.kind == "overall"]
    return [*overall, *rows, *(one for one in poll.items if one.kind == "line")]


@bp.post("/<event_slug>/feedback/<int(max=2147483647):poll_id>/")
@untraced
def save_answer(event_slug: str, poll_id: int) -> Answer:
    poll = load(Poll, poll_id, Permission.POLL_ANSWER)
    secret = make_device_secret() if poll.is_anonymous else ""
    who, sheet = Respondent(_person_id(), secret), asked_sheet(poll)
    try:
        _save(poll, who, sheet)
    except BadInput as refusal:
        if is_queued():
            raise
        page = form_page(poll, who, sheet, tuple(faults(refusal)))
        return page, status_of(refusal)
    flash(_("Thank you. Your answer is in; you can change it until the poll closes."), "success")
    return redirect(url_for("polls.feedback", event_slug=event_slug, sent=poll_id), 303)


def _save(poll: Poll, who: Respondent, sheet: Sheet) -> None:
    now = utc_now()
    if poll.is_anonymous:
        answering.give_answer(
            unit_of_work, poll_id=poll.id, who=who, sheet=sheet, keys=key_folder(), now=now
        )
        return
    with unit_of_work() as session:
        answering.give_named_answer(
            session, poll=poll, person_id=who.person_id, sheet=sheet, now=now
        )


def asked_sheet(poll: Poll) -> Sheet:
    """What the form says."""
    rows = {one.key: _row(one.key) for one in poll.items if one.kind != "line"}
    lines = {one.key: _text(f"line-{one.key}") for one in poll.items if one.kind == "line"}
    return Sheet(request.form.get("group", "")[:20], rows, lines)


def _row(key: str) -> RowAnswer:
    if request.form.get(f"absent-{key}"):
        return RowAnswer(attended=False)
    return RowAnswer(
        worth=request.form.get(f"worth-{key}", type=int),
        next=request.form.get(f"next-{key}", ""),
        better=" ".join(_text(f"better-{key}").split()),
    )


def _text(name: str) -> str:
    text: str = clean_text(request.form.get(name, ""))
    return text.replace("\r\n", "\n")


@bp.post("/<event_slug>/feedback/<int(max=2147483647):poll_id>/withdraw")
@untraced
def withdraw_answer(event_slug: str, poll_id: int) -> Answer:
    poll = load(Poll, poll_id, Permission.POLL_ANSWER)
    who, now = _respondent(), utc_now()
    if poll.is_anonymous:
        was = answering.withdraw_answer(
            unit_of_work, poll_id=poll.id, who=who, keys=key_folder(), now=now
        )
    else:
        with unit_of_work() as session:
            was = answering.withdraw_named_answer(
                session, poll=poll, person_id=who.person_id, now=now
            )
    if was:
        flash(_("Your answer is gone. You may answer again until the poll closes."), "success")
    return redirect(url_for("polls.feedback", event_slug=event_slug), 303)
