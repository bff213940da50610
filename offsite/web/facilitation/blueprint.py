"""The blueprint of all pages of a running session, and what they share."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from offsite import db
from offsite.errors import NotFound
from offsite.events.models import Event
from offsite.facilitation import queries
from offsite.facilitation.models import Run
from offsite.facilitation.rules import Reading
from offsite.facilitation.showing import Shown, shown_at
from offsite.policy import Permission
from offsite.proposals.models import Proposal
from offsite.schedule.models import ReleasedItem
from offsite.schedule.queries import latest_release
from offsite.web.access import load, load_event, utc_now
from offsite.web.seeded import seeded

bp = Blueprint("facilitation", __name__)

RUN = "/<event_slug>/run/<code>"


@dataclass(frozen=True)
class Stage:
    """A session of the released schedule, and its run if somebody began one."""

    event: Event
    item: ReleasedItem
    proposal: Proposal
    run: Run | None

    @property
    def version(self) -> int:
        return self.run.version if self.run else 0

    @property
    def begun(self) -> Run:
        """The run.

        Raises:
            NotFound: nobody began one.
        """
        if self.run is None:
            raise NotFound("This session has not started yet.")
        return self.run

    def shown(self, now: datetime) -> Shown | None:
        return shown_at(self.run, now)

    def url(self, page: str, **values: Any) -> str:
        """The address of one of the session's own pages."""
        slug, code = self.event.slug, self.item.code
        return url_for(f"facilitation.{page}", event_slug=slug, code=code, **values)


def load_stage(code: str, permission: Permission = Permission.RUN_SEE) -> Stage:
    """The session of this address, if it is in the released schedule.

    Raises:
        NotFound, NotAllowed: it is not, or the actor may not do ``permission`` to it.
    """
    return stage_of(load_event(Permission.RUN_SEE), code, permission)


def stage_of(event: Event, code: str, permission: Permission = Permission.RUN_SEE) -> Stage:
    """As `load_stage`, in an event that was loaded."""
    session = db.read_session()
    release = latest_release(session, event)
    found = [
        one
        for one in (release.items if release else ())
        if one.code == code.upper() and one.proposal_id is not None and one.canceled_at is None
    ]
    if not found or found[0].proposal_id is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    proposal = load(Proposal, found[0].proposal_id, permission)
    return Stage(event, found[0], proposal, queries.run_of(session, proposal_id=proposal.id))


def values_of(stage: Stage) -> dict[str, Any]:
    """What every page of a session shows."""
    now = utc_now()
    return {
        "event": stage.event,
        "stage": stage,
        "item": stage.item,
        "run": stage.run,
        "shown": stage.shown(now),
        "now": now,
        "now_ms": milliseconds(now),
        "zone": stage.event.zone,
    }


@bp.app_template_filter("milliseconds")
def milliseconds(moment: datetime) -> int:
    """The moment as scripts count: milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


@bp.app_template_global("run_words")
def run_words(shown: Shown) -> str:
    """What the clock says, for reading and for speaking."""
    reading: Reading = shown.reading
    if shown.state == "ended":
        return str(_("This session is over."))
    if reading.is_over_run:
        words = ngettext("%(num)s minute over time", "%(num)s minutes over time", reading.minutes)
    else:
        words = ngettext("%(num)s minute left", "%(num)s minutes left", reading.minutes)
    return str(words)


@bp.app_template_global("run_news")
def run_news(shown: Shown) -> str:
    """What a change of the run sounds like."""
    if shown.state == "ended":
        return str(_("This session is over."))
    if shown.state == "paused":
        return str(_("Paused: %(phase)s", phase=seeded(shown.step.name)))
    return str(_("Now: %(phase)s", phase=seeded(shown.step.name)))
