"""The outbox: what waits to be sent, what was, what could not be."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest

from offsite import db
from offsite.outbox import queries, services
from offsite.outbox.models import STATES, Mail
from offsite.policy import Permission
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.outbox.kinds import kind_name

bp = Blueprint("outbox", __name__)


@bp.get("/<event_slug>/organize/outbox")
def index(event_slug: str) -> str:
    event = load_event(Permission.OUTBOX_SEE)
    session = db.read_session()
    state = request.args.get("state", "")
    state = state if state in STATES else "waiting"
    search = request.args.get("q", "").strip()
    page = request.args.get("page", 1, type=int)
    return render_template(
        "outbox/index.html",
        state=state,
        search=search,
        found=queries.mails_in(session, event_id=event.id, state=state, search=search, page=page),
        counts=queries.counts(session, event_id=event.id),
        kinds=queries.waiting_kinds(session, event_id=event.id) if state == "waiting" else [],
        kind_name=kind_name,
        undo=_undo_offer(event.id),
    )


@bp.get("/<event_slug>/organize/outbox/<int:mail_id>")
def show(event_slug: str, mail_id: int) -> str:
    mail = load(Mail, mail_id, Permission.OUTBOX_SEE)
    return render_template("outbox/show.html", mail=mail, kind_name=kind_name)


@bp.post("/<event_slug>/organize/outbox/let-go")
def let_go(event_slug: str) -> Any:
    event = load_event(Permission.OUTBOX_LET_GO)
    with unit_of_work() as session:
        count = services.let_go(
            session,
            event_id=event.id,
            mail_ids=_chosen(),
            now=utc_now(),
            person_id=current_actor().person_id,
        )
    return _back(ngettext("%(num)s mail is leaving.", "%(num)s mails are leaving.", count))


@bp.post("/<event_slug>/organize/outbox/let-kind-go")
def let_kind_go(event_slug: str) -> Any:
    event = load_event(Permission.OUTBOX_LET_GO)
    with unit_of_work() as session:
        count = services.let_kind_go(
            session,
            event_id=event.id,
            kind=request.form.get("kind", ""),
            up_to_id=request.form.get("up_to_id", 0, type=int),
            now=utc_now(),
            person_id=current_actor().person_id,
        )
    return _back(ngettext("%(num)s mail is leaving.", "%(num)s mails are leaving.", count))


@bp.post("/<event_slug>/organize/outbox/discard")
def discard(event_slug: str) -> Any:
    event = load_event(Permission.OUTBOX_LET_GO)
    now = utc_now()
    with unit_of_work() as session:
        services.discard(
            session,
            event_id=event.id,
            mail_ids=_chosen(),
            now=now,
            person_id=current_actor().person_id,
        )
    return _back("", discarded=now.isoformat())


@bp.post("/<event_slug>/organize/outbox/take-back")
def take_back(event_slug: str) -> Any:
    event = load_event(Permission.OUTBOX_LET_GO)
    with unit_of_work() as session:
        count = services.take_back(session, event_id=event.id, mail_ids=_chosen())
    return _back(ngettext("%(num)s mail waits again.", "%(num)s mails wait again.", count))


@bp.post("/<event_slug>/organize/outbox/retry")
def retry(event_slug: str) -> Any:
    event = load_event(Permission.OUTBOX_LET_GO)
    with unit_of_work() as session:
        count = services.retry(session, event_id=event.id, mail_ids=_chosen(), now=utc_now())
    return _back(ngettext("%(num)s mail is tried again.", "%(num)s mails are tried again.", count))


@bp.errorhandler(services.NothingToDo)
def say_what_was_in_the_way(refusal: services.NothingToDo) -> Any:
    """Somebody was faster, or nothing was ticked: the list shows how things stand."""
    nothing_ticked = "kind" not in request.form and not request.form.getlist("mail_id")
    return _back(_("Tick at least one mail.") if nothing_ticked else sentence(refusal), "warning")


def _chosen() -> list[int]:
    """The mails that were ticked; numbers only, and not more than a page holds times ten."""
    try:
        return [int(one) for one in request.form.getlist("mail_id")][: 10 * queries.PER_PAGE]
    except ValueError:
        raise BadRequest from None


def _back(text: str, category: str = "success", discarded: str | None = None) -> Any:
    """To the list the form stood on; ``discarded`` offers to undo what was done then."""
    if text:
        flash(text, category)
    state = request.form.get("state", "")
    kept = state if state in STATES and state != "waiting" else None
    slug = (request.view_args or {})["event_slug"]
    url = url_for(".index", event_slug=slug, state=kept, discarded=discarded)
    return redirect(url, 303)


def _undo_offer(event_id: int) -> list[int]:
    """The mails this person has just discarded, as the address says when."""
    try:
        at = datetime.fromisoformat(request.args.get("discarded", ""))
    except ValueError:
        return []
    if at.tzinfo is None:
        return []
    return queries.discarded_together(
        db.read_session(), event_id=event_id, person_id=current_actor().person_id, at=at
    )
