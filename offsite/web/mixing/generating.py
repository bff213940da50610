"""What the job page says about mixing."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from markupsafe import Markup

from offsite.events.models import Event
from offsite.jobs.models import Job
from offsite.mixing.generation import spoken
from offsite.mixing.queries import GENERATE
from offsite.policy import Permission
from offsite.web.access import load_event
from offsite.web.errors import said
from offsite.web.jobs.kinds import JobPage, show_kind
from offsite.web.mixing.blueprint import fill


def _facts(job: Job) -> list[tuple[str, Any]]:
    if job.result.get("unseated"):
        return _unseated(job)
    if job.state in {"failed", "canceled"}:
        return [(str(_("What now")), _back_to_plan(_("Mix again")))]
    seen = job.progress
    if "repeats" not in seen:
        return []
    return [
        (str(_("Repeats so far")), seen["repeats"]),
        (str(_("Fewer are impossible than")), seen["bound"]),
    ]


def _unseated(job: Job) -> list[tuple[str, Any]]:
    """Who cannot be seated and why, round by round."""
    found: list[tuple[str, Any]] = []
    for name, reasons in job.result["unseated"]:
        rules = Markup("").join(fill("<li>%(one)s</li>", one=said(spoken(one))) for one in reasons)
        title = str(_("“%(round)s” cannot be seated", round=name))
        found.append((title, fill("<ul>%(rules)s</ul>", rules=rules)))
    return [*found, (str(_("What now")), _back_to_plan(_("Change the rounds")))]


def _back_to_plan(text: str) -> Markup:
    event = load_event(Permission.MIX_EDIT)
    url = url_for("mixing.plan", event_slug=event.slug, _anchor="rounds")
    return fill('<a class="btn btn-primary" href="%(url)s">%(text)s</a>', url=url, text=text)


def _result_url(job: Job, event: Event) -> str | None:
    mix_id = job.result.get("mix_id")
    if mix_id is None:
        return None
    return url_for("mixing.draft", event_slug=event.slug, mix_id=mix_id)


def _back_url(job: Job, event: Event) -> str:
    return url_for("mixing.plan", event_slug=event.slug)


show_kind(
    GENERATE,
    JobPage(
        title=later("Mixing people"),
        result_label=later("Show who sits where"),
        facts=_facts,
        result_url=_result_url,
        back_url=_back_url,
    ),
)
