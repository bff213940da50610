"""Who met whom over the years, and the rules by which people are mixed."""

from typing import Any

from flask import render_template, request

from offsite import db
from offsite.events.models import Event
from offsite.mixing import network as networks
from offsite.mixing import queries
from offsite.mixing.models import SINGLE
from offsite.mixing.network import Network
from offsite.paging import page_of
from offsite.policy import Permission
from offsite.web.access import current_actor, load_event
from offsite.web.mixing.blueprint import asked_number, bp, page_links

PAGE = 12


@bp.get("/<event_slug>/mixing/history")
def history(event_slug: str) -> str:
    event = load_event(Permission.MIX_SEE)
    session = db.read_session()
    found = networks.network_of(session, event)
    chosen = _chosen(found)
    search = request.args.get("q", "").strip()[:200]
    fitting = [one for one in found.people if _fits(one, search)]
    return render_template(
        "mixing/history.html",
        event=event,
        network=found,
        counts=networks.counts_of(session, event),
        chosen=chosen,
        me=current_actor().person_id,
        picture=_picture(found, chosen),
        strangers=page_of(
            found.strangers(chosen.id) if chosen else [],
            page=asked_number("others") or 1,
            size=PAGE,
        ),
        strangers_url=page_links(".history", event_slug=event.slug, others=None),
        people=page_of(fitting, page=asked_number("page") or 1, size=PAGE),
        people_url=page_links(".history", event_slug=event.slug),
        search=search,
    )


def _chosen(found: Network) -> Any:
    """The person who was asked about, else the reader; None if neither is among the people."""
    people = {one.id: one for one in found.people}
    wanted = people.get(asked_number("person"))
    return wanted or people.get(current_actor().person_id or 0)


def _fits(one: Any, search: str) -> bool:
    return search.casefold() in f"{one.name} {one.team}".casefold()


def _picture(found: Network, chosen: Any) -> dict[str, Any]:
    """Everybody, or around one person where there are too many for a picture."""
    is_whole = len(found.people) <= networks.MOST_DRAWN
    shown = found if is_whole or chosen is None else found.around(chosen.id)
    if len(shown.people) > networks.MOST_DRAWN:
        return {"dots": [], "is_whole": False}
    dots = networks.dots_of(shown)
    own = {pair for pair in shown.before | shown.now if chosen and chosen.id in pair}
    return {
        "dots": dots,
        "is_whole": is_whole,
        "radius": networks.dot_radius(len(dots)),
        "hues": networks.hues_of(shown.people),
        "before": networks.path_of(shown.before - shown.now - own, dots),
        "fresh": networks.path_of(shown.fresh, dots),
        "own": networks.path_of(own - shown.fresh, dots),
        "own_fresh": networks.path_of(own & shown.fresh, dots),
    }


@bp.get("/<event_slug>/mixing/rules")
def rules(event_slug: str) -> str:
    """What holds in this event, told from its rounds as they are."""
    event = load_event(Permission.MIX_SEE)
    session = db.read_session()
    settings = queries.settings_of(session, event)
    rounds = queries.rounds_of(session, event_id=event.id)
    return render_template(
        "mixing/rules.html",
        event=event,
        rounds=rounds,
        pools=[one for one in queries.pools_of(session, event) if one != SINGLE],
        note=settings.note if settings else "",
        earlier=_earlier(event),
        travel=queries.travel_people(session, event_id=event.id),
    )


def _earlier(event: Event) -> list[str]:
    """Names of the editions whose meetings count as repeats, the oldest first."""
    counts = networks.counts_of(db.read_session(), event)
    return [one.event.name for one in reversed(counts) if one.event.id != event.id]
