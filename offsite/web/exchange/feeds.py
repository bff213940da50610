"""The released schedule for other programs, at addresses that stay."""

from flask import Response, current_app

from offsite import db
from offsite.config import Settings
from offsite.exchange import documents, exporting
from offsite.policy import Permission
from offsite.web.access import load_event, utc_now
from offsite.web.conditional import answer
from offsite.web.exchange.blueprint import bp

KIND_OF_ENDING = {"xml": "frab-xml", "json": "frab-json", "csv": "csv"}


@bp.get("/<event_slug>/schedule.<any(xml, json, csv):ending>")
@bp.get(
    "/<event_slug>/schedule/export/schedule.<any(xml, json, csv):ending>", endpoint="latest_alias"
)
def latest(event_slug: str, ending: str) -> Response:
    return _feed(ending)


@bp.get("/<event_slug>/schedule/v/<slug>/schedule.<any(xml, json, csv):ending>")
@bp.get("/<event_slug>/schedule/v/<slug>.<any(xml, json, csv):ending>", endpoint="release_alias")
def of_release(event_slug: str, slug: str, ending: str) -> Response:
    return _feed(ending, slug)


def _feed(ending: str, slug: str | None = None) -> Response:
    event = load_event(Permission.SCHEDULE_SEE)
    session = db.read_session()
    release = exporting.released(session, event, slug)
    found = documents.document_of(
        session, release, KIND_OF_ENDING[ending], site=site(), now=utc_now()
    )
    return answer(
        found.content,
        content_type=found.content_type,
        changed_at=exporting.changed_at(release, now=utc_now()),
        filename=f"{event.slug}-{found.name}",
        shared=event.is_public,
    )


def site() -> exporting.Site:
    settings: Settings = current_app.extensions["offsite"]
    return exporting.Site(settings.base_url, settings.uid_host)
