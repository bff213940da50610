"""Badges: who gets one, and blank ones for those who come unannounced."""

from flask import render_template, request
from markupsafe import Markup

from offsite import db
from offsite.events.directory import directory
from offsite.policy import Permission
from offsite.web.access import load_event
from offsite.web.paper.blueprint import bp, full_url, qr_svg
from offsite.web.proposals.forms import language_name
from offsite.web.schedule.blueprint import asked_number

MOST_BLANK = 80
PER_SHEET = 8


@bp.get("/<event_slug>/organize/paper/badges")
def badges(event_slug: str) -> str:
    """The badges of those who were searched for or ticked, fifty people at a time."""
    event = load_event(Permission.PAPER_PRINT)
    search = request.args.get("q", "").strip()[:200]
    team = request.args.get("team", "")
    found = directory(
        db.read_session(),
        event_id=event.id,
        search=search,
        chosen={"team": team, "function": "", "track": ""},
        page=max(1, asked_number("page")),
    )
    ticked = {int(one) for one in request.args.getlist("person") if one.isdigit()}
    blank = min(asked_number("blank"), MOST_BLANK)
    only_blank = blank > 0 and "only" in request.args
    chosen = [one for one in found.people.items if one.id in ticked] or list(found.people.items)
    return render_template(
        "paper/badges.html",
        event=event,
        found=found,
        people=[] if only_blank else chosen,
        ticked=ticked,
        blank=blank,
        only_blank=only_blank,
        per_sheet=PER_SHEET,
        search=search,
        team=team,
        languages_of=lambda one: ", ".join(language_name(code) for code in one.languages),
        qr=_symbol(full_url("events.home", event_slug=event.slug)),
    )


def _symbol(url: str) -> Markup:
    """The code once, as a symbol that every badge repeats."""
    svg = str(qr_svg(url))
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    box = svg[svg.index('viewBox="') :].split('"')[1]
    return Markup('<symbol id="qr" viewBox="{}">{}</symbol>').format(
        box,
        Markup(inner),  # noqa: S704 - drawn by segno, see qr_svg
    )
