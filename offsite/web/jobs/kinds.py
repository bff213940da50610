"""How pages show each kind of job: features name theirs here when they are imported."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from offsite.events.models import Event
from offsite.jobs.models import Job


def no_facts(job: Job) -> list[tuple[str, Any]]:
    return []


def no_url(job: Job, event: Event) -> str | None:
    return None


@dataclass(frozen=True)
class Press:
    """A button beside the one that stops: what else can be done while the work goes on."""

    label: str
    url: str
    icon: str
    note: str = ""


def no_press(job: Job, event: Event) -> Press | None:
    return None


SHOW_RESULT = _("Show the result")


@dataclass(frozen=True)
class JobPage:
    """What a page says about one kind of job.

    ``facts`` are (label, value) pairs known so far, from ``job.progress`` or its result.
    ``result_url`` leads to what the job made, once it is done; ``back_url`` to where it
    was asked for.  ``press`` is offered while it runs.
    """

    title: Any
    result_label: Any = SHOW_RESULT
    facts: Callable[[Job], list[tuple[str, Any]]] = no_facts
    result_url: Callable[[Job, Event], str | None] = no_url
    back_url: Callable[[Job, Event], str | None] = no_url
    press: Callable[[Job, Event], Press | None] = no_press


_PAGES: dict[str, JobPage] = {}
_UNNAMED = JobPage(title=_("Work in the background"))


def show_kind(kind: str, page: JobPage) -> None:
    """Show jobs of ``kind`` as ``page`` says."""
    _PAGES[kind] = page


def page_of(job: Job) -> JobPage:
    return _PAGES.get(job.kind, _UNNAMED)
