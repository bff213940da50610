"""Wanted topics: ask, join, nominate, take."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proposals.models import Wanted
from offsite.proposals.queries import talk
from offsite.proposals.services import wanted as wishing
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import WantedForm
from offsite.web.proposals.letters import desk


@bp.get("/<event_slug>/wanted/")
def wanted(event_slug: str) -> str:
    event = load_event(Permission.WANTED_SEE)
    return wanted_page(event, WantedForm(formdata=None))


def wanted_page(event: Event, form: WantedForm) -> str:
    viewer = asking.viewer_of(event)
    session = db.read_session()
    return render_template(
        "proposals/wanted.html",
        event=event,
        form=form,
        viewer=viewer,
        page=talk.wanted_page(session, event, viewer, page=asking.page_number()),
        page_url=asking.page_links(),
        closed=talk.wanted_page(session, event, viewer, closed=True).items,
        call_is_open=event.call_is_open(utc_now()),
    )


@bp.post("/<event_slug>/wanted/")
def want(event_slug: str) -> Answer:
    event = load_event(Permission.WANTED_CREATE)
    form = WantedForm()
    if not form.validate():
        return wanted_page(event, form), 400
    with unit_of_work() as session:
        topic = wishing.want(
            session,
            event=event,
            person_id=current_actor().person_id or 0,
            title=form.title.data or "",
            description=form.description.data or "",
            now=utc_now(),
        )
        ident = topic.id
    return redirect(_place(event_slug, ident), 303)


def _place(event_slug: str, ident: int) -> str:
    return url_for("proposals.wanted", event_slug=event_slug, _anchor=f"wanted-{ident}")


@bp.post("/<event_slug>/wanted/<int(max=2147483647):wanted_id>/me-too")
def me_too(event_slug: str, wanted_id: int) -> Answer:
    topic = load(Wanted, wanted_id, Permission.WANTED_SEE)
    person_id = current_actor().person_id or 0
    with unit_of_work() as session:
        if request.form.get("want") == "0":
            wishing.take_back_me_too(session, wanted=topic, person_id=person_id)
        else:
            wishing.say_me_too(session, wanted=topic, person_id=person_id, now=utc_now())
    return redirect(_place(event_slug, wanted_id), 303)


@bp.post("/<event_slug>/wanted/<int(max=2147483647):wanted_id>/nominate")
def nominate(event_slug: str, wanted_id: int) -> Answer:
    topic = load(Wanted, wanted_id, Permission.WANTED_SEE)
    try:
        with unit_of_work() as session:
            person = wishing.nominate(
                session,
                wanted=topic,
                text=request.form.get("nominee", "")[:254],
                by=current_actor().name,
                desk=desk(),
                now=utc_now(),
            )
            name = person.name
    except OffsiteError as fault:
        flash(sentence(fault), "danger")
        return wanted_page(load_event(Permission.WANTED_SEE), WantedForm(formdata=None)), (
            status_of(fault)
        )
    flash(_("%(name)s gets a mail about it.", name=name), "success")
    return redirect(_place(event_slug, wanted_id), 303)


@bp.post("/<event_slug>/wanted/<int(max=2147483647):wanted_id>/close")
def close_wanted(event_slug: str, wanted_id: int) -> Answer:
    topic = load(Wanted, wanted_id, Permission.WANTED_CLOSE)
    with unit_of_work() as session:
        wishing.close_wanted(session, wanted=topic, now=utc_now())
    flash(_("Closed. You can open it again at the end of this page."), "success")
    return redirect(url_for("proposals.wanted", event_slug=event_slug), 303)


@bp.post("/<event_slug>/wanted/<int(max=2147483647):wanted_id>/reopen")
def reopen_wanted(event_slug: str, wanted_id: int) -> Answer:
    topic = load(Wanted, wanted_id, Permission.WANTED_CLOSE)
    with unit_of_work() as session:
        wishing.reopen_wanted(session, wanted=topic)
    return redirect(_place(event_slug, wanted_id), 303)
