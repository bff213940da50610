"""Who gets least of a draft: for organizers alone, because votes are people's own."""

from flask import render_template, url_for

from offsite import db
from offsite.events import queries as events
from offsite.paging import page_of
from offsite.policy import Permission
from offsite.schedule import formulation, queries
from offsite.schedule.evaluation import evaluate, spots_of
from offsite.schedule.fairness import helps_of, shares_of
from offsite.schedule.models import Draft
from offsite.web.access import load
from offsite.web.schedule.blueprint import asked_number, bp

PAGE = 25


@bp.get("/<event_slug>/organize/schedule/<int:draft_id>/fairness")
def fairness(event_slug: str, draft_id: int) -> str:
    draft = load(Draft, draft_id, Permission.SCHEDULE_RELEASE)
    session, event = db.read_session(), draft.event
    grid = formulation.grid_of(session, event)
    spots = spots_of(queries.placements_of(session, draft))
    shares = shares_of(grid.wishes, spots, evaluate(grid, spots).met_by)
    page = page_of(shares, page=max(1, asked_number("page")), size=PAGE)
    people = events.people_by_id(session, [one.person_id for one in page.items])
    return render_template(
        "schedule/fairness.html",
        event=event,
        draft=draft,
        page=page,
        below_half=sum(one.is_below_half for one in shares),
        worst=shares[0] if shares else None,
        helps=helps_of(shares),
        person={one.id: one for one in people},
        titles={one.id: one.title for one in grid.proposals},
        item_url={one.id: _item_url(event.slug, draft, one.code) for one in grid.proposals},
        url_for_page=lambda number: url_for(
            ".fairness", event_slug=event.slug, draft_id=draft.id, page=number
        ),
    )


def _item_url(slug: str, draft: Draft, code: str) -> str:
    """The place in the draft's page where the item can be moved."""
    return url_for("schedule.draft", event_slug=slug, draft_id=draft.id, item=code, _anchor="panel")
