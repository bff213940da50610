"""The first page, and what machines ask a site."""

from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from offsite import db
from offsite.config import ROOT, Settings
from offsite.errors import BadInput, NotFound
from offsite.events import listings
from offsite.events.services import adopt_events
from offsite.people import queries as people
from offsite.people import services
from offsite.policy import Permission
from offsite.web.access import can, current_actor, public, unit_of_work, utc_now
from offsite.web.errors import faults
from offsite.web.people.entering import agent, enter
from offsite.web.people.forms import FirstRunForm

bp = Blueprint("site", __name__)

NEW_EVENT = "events.new_event"


@bp.get("/")
@public
def home() -> str:
    if current_actor().is_signed_in:
        return _own_events()
    session = db.read_session()
    if not people.has_anybody(session):
        return render_template("site/first_run.html", form=FirstRunForm())
    return render_template(
        "site/welcome.html",
        events=listings.public_events(session, now=utc_now()),
        settings=current_app.extensions["offsite"],
    )


def _own_events() -> str:
    actor = current_actor()
    assert actor.person_id is not None
    events = listings.events_of_person(db.read_session(), person_id=actor.person_id, now=utc_now())
    creates = can(Permission.EVENT_CREATE) or any(
        can(Permission.EVENT_CREATE, event) for event in events.current + events.past
    )
    return render_template(
        "site/home.html",
        events=events,
        today=utc_now(),
        new_event_url=new_event_url() if creates else "",
    )


def new_event_url() -> str:
    """Where an event is created, once there are pages for that."""
    return url_for(NEW_EVENT) if NEW_EVENT in current_app.view_functions else ""


@bp.post("/")
@public
def found() -> Response | tuple[str, int]:
    form = FirstRunForm()
    if not form.validate_on_submit():
        return render_template("site/first_run.html", form=form), 400
    try:
        with unit_of_work() as session:
            person = services.found_installation(
                session, name=form.name.data or "", email=form.email.data or "", now=utc_now()
            )
            adopt_events(session, person_id=person.id, now=utc_now())
            opened = services.open_sign_in(
                session, person=person, method="founding", agent=agent(), now=utc_now()
            )
    except BadInput as refusal:
        form.form_errors = faults(refusal)
        return render_template("site/first_run.html", form=form), 400
    return enter(opened, new_event_url())


@bp.get("/styleguide")
@public
def styleguide() -> str:
    settings: Settings = current_app.extensions["offsite"]
    if not (settings.debug or settings.demo):
        raise NotFound("There is nothing here, or it is not yours to see.")
    return render_template("ui/guide.html", now=utc_now(), zone=ZoneInfo("Europe/Warsaw"))


@bp.get("/robots.txt")
@public
def robots() -> FlaskResponse:
    # Events are for those who were told of them, also the public ones.
    return FlaskResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@bp.get("/favicon.ico")
@public
def favicon() -> FlaskResponse:
    icon = (ROOT / "static" / "img" / "favicon.svg").read_bytes()
    answer = FlaskResponse(icon, content_type="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
