"""What the job page says about a generation, and the best so far as a draft."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from markupsafe import Markup
from werkzeug.wrappers import Response

from offsite import db
from offsite.errors import RuleBroken, Stale
from offsite.events.models import Event
from offsite.jobs.models import Job
from offsite.jobs.services import BEST
from offsite.policy import Permission
from offsite.schedule import drafts, formulation, generation
from offsite.schedule.evaluation import Broken
from offsite.web.access import current_actor, load, load_event, unit_of_work, utc_now
from offsite.web.errors import sentence
from offsite.web.jobs.kinds import JobPage, Press, show_kind
from offsite.web.schedule.blueprint import bp
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


def _press(job: Job, event: Event) -> Press | None:
    """To look at the best so far, which breaks no rule, while a better one is sought."""
    if BEST not in job.progress or job.cancel_asked_at is not None:
        return None
    return Press(
        label=_("Keep a copy and look at it"),
        url=url_for("schedule.keep_so_far", event_slug=event.slug, job_id=job.id),
        icon="bookmark-plus",
        note=_("The best so far breaks no rule. You can have it now; the search goes on."),
    )


@bp.post("/<event_slug>/organize/schedule/generation/<int:job_id>/keep")
def keep_so_far(event_slug: str, job_id: int) -> Response:
    load_event(Permission.SCHEDULE_EDIT)
    job = load(Job, job_id, Permission.JOB_SEE)
    back = url_for("jobs.show", event_slug=event_slug, job_id=job_id)
    try:
        with unit_of_work() as session:
            draft = generation.keep_so_far(
                session,
                job=job,
                name=_("%(name)s, so far", name=job.arguments.get("name", ""))[:100],
                actor=current_actor(),
                now=utc_now(),
            )
            draft_id = draft.id
    except (RuleBroken, Stale) as refusal:
        flash(sentence(refusal), "info")
        return redirect(back, 303)
    text = _("This is the best so far, as a draft of its own.")
    link = fill('<a href="%(url)s">%(text)s</a>', url=back, text=_("Back to the search"))
    flash(fill("%(text)s %(link)s", text=text, link=link), "success")
    return redirect(url_for(".draft", event_slug=event_slug, draft_id=draft_id), 303)


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
        press=_press,
    ),
)
