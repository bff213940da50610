"""What was changed in a draft, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from offsite.schedule.models import DraftChange, DraftStep
from offsite.web.rendering import day
from offsite.web.schedule.blueprint import bp
from offsite.web.schedule.wording import Names, fill, listed

MOST_NAMED = 3
"""Items of a grouped change that are named; more are counted."""


def change_sentence(change: DraftChange, names: Names) -> Markup:
    """One change of a draft: who did what."""
    who = change.changed_by.name if change.changed_by else str(_("Somebody"))
    if change.undoes or change.redoes:
        return _walked(change, who, names)
    if change.kind in {"lock", "unlock", "shift"}:
        return _of_a_day(change, who, names)
    if len(change.steps) == 1:
        return fill(_one_text(change), who=who, **_step_values(change.steps[0], names))
    if change.kind == "swap" and len(change.steps) == 2:
        return _swapped(change, who, names)
    return fill(_("%(who)s changed %(items)s."), who=who, items=_items(change, names))


def _one_text(change: DraftChange) -> str:
    step = change.steps[0]
    if not step.after:
        return str(_("%(who)s took out %(item)s, which was %(before)s."))
    if not step.before:
        return str(_("%(who)s placed %(item)s: %(after)s."))
    texts = {"pin": _("%(who)s pinned %(item)s."), "unpin": _("%(who)s unpinned %(item)s.")}
    return str(texts.get(change.kind) or _("%(who)s moved %(item)s: %(before)s, now %(after)s."))


def _swapped(change: DraftChange, who: str, names: Names) -> Markup:
    first, second = change.steps
    if not first.after:
        first, second = second, first
    text = (
        _("%(who)s swapped %(item)s and %(other)s; %(item)s is now %(after)s.")
        if second.after
        else _("%(who)s put %(item)s in the place of %(other)s, which has none now: %(after)s.")
    )
    values = _step_values(first, names)
    return fill(text, who=who, other=names.item(second.proposal_id), **values)


def _of_a_day(change: DraftChange, who: str, names: Names) -> Markup:
    on = day(date.fromisoformat(change.details["day"]))
    if change.kind == "lock":
        return fill(_("%(who)s locked %(day)s: nothing on it moves."), who=who, day=on)
    if change.kind == "unlock":
        return fill(_("%(who)s unlocked %(day)s."), who=who, day=on)
    text = ngettext(
        "%%(who)s shifted %(num)s item on %%(day)s by %%(far)s.",
        "%%(who)s shifted %(num)s items on %%(day)s by %%(far)s.",
        len(change.steps),
    )
    return fill(text, who=who, day=on, far=how_far(change.details))


@bp.app_template_global("how_far")
def how_far(details: Mapping[str, Any]) -> str:
    """By how much a shift moves, with its sign."""
    slots, minutes = details["slots"], details["minutes"]
    if slots:
        # The sign is part of the number: a true minus, not a hyphen.
        text = ngettext("%(signed)s slot", "%(signed)s slots", abs(slots), signed=_signed(slots))
    else:
        text = ngettext(
            "%(signed)s minute", "%(signed)s minutes", abs(minutes), signed=_signed(minutes)
        )
    return str(text)


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}"


def _walked(change: DraftChange, who: str, names: Names) -> Markup:
    """An undo or a redo: who did it, and where the item stands by it."""
    if "day" in change.details:
        on = day(date.fromisoformat(change.details["day"]))
        text = (
            _("%(who)s undid a change of the whole of %(day)s.")
            if change.undoes
            else _("%(who)s redid a change of the whole of %(day)s.")
        )
        return fill(text, who=who, day=on)
    if len(change.steps) != 1:
        text = (
            _("%(who)s undid a change of %(items)s.")
            if change.undoes
            else _("%(who)s redid a change of %(items)s.")
        )
        return fill(text, who=who, items=_items(change, names))
    return _walked_one(change, change.steps[0], who, names)


def _walked_one(change: DraftChange, step: DraftStep, who: str, names: Names) -> Markup:
    values = {"who": who, **_step_values(step, names)}
    if change.undoes:
        there = _("%(who)s undid a change of %(item)s: %(after)s.")
        out = _("%(who)s undid a change of %(item)s: it has no place again.")
    else:
        there = _("%(who)s redid a change of %(item)s: %(after)s.")
        out = _("%(who)s redid a change of %(item)s: it has no place.")
    if not step.after:
        return fill(out, **values)
    was = step.before.get("pinned")
    if was is not None and was != step.after["pinned"]:
        pinned = _("pinned") if step.after["pinned"] else _("not pinned")
        values["after"] = f"{values['after']}, {pinned}"
    return fill(there, **values)


@bp.app_template_global("step_sentences")
def step_sentences(change: DraftChange, names: Names) -> list[Markup]:
    """Each item of a grouped change with where it was and is; a single one needs none."""
    if len(change.steps) < 2:
        return []
    return [_step_sentence(one, names) for one in change.steps]


def _step_sentence(step: DraftStep, names: Names) -> Markup:
    values = _step_values(step, names)
    values["before"] = values["before"] or _("no place")
    values["after"] = values["after"] or _("no place")
    if values["before"] == values["after"]:
        text = _("%(item)s: pinned.") if step.after.get("pinned") else _("%(item)s: not pinned.")
        return fill(text, **values)
    return fill(_("%(item)s: %(before)s, now %(after)s."), **values)


def _items(change: DraftChange, names: Names) -> Markup:
    steps = change.steps
    if len(steps) <= MOST_NAMED:
        return listed(names.item(one.proposal_id) for one in steps)
    return fill("%(text)s", text=ngettext("%(num)s item", "%(num)s items", len(steps)))


def _step_values(step: DraftStep, names: Names) -> dict[str, Any]:
    return {
        "item": names.item(step.proposal_id),
        "before": spot_text(step.before, names),
        "after": spot_text(step.after, names),
    }


def spot_text(spot: Mapping[str, Any], names: Names) -> str:
    """A place of a step in words; empty for none."""
    if not spot:
        return ""
    when = names.moment(datetime.fromisoformat(spot["starts_at"]))
    return str(_("%(when)s in %(room)s", when=when, room=names.room(spot["room_id"])))
