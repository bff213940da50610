"""The event's groups, and one of them."""

from datetime import timedelta

from flask import render_template, request

from offsite import db
from offsite.interests import queries
from offsite.interests.models import InterestGroup
from offsite.policy import Permission
from offsite.web.access import current_actor, load, load_event, utc_now
from offsite.web.interests.blueprint import bp
from offsite.web.interests.forms import DatesForm
from offsite.web.proposals.asking import page_links, page_number


@bp.get("/<event_slug>/groups/")
def index(event_slug: str) -> str:
    event = load_event(Permission.GROUP_SEE)
    search = request.args.get("q", "")[:200]
    page = queries.groups_page(
        db.read_session(),
        event,
        person_id=current_actor().person_id or 0,
        now=utc_now(),
        search=search,
        page=page_number(),
    )
    return render_template(
        "interests/index.html", event=event, search=search, page=page, page_url=page_links()
    )


@bp.get("/<event_slug>/groups/<int(max=2147483647):group_id>")
def show(event_slug: str, group_id: int) -> str:
    group = load(InterestGroup, group_id, Permission.GROUP_SEE)
    return show_page(group, DatesForm(formdata=None))


def show_page(group: InterestGroup, form: DatesForm, fault: str = "") -> str:
    session = db.read_session()
    people = queries.members_of(session, group)
    person_id = current_actor().person_id
    return render_template(
        "interests/show.html",
        event=group.event,
        group=group,
        form=form,
        fault=fault,
        people=people,
        is_in=any(one.id == person_id for one in people),
        person_id=person_id,
        dates=queries.dates_of(session, group, after=utc_now() - timedelta(days=1)),
    )
