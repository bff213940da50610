"""The organizer's page: what can be taken away, what can be brought."""

from flask import Response, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from offsite import db
from offsite.errors import NotFound, OffsiteError
from offsite.events import rules
from offsite.events.models import Event
from offsite.exchange import documents, exporting, speakers
from offsite.exchange.documents import Document
from offsite.policy import Permission
from offsite.schedule import queries as schedule
from offsite.web.access import load_event, utc_now
from offsite.web.errors import sentence
from offsite.web.exchange.blueprint import bp
from offsite.web.exchange.feeds import site
from offsite.web.exchange.forms import UploadForm


@bp.get("/<event_slug>/organize/exchange")
def index(event_slug: str) -> str:
    return index_page(load_event(Permission.EVENT_EXCHANGE))


def index_page(
    event: Event, form: UploadForm | None = None, refusal: OffsiteError | None = None
) -> str:
    """The page, maybe with a form that was not accepted."""
    session = db.read_session()
    return render_template(
        "exchange/index.html",
        event=event,
        release=schedule.latest_release(session, event),
        draft=schedule.working_draft(session, event),
        formats=format_words(),
        form=form or UploadForm().offer_kinds(),
        zones=rules.zone_names(),
        nameless=len(speakers.placeholders_in(session, event)),
        refusal=sentence(refusal) if refusal else "",
    )


def format_words() -> list[tuple[str, str, str]]:
    """Kind, name, and what each format is for."""
    return [
        ("frab-xml", "schedule.xml", _("Schedule apps on phones, info screens, other planners")),
        ("frab-json", "schedule.json", _("The same for web pages and scripts")),
        ("ics", "schedule.ics", _("Calendars: the whole programme as entries")),
        ("csv", "schedule.csv", _("Any spreadsheet or script, one row for each session")),
        ("xlsx", "sessions.xlsx", _("Excel and LibreOffice, one row for each session")),
    ]


@bp.get("/<event_slug>/organize/exchange/<any(release, draft):which>/<kind>")
def download(event_slug: str, which: str, kind: str) -> Response:
    event = load_event(Permission.EVENT_EXCHANGE)
    session = db.read_session()
    if kind not in documents.FORMATS:
        raise NotFound("We do not write this format.")
    return _attachment(event, _document(session, event, which, kind), which)


def _document(session: Session, event: Event, which: str, kind: str) -> Document:
    find = exporting.working_draft if which == "draft" else exporting.released
    source: documents.Source = find(session, event)
    return documents.document_of(session, source, kind, site=site(), now=utc_now())


@bp.get("/<event_slug>/organize/exchange/schedule-problem.json")
def download_problem(event_slug: str) -> Response:
    event = load_event(Permission.EVENT_EXCHANGE)
    return _attachment(event, documents.problem_of_event(db.read_session(), event, now=utc_now()))


@bp.get("/<event_slug>/organize/exchange/people.csv")
def download_people(event_slug: str) -> Response:
    event = load_event(Permission.EVENT_EXCHANGE)
    return _attachment(event, documents.people_of_event(db.read_session(), event))


def _attachment(event: Event, found: Document, which: str = "") -> Response:
    name = "-".join(filter(None, (event.slug, which if which == "draft" else "", found.name)))
    response = Response(found.content, content_type=found.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
