"""The blueprint of all pages about polls, and words that they share."""

from flask import Blueprint
from flask_babel import gettext as _

from offsite.engines.verdicts import Verdict

bp = Blueprint("polls", __name__)

Words = dict[str, str]


@bp.app_template_global("worth_words")
def worth_words() -> dict[int, str]:
    """The five steps of "Was it worth your time?", the worst first."""
    return {
        1: _("Not at all"),
        2: _("Rather not"),
        3: _("So-so"),
        4: _("Mostly"),
        5: _("Very much"),
    }


@bp.app_template_global("next_words")
def next_words() -> Words:
    return {"more": _("More"), "same": _("Same"), "less": _("Less"), "drop": _("Drop it")}


@bp.app_template_global("room_words")
def room_words() -> Words:
    return {"full": _("Too full"), "right": _("Just right"), "empty": _("Too empty")}


@bp.app_template_global("group_words")
def group_words() -> Words:
    return {
        "first": _("First time here"),
        "before": _("Been here before"),
        "people": _("I lead people"),
        "technical": _("I lead by technology"),
        "both": _("Both"),
        "other": _("Neither"),
    }


@bp.app_template_global("split_words")
def split_words() -> Words:
    return {
        "": _("Not split"),
        "newcomer": _("First time here or been here before"),
        "role": _("Leading people, technology, or both"),
    }


@bp.app_template_global("split_question")
def split_question(split: str) -> str:
    questions = {
        "newcomer": _("Have you been to this meeting before?"),
        "role": _("What do you lead?"),
    }
    return str(questions.get(split, ""))


@bp.app_template_global("verdict_words")
def verdict_words(verdict: str) -> tuple[str, str, str]:
    """A verdict as a word, what it means, and the icon that goes with it."""
    words = {
        Verdict.SPLIT: (_("Split"), _("Many want more, many less: offer both."), "shuffle"),
        Verdict.DROP: (_("Drop"), _("More than a third want it gone."), "x-circle"),
        Verdict.GROW: (_("Grow"), _("Clearly more want more of it."), "arrow-up-right"),
        Verdict.SHRINK: (_("Shrink"), _("Clearly more want less of it."), "arrow-down-right"),
        Verdict.KEEP: (_("Keep"), _("Neither more nor less is wanted."), "dash-lg"),
        Verdict.UNCLEAR: (_("Unclear"), _("Not enough evidence: keep it, ask again."), "question"),
    }  # fmt: skip
    name, meaning, icon = words[Verdict(verdict)]
    return str(name), str(meaning), icon


@bp.app_template_global("poll_state_words")
def poll_state_words(state: str) -> tuple[str, str]:
    """A poll's state as a word and a tone."""
    words = {
        "draft": (_("Draft"), "plain"),
        "planned": (_("Planned"), "info"),
        "open": (_("Open"), "good"),
        "ending": (_("Being counted"), "warn"),
        "closed": (_("Closed"), "plain"),
    }
    word, tone = words[state]
    return str(word), tone
