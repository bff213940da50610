"""What the job page says about a generation."""

from typing import Any

from flask import url_for
from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from markupsafe import Markup

from offsite import db
from offsite.events.models import Event
from offsite.jobs.models import Job
from offsite.policy import Permission
from offsite.schedule import drafts, formulation
from offsite.schedule.evaluation import Broken
from offsite.web.access import load_event
from offsite.web.jobs.kinds import JobPage, show_kind
from offsite.web.schedule.wording import Names, broken_sentence, fill


def _facts(job: Job) -> list[tuple[str, Any]]:
    if job.result.get("clash"):
        return _clash(job)
    if job.state in {"failed", "canceled"}:
        return [(str(_("What now")), _again(job))]
    return _figures(job)


def _figures(job: Job) -> list[tuple[str, Any]]:
    """Best, bound and gap so far; nothing before the first report."""
    seen = job.progress
    if "met" not in seen:
        return []
    met, bound = seen["met"], seen["bound"]
    gap = format_percent((bound - met) / met, "0.0%") if met else _("not known yet")
    best = _("%(met)s of %(wished)s wishes", met=format_decimal(met), wished=_wished(seen))
    return [
        (str(_("Best so far")), best),
        (str(_("Nothing can meet more than")), format_decimal(bound)),
        (str(_("Gap")), gap if bound > met else _("none: nothing can be better")),
        (str(_("Placed")), format_decimal(seen["placed"])),
    ]


def _wished(seen: dict[str, Any]) -> str:
    return str(format_decimal(seen["wished"]))


def _again(job: Job) -> Markup:
    event = load_event(Permission.JOB_SEE)
    url = url_for("schedule.drafts", event_slug=event.slug, again=job.id, _anchor="generate")
    return fill(
        '<a class="btn btn-primary" href="%(url)s">%(text)s</a>',
        url=url,
        text=_("Generate again"),
    )


def _clash(job: Job) -> list[tuple[str, Any]]:
    """The rules that cannot be kept together, each as a sentence."""
    event = load_event(Permission.JOB_SEE)
    grid = formulation.grid_of(db.read_session(), event)
    names = Names.of(event, grid.proposals)
    sentences = [_pinned_or_broken(rule, ids, names) for rule, ids in job.result["clash"]]
    rules = Markup("").join(fill("<li>%(one)s</li>", one=one) for one in sentences)
    return [
        (str(_("No schedule is possible")), _("These cannot all be kept:")),
        ("", fill("<ul>%(rules)s</ul>", rules=rules)),
        (str(_("What now")), _unpin(job, event)),
    ]


def _pinned_or_broken(rule: str, ids: list[str], names: Names) -> Markup:
    items = tuple(formulation.row_id(one) for one in ids if one[:1] == "i")
    room = next((formulation.row_id(one) for one in ids if one[:1] == "r"), None)
    slot = next((formulation.row_id(one) for one in ids if one[:1] == "s"), None)
    starts = {one.id: one.starts_at for one in names.event.slots}
    if rule == "pinned" and slot in starts:
        return fill(
            _("%(item)s is pinned to %(when)s in %(room)s."),
            item=names.item(items[0]),
            when=names.moment(starts[slot]),
            room=names.room(room),
        )
    return broken_sentence(Broken(rule, items, room), names)


def _unpin(job: Job, event: Event) -> Markup:
    url = url_for("schedule.drafts", event_slug=event.slug, again=job.id)
    base = job.arguments.get("base_id")
    if base:
        url = url_for("schedule.draft", event_slug=event.slug, draft_id=base)
    return fill(
        '<a class="btn btn-primary" href="%(url)s">%(text)s</a>',
        url=url,
        text=_("Unpin one of them"),
    )


def _result_url(job: Job, event: Event) -> str | None:
    draft_id = job.result.get("draft_id")
    if draft_id is None:
        return None
    return url_for("schedule.draft", event_slug=event.slug, draft_id=draft_id)


def _back_url(job: Job, event: Event) -> str:
    return url_for("schedule.drafts", event_slug=event.slug)


show_kind(
    drafts.GENERATE,
    JobPage(
        title=later("Generating a schedule"),
        result_label=later("Show the draft"),
        facts=_facts,
        result_url=_result_url,
        back_url=_back_url,
    ),
)
