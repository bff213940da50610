"""Organizers arrange the book: foreword, order of chapters, what is left out."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.errors import BadInput, Stale
from offsite.events.models import Event
from offsite.policy import Permission
from offsite.proceedings.queries.book import binding_of, contents_of
from offsite.proceedings.rules import CHAPTERS, arranged
from offsite.proceedings.services import binding as services
from offsite.web.access import current_actor, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.forms import clean_text
from offsite.web.proceedings.blueprint import Answer, bp, number_in


@bp.get("/<event_slug>/organize/proceedings")
def arrange(event_slug: str) -> str:
    event = load_event(Permission.PROCEEDINGS_EDIT)
    found = binding_of(db.read_session(), event)
    return _page(
        event,
        foreword=found.foreword if found else "",
        places=arranged(found.places if found else ()),
        left_out=found.left_out if found else (),
    )


def _page(
    event: Event,
    *,
    foreword: str,
    places: Sequence[str],
    left_out: Sequence[str],
    fault: str = "",
) -> str:
    session = db.read_session()
    found = binding_of(session, event)
    return render_template(
        "proceedings/arrange.html",
        event=event,
        foreword=foreword,
        places=places,
        left_out=left_out,
        fault=fault,
        contents=contents_of(session, event),
        seen=found.revision if found else 0,
        kept=found.foreword if found and fault else "",
        longest=services.LONGEST_FOREWORD,
    )


@bp.post("/<event_slug>/organize/proceedings")
def bind(event_slug: str) -> Answer:
    event = load_event(Permission.PROCEEDINGS_EDIT)
    foreword = clean_text(request.form.get("foreword", "").replace("\r\n", "\n"))
    places = _places()
    left_out = [one for one in CHAPTERS if f"in-{one}" not in request.form]
    try:
        with unit_of_work() as session:
            services.bind_book(
                session,
                event=event,
                foreword=foreword,
                places=places,
                left_out=left_out,
                seen=number_in(request.form.get("seen", "")),
                person_id=current_actor().person_id,
                now=utc_now(),
            )
    except (BadInput, Stale) as fault:
        told = sentence(fault)
        page = _page(event, foreword=foreword, places=places, left_out=left_out, fault=told)
        return page, status_of(fault)
    flash(_("The book is arranged."), "success")
    return redirect(url_for("proceedings.show", event_slug=event.slug), 303)


def _places() -> tuple[str, ...]:
    """The chapters by the numbers that were chosen; equal numbers stay as they stood."""
    stood = arranged(request.form.getlist("chapter"))
    return tuple(sorted(stood, key=lambda one: number_in(request.form.get(f"place-{one}", ""))))
