"""The forms by which organizers make a poll."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from offsite.events.rules import BadValue, instant_at, slug_of
from offsite.polls.catalogue import LINES, OVERALL, TOGETHER, ItemPlan
from offsite.polls.models import Poll
from offsite.polls.services.composing import Composition, format_plans
from offsite.web.errors import said, sentence
from offsite.web.forms import Form, NoLineBreak
from offsite.web.polls.blueprint import split_words
from offsite.web.rendering import local


class ComposeForm(Form):
    """What a poll asks."""

    title = StringField(
        _("Title"), [InputRequired(_("A poll needs a title.")), Length(max=200), NoLineBreak()]
    )
    intro = TextAreaField(_("A few words to begin with"), [Length(max=2000)])
    anonymous = RadioField(
        _("Names"),
        choices=[
            SelectChoice("yes", _("Without names: nobody can find out who said what")),
            SelectChoice("no", _("With names: everybody in the event sees who said what")),
        ],
    )
    known = SelectMultipleField(
        _("What people are asked about"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    more = TextAreaField(_("More to ask about, one a line"), [Length(max=2000)])
    lines = TextAreaField(_("Free questions, one a line"), [Length(max=3000)])
    split = SelectField(_("Results may be split by"))
    attended = IntegerField(_("How many attended"), [Optional(), NumberRange(1, 1_000_000)])

    def __init__(self, poll: Poll, **values: Any) -> None:
        self.plans = _plans(poll)
        super().__init__(data=_values(poll, self.plans), **values)
        self.poll = poll
        self.known.choices = [SelectChoice(one.key, said(one.label)) for one in self.plans.values()]
        self.split.choices = [SelectChoice(key, word) for key, word in split_words().items()]

    def composition(self) -> Composition:
        if self.poll.kind == "sessions":
            return Composition(title=self.title.data or "", intro=self.intro.data or "")
        return Composition(
            title=self.title.data or "",
            intro=self.intro.data or "",
            is_anonymous=self.anonymous.data != "no",
            split=self.split.data or "",
            attended=self.attended.data,
            items=tuple(self._items()),
        )

    def _items(self) -> list[ItemPlan]:
        chosen = set(self.known.data or ())
        kept = {one.key: one for one in self.poll.items}
        known = [_kept_label(one, kept) for key, one in self.plans.items() if key in chosen]
        return [
            ItemPlan("overall", OVERALL.key, said(OVERALL.label)),
            *known,
            *(_own("row", text) for text in _lines_of(self.more.data)),
            *(_line(text, kept) for text in _lines_of(self.lines.data)),
        ]


def _plans(poll: Poll) -> dict[str, ItemPlan]:
    return {one.key: one for one in (*format_plans(poll.event), *TOGETHER)}


def _kept_label(plan: ItemPlan, kept: dict[str, Any]) -> ItemPlan:
    label = kept[plan.key].label if plan.key in kept else said(plan.label)
    return ItemPlan(plan.kind, plan.key, label, plan.hue)


def _values(poll: Poll, plans: dict[str, ItemPlan]) -> dict[str, Any]:
    rows = [one for one in poll.items if one.kind == "row"]
    return {
        "title": poll.title,
        "intro": poll.intro,
        "anonymous": "yes" if poll.is_anonymous else "no",
        "known": [one.key for one in rows if one.key in plans],
        "more": "\n".join(one.label for one in rows if one.key not in plans),
        "lines": "\n".join(one.label for one in poll.items if one.kind == "line"),
        "split": poll.split,
        "attended": poll.attended,
    }


def _lines_of(text: str | None) -> list[str]:
    return [" ".join(one.split()) for one in (text or "").splitlines() if one.strip()]


def _own(kind: str, text: str) -> ItemPlan:
    return ItemPlan(kind, f"own-{slug_of(text)[:40] or 'question'}", text, 12)


def _line(text: str, kept: dict[str, Any]) -> ItemPlan:
    """A line that was there keeps its key, so that years can be compared."""
    before = next((one for one in kept.values() if one.kind == "line" and one.label == text), None)
    known = next((one for one in LINES if said(one.label) == text), None)
    if before or known:
        return ItemPlan("line", (before or known).key, text)  # type: ignore[union-attr]
    plan = _own("line", text)
    return ItemPlan("line", f"line-{plan.key}"[:50], text)


class PeriodForm(Form):
    """When a poll is open."""

    opens = DateTimeLocalField(_("Opens"), [Optional()], format="%Y-%m-%dT%H:%M")
    closes = DateTimeLocalField(_("Closes"), [Optional()], format="%Y-%m-%dT%H:%M")

    def __init__(self, poll: Poll, **values: Any) -> None:
        zone = poll.event.timezone
        data = {
            "opens": local(poll.opens_at, zone) if poll.opens_at else None,
            "closes": local(poll.closes_at, zone) if poll.closes_at else None,
        }
        super().__init__(data=data, **values)
        self.event = poll.event

    def validate_opens(self, field: Any) -> None:
        self._instant(field)

    def validate_closes(self, field: Any) -> None:
        self._instant(field)

    def _instant(self, field: Any) -> datetime | None:
        if field.data is None:
            return None
        try:
            return instant_at(field.data.date(), field.data.time(), self.event.zone)
        except BadValue as refusal:
            raise ValidationError(sentence(refusal)) from None

    def opens_at(self) -> datetime | None:
        return _in_utc(self._instant(self.opens))

    def closes_at(self) -> datetime | None:
        return _in_utc(self._instant(self.closes))


def _in_utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC) if instant else None
