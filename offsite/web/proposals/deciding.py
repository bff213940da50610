"""Decisions: quietly first, then announced in one go."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.events.models import Event
from offsite.planning.queries import targets
from offsite.policy import Permission
from offsite.proposals import queries
from offsite.proposals.models import DECISIONS, LEADERSHIP_KINDS, STATES
from offsite.proposals.queries import listing
from offsite.proposals.queries.demand import demand as demand_of
from offsite.proposals.queries.listing import Filters
from offsite.proposals.services import decisions
from offsite.web.access import load_event, unit_of_work, utc_now
from offsite.web.proposals import asking
from offsite.web.proposals.asking import Answer
from offsite.web.proposals.blueprint import bp
from offsite.web.proposals.forms import DecisionForm
from offsite.web.proposals.letters import desk

ROWS_PER_PAGE = 100


@bp.get("/<event_slug>/organize/decisions")
def decide(event_slug: str) -> str:
    event = load_event(Permission.PROPOSAL_DECIDE)
    return decide_page(event, DecisionForm(formdata=None))


def decide_page(event: Event, form: DecisionForm) -> str:
    session, viewer, filters = db.read_session(), asking.viewer_of(event), asked_filters()
    return render_template(
        "proposals/decide.html",
        event=event,
        form=form,
        filters=filters,
        page=listing.proposals_page(
            session, event, viewer, filters, page=asking.page_number(), size=ROWS_PER_PAGE
        ),
        page_url=asking.page_links(),
        waiting=queries.pending(session, event),
        standings=standings(event),
        formats=event.formats,
        targets=targets(session, event),
    )


def asked_filters() -> Filters:
    state = request.args.get("state", "")
    kind = request.args.get("leadership", "")
    return Filters(
        text=request.args.get("q", "").strip()[:200],
        format_id=asking.number("format"),
        leadership=kind if kind in LEADERSHIP_KINDS else "",
        state=state if state in STATES else "",
        pending=state == "pending",
    )


def standings(event: Event) -> dict[str, tuple[int, str]]:
    """Rank and place by code, once the votes may be read."""
    if not event.voting_is_over(utc_now()):
        return {}
    found = demand_of(db.read_session(), event, now=utc_now())
    return {row.proposal.code: (row.rank, row.place) for row in found.rows}


@bp.post("/<event_slug>/organize/decisions")
def save_decisions(event_slug: str) -> Answer:
    event = load_event(Permission.PROPOSAL_DECIDE)
    form = DecisionForm()
    codes = [asking.plain_code(one) or "?" for one in chosen_codes(form)]
    if not codes:
        flash(_("Choose proposals first."), "warning")
        return redirect(_back(event), 303)
    if request.form.get("do") == "clear":
        return clear(event, codes)
    if not form.validate():
        return decide_page(event, form), 400
    with unit_of_work() as session:
        done = decisions.decide(
            session,
            event=event,
            codes=codes,
            decision=form.decision.data,
            note=form.note.data or "",
        )
    tell(done)
    return redirect(_back(event), 303)


def chosen_codes(form: DecisionForm) -> list[str]:
    return [*request.form.getlist("code"), *form.pasted_codes()]


def _back(event: Event) -> str:
    """The same list as before; its filters stand in the address of the form."""
    return url_for("proposals.decide", event_slug=event.slug, **asking.whole_query())


def clear(event: Event, codes: list[str]) -> Answer:
    with unit_of_work() as session:
        done = decisions.undecide(session, event=event, codes=codes)
    count = len(done.changed)
    flash(ngettext("%(num)s decision cleared.", "%(num)s decisions cleared.", count), "success")
    return redirect(_back(event), 303)


def tell(done: decisions.Decided) -> None:
    """What was decided, and what could not be, with the codes."""
    count = len(done.changed)
    if count:
        flash(
            ngettext(
                "%(num)s proposal decided. Nobody is told before you announce it.",
                "%(num)s proposals decided. Nobody is told before you announce it.",
                count,
            ),
            "success",
        )
    if done.refused:
        flash(
            _(
                "Not changed, because of their state or because they are unknown: %(codes)s.",
                codes=", ".join(done.refused[:50]),
            ),
            "warning",
        )


@bp.get("/<event_slug>/organize/decisions/announce")
def announce_preview(event_slug: str) -> str:
    event = load_event(Permission.PROPOSAL_DECIDE)
    session = db.read_session()
    waiting = queries.pending(session, event)
    readers = {one.code: queries.readers_of(session, one) for one in waiting}
    return render_template(
        "proposals/announce.html",
        event=event,
        waiting=waiting,
        groups=[(key, [one for one in waiting if one.pending_state == key]) for key in DECISIONS],
        readers=readers,
        mails=sum(len(people) for people in readers.values()),
        shown=decisions.fingerprint(waiting),
    )


@bp.post("/<event_slug>/organize/decisions/announce")
def announce(event_slug: str) -> Answer:
    event = load_event(Permission.PROPOSAL_DECIDE)
    try:
        with unit_of_work() as session:
            told = decisions.announce(
                session,
                event=event,
                shown=request.form.get("shown", ""),
                desk=desk(),
                now=utc_now(),
            )
    except decisions.DecisionsChanged:
        flash(_("The decisions changed since you looked. Look again, then announce."), "warning")
        return redirect(url_for("proposals.announce_preview", event_slug=event_slug), 303)
    except decisions.NothingToAnnounce:
        flash(_("There is no decision to announce."), "info")
        return redirect(url_for("proposals.decide", event_slug=event_slug), 303)
    flash(
        ngettext(
            "%(num)s decision announced. Its mails wait in the outbox.",
            "%(num)s decisions announced. Their mails wait in the outbox.",
            len(told),
        ),
        "success",
    )
    return redirect(url_for("proposals.decide", event_slug=event_slug), 303)
