"""Looking around a demo as one of its invented people.  Nowhere else does this exist."""

from flask import Blueprint, current_app, render_template, request
from werkzeug.wrappers import Response

from offsite import db
from offsite.config import Settings
from offsite.errors import NotFound
from offsite.events import listings
from offsite.people import queries, services
from offsite.web.access import public, unit_of_work, utc_now
from offsite.web.people.entering import agent, enter, leave_previous

bp = Blueprint("demo", __name__, url_prefix="/demo")


@bp.before_request
def only_in_a_local_demo() -> None:
    settings: Settings = current_app.extensions["offsite"]
    if not (settings.demo and settings.is_local):
        raise NotFound("There is nothing here, or it is not yours to see.")


@bp.get("/sign-in")
@public
def choose() -> str:
    parts = listings.demo_parts(db.read_session())
    # The command prints such an address for each part worth playing first.
    if person_id := request.args.get("person", type=int):
        parts = listings.only_person(parts, person_id) or parts
    return render_template("people/demo.html", parts=parts)


@bp.post("/sign-in")
@public
def sign_in_as() -> Response:
    person_id = request.form.get("person_id", type=int) or 0
    with unit_of_work() as session:
        person = queries.demo_person(session, person_id)
        if person is None:
            raise NotFound("There is nothing here, or it is not yours to see.")
        leave_previous(session)
        opened = services.open_sign_in(
            session, person=person, method="demo", agent=agent(), now=utc_now()
        )
    return enter(opened)
