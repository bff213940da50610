"""The organizers' table of demand."""

import csv
import io
from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from offsite import db
from offsite.exchange.writers.table import guarded
from offsite.paging import page_of
from offsite.policy import Permission
from offsite.proposals.models import LEADERSHIP_KINDS
from offsite.proposals.queries.demand import Demand, DemandRow, participation
from offsite.proposals.queries.demand import demand as demand_of
from offsite.web.access import load_event, utc_now
from offsite.web.proposals import asking
from offsite.web.proposals.blueprint import bp, leadership_label

ROWS_PER_PAGE = 100
PLACES = ("in", "tie", "out")

SORTS: dict[str, Callable[[DemandRow], Any]] = {
    "rank": lambda row: row.rank,
    "title": lambda row: row.proposal.title.casefold(),
    "must": lambda row: (-row.standing.tally.must, row.rank),
    "would": lambda row: (-row.standing.tally.would, row.rank),
    "no": lambda row: (-row.standing.tally.no, row.rank),
    "voters": lambda row: (-row.standing.tally.voters, row.rank),
    "share": lambda row: (-row.standing.tally.must_share, row.rank),
    "audience": lambda row: (-row.audience[1], row.rank),
}


@bp.get("/<event_slug>/organize/demand")
def demand(event_slug: str) -> str:
    event = load_event(Permission.DEMAND_SEE)
    session, now = db.read_session(), utc_now()
    if not event.voting_is_over(now):
        return render_template(
            "proposals/demand_hidden.html",
            event=event,
            participation=participation(session, event),
            now=now,
            is_open=event.voting_is_open(now),
        )
    found = demand_of(session, event, now=now, places=asking.number("places"))
    sort = request.args.get("sort", "rank")
    rows = sorted(chosen_rows(found), key=SORTS.get(sort, SORTS["rank"]))
    return render_template(
        "proposals/demand.html",
        event=event,
        demand=found,
        page=page_of(rows, page=asking.page_number(), size=ROWS_PER_PAGE),
        page_url=asking.page_links(),
        sort=sort if sort in SORTS else "rank",
        sort_url=lambda key: asking.same_page(sort=key, page=None),
        winners=[row.proposal.code for row in found.rows if row.is_in],
        formats=event.formats,
        asked=request.args,
        csv_url=url_for(
            "proposals.demand_csv", event_slug=event.slug, places=asking.number("places")
        ),
    )


def chosen_rows(found: Demand) -> list[DemandRow]:
    """The rows that the filters leave."""
    format_id = asking.number("format")
    kind, place = request.args.get("leadership", ""), request.args.get("place", "")
    return [
        row
        for row in found.rows
        if (format_id is None or row.proposal.format_id == format_id)
        and (kind not in LEADERSHIP_KINDS or row.proposal.leadership == kind)
        and (place not in PLACES or row.place.startswith(place))
    ]


@bp.get("/<event_slug>/organize/demand.csv")
def demand_csv(event_slug: str) -> Response:
    event = load_event(Permission.DEMAND_SEE)
    found = demand_of(db.read_session(), event, now=utc_now(), places=asking.number("places"))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_headings())
    writer.writerows([guarded(cell) for cell in _cells(row, found)] for row in found.rows)
    answer = Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-demand.csv"'
    return answer


def _headings() -> list[str]:
    return [
        _("Rank"), _("Code"), _("Title"), _("Hosts"), _("Format"), _("Minutes"),
        _("Leadership"), _("State"), _("Must"), _("Would"), _("No"), _("Voters"),
        _("Estimate"), _("80 % low"), _("80 % high"), _("Must share"), _("Place"),
        _("Audience from"), _("Audience to"), _("Overlaps"),
    ]  # fmt: skip


def _cells(row: DemandRow, found: Demand) -> list[str]:
    one, standing, tally = row.proposal, row.standing, row.standing.tally
    overlaps = "; ".join(
        f"{found.titles[other.other]}: {other.both}/{other.of}" for other in row.overlaps
    )
    return [
        str(row.rank),
        one.code,
        one.title,
        "; ".join(host.name for host in one.active_hosts),
        one.format.name,
        str(one.minutes),
        leadership_label(one.leadership),
        one.state,
        *(str(number) for number in (tally.must, tally.would, tally.no, tally.voters)),
        *(f"{share:.3f}" for share in (standing.estimate, standing.low, standing.high)),
        f"{tally.must_share:.3f}",
        row.place,
        str(row.audience[0]),
        str(row.audience[1]),
        overlaps,
    ]
