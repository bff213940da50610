"""The plan in words, as everybody comments on it."""

from flask_babel import gettext as _
from flask_babel import ngettext

from offsite.planning.models import Plan
from offsite.planning.queries import LineShown, MixShown
from offsite.web.planning.blueprint import verdict_label


def title_of(plan: Plan) -> str:
    return str(_("Plan after %(event)s", event=plan.event.name))


def body_of(mix: MixShown) -> str:
    """A list of what changes and why, then of what stays, in Markdown."""
    changed = [one for one in mix.lines if one.change or one.line.is_overridden]
    kept = [one for one in mix.lines if one not in changed]
    parts = [_("This is what we make of your answers. Say what you think.")]
    if changed:
        parts += ["## " + _("What changes"), "\n".join(_line(one) for one in changed)]
    if kept:
        parts += ["## " + _("What stays"), "\n".join(_line(one) for one in kept)]
    if mix.free > 0:
        parts.append(
            ngettext(
                "%(num)s minute is not given to any format yet.",
                "%(num)s minutes are not given to any format yet.",
                mix.free,
            )
        )
    return "\n\n".join(parts)


def _line(one: LineShown) -> str:
    line = one.line
    values = {
        "format": _plain(line.label),
        "before": line.minutes,
        "after": one.after,
        "decision": verdict_label(line.decided or line.verdict),
        "reason": _plain(line.reason),
    }
    text = _("**%(format)s**: %(before)s → %(after)s minutes. %(decision)s: %(reason)s", **values)
    if line.is_overridden:
        asked = _("the answers said: %(verdict)s", verdict=verdict_label(line.verdict))
        text = f"{text} ({asked})"
    return f"- {text}"


def _plain(text: str) -> str:
    """``text`` without what Markdown would read as its own."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]<>()#|" else one for one in text)
