"""The list of texts, one text with its comments, and what changed between versions."""

from flask import render_template, request

from offsite import db
from offsite.errors import NotFound
from offsite.policy import Permission
from offsite.rfc import queries
from offsite.rfc.models import COMMENT_STATES, Rfc, RfcVersion
from offsite.rfc.rules import difference
from offsite.web.access import can, current_actor, load, load_event, utc_now
from offsite.web.proposals.asking import number, page_links, page_number
from offsite.web.rfc.blueprint import bp
from offsite.web.rfc.forms import CommentForm


@bp.get("/<event_slug>/rfc/")
def index(event_slug: str) -> str:
    event = load_event(Permission.RFC_WRITE)
    found = queries.rfcs_page(
        db.read_session(),
        event,
        person_id=current_actor().person_id or 0,
        edits_all=can(Permission.EVENT_EDIT, event),
        page=page_number(),
    )
    return render_template("rfc/index.html", event=event, page=found, page_url=page_links())


@bp.get("/<event_slug>/rfc/<int(max=2147483647):rfc_id>")
def show(event_slug: str, rfc_id: int) -> str:
    rfc = load(Rfc, rfc_id, Permission.RFC_SEE)
    return show_page(rfc, CommentForm(formdata=None))


def show_page(rfc: Rfc, form: CommentForm, faults: dict[str, str] | None = None) -> str:
    """``faults`` are refusals by the anchor of the thing they are about."""
    session = db.read_session()
    only = request.args.get("only", "")
    only = only if only in COMMENT_STATES else ""
    person_id = current_actor().person_id or 0
    follower = queries.follower(session, rfc_id=rfc.id, person_id=person_id)
    return render_template(
        "rfc/show.html",
        event=rfc.event,
        rfc=rfc,
        newest=_version(rfc, rfc.version),
        form=form,
        faults=faults or {},
        only=only,
        tally=queries.tally(session, rfc),
        page=queries.comments_page(session, rfc, only=only, page=page_number()),
        page_url=page_links(anchor="comments"),
        follows=follower is not None and follower.follows,
        now=utc_now(),
        person_id=person_id,
    )


def _version(rfc: Rfc, wanted: int) -> RfcVersion:
    found = queries.version_of(db.read_session(), rfc, wanted)
    if found is None:
        raise NotFound("There is no such version.")
    return found


@bp.get("/<event_slug>/rfc/<int(max=2147483647):rfc_id>/versions")
def versions(event_slug: str, rfc_id: int) -> str:
    rfc = load(Rfc, rfc_id, Permission.RFC_SEE)
    after = _version(rfc, number("to", rfc.version) or rfc.version)
    before = _version(rfc, number("from", max(1, after.number - 1)) or 1)
    return render_template(
        "rfc/versions.html",
        event=rfc.event,
        rfc=rfc,
        before=before,
        after=after,
        pieces=difference(before.body, after.body),
    )
