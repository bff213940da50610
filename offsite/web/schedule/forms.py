"""Forms of the schedule's pages."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from flask_babel import gettext as now_
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from offsite.errors import OffsiteError
from offsite.events.models import Event, Room
from offsite.events.rules import days_of, instant_at
from offsite.schedule.drafts import SECONDS
from offsite.schedule.models import Draft
from offsite.web.errors import sentence
from offsite.web.forms import Form, NoLineBreak
from offsite.web.rendering import day, local_day, local_time

MOVE_COSTS = (0, 1, 3, 10)


def name_field(label: Any, longest: int = 100) -> StringField:
    return StringField(
        label, [InputRequired(_("Give it a name.")), Length(max=longest), NoLineBreak()]
    )


class FromDraft(Form):
    """A form that may begin from another draft."""

    base = SelectField(_("Start from"), coerce=str, validators=[Optional()])

    def offer(self, drafts: Sequence[Draft], nothing: str) -> None:
        self.base.choices = [
            SelectChoice("", nothing),
            *(SelectChoice(str(one.id), one.name) for one in drafts),
        ]

    def chosen(self, drafts: Sequence[Draft]) -> Draft | None:
        return next((one for one in drafts if str(one.id) == self.base.data), None)


class GenerateForm(FromDraft):
    name = name_field(_("Name of the draft"))
    seconds = SelectField(
        _("Time to think"),
        coerce=int,
        description=_("More time gives a better schedule and a sharper proof."),
    )
    move_cost = SelectField(_("Stay close to that draft"), coerce=int)
    seed = IntegerField(
        _("Seed"),
        [InputRequired(_("Type a whole number.")), NumberRange(0, 999_999)],
        description=_("The same seed and event give the same luck; change it to try another."),
    )

    def __init__(self, drafts: Sequence[Draft], **values: Any) -> None:
        super().__init__(**values)
        self.offer(drafts, now_("Nothing: everything is open"))
        self.seconds.choices = [(one, self._duration(one)) for one in SECONDS]
        self.move_cost.choices = [(one, self._closeness(one)) for one in MOVE_COSTS]

    @staticmethod
    def _duration(seconds: int) -> str:
        if seconds < 60:
            return str(now_("%(n)s seconds", n=seconds))
        minutes = seconds // 60
        return str(now_("1 minute") if minutes == 1 else now_("%(n)s minutes", n=minutes))

    @staticmethod
    def _closeness(cost: int) -> str:
        texts = {
            0: now_("No: only what is pinned stays"),
            1: now_("A little: a move must gain more than 1"),
            3: now_("Yes: a move must gain more than a must (3)"),
            10: now_("As close as it can: a move must gain more than 10"),
        }
        return str(texts[cost])


class StartForm(FromDraft):
    name = name_field(_("Name of the draft"))

    def __init__(self, drafts: Sequence[Draft], **values: Any) -> None:
        super().__init__(**values)
        self.offer(drafts, now_("An empty grid"))
        # It stands on one page with GenerateForm, whose fields have the same names.
        for field in (self.name, self.base):
            field.id = field.label.field_id = f"start-{field.name}"


class RenameForm(Form):
    name = name_field(_("Name of the draft"))


class SeenForm(Form):
    """A change of a draft, and the version of the page it was made on."""

    seen_version = HiddenField()

    @property
    def seen(self) -> int:
        text = self.seen_version.data or ""
        # What is no number was seen on no page: the change is refused as stale.
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class PinForm(SeenForm):
    stays = HiddenField()


class PlaceForm(SeenForm):
    slot = SelectField(_("Time"), coerce=str)
    room = SelectField(_("Room"), coerce=str)
    day = SelectField(_("Day"), coerce=str, validate_choice=False)
    clock = TimeField(_("Begins at"), [Optional()])

    def __init__(self, event: Event, **values: Any) -> None:
        super().__init__(**values)
        self.event = event
        self.slot.choices = [SelectChoice("", now_("Another time, typed below"))]
        self.slot.choices += [
            SelectChoice(
                str(one.id),
                f"{local_day(one.starts_at, event.timezone)}, "
                f"{local_time(one.starts_at, event.timezone)}",
            )
            for one in event.slots
        ]
        self.room.choices = [SelectChoice(str(one.id), one.name) for one in event.rooms]
        self.day.choices = [
            SelectChoice(one.isoformat(), day(one))
            for one in days_of(event.starts_on, event.ends_on)
        ]
        self.instant: datetime | None = None

    def validate_slot(self, field: SelectField) -> None:
        if self._slot_start() is None and not any(self.clock.raw_data or ()):
            raise ValidationError(_("Choose a slot, or type a time below."))

    def validate_clock(self, field: TimeField) -> None:
        if field.data is not None:
            self.instant = self._typed(field.data)

    def _typed(self, clock: time) -> datetime:
        days = {one.isoformat(): one for one in days_of(self.event.starts_on, self.event.ends_on)}
        if self.day.data not in days:
            raise ValidationError(_("Choose a day of the event."))
        try:
            return instant_at(days[self.day.data], clock, self.event.zone)
        except OffsiteError as refusal:
            raise ValidationError(sentence(refusal)) from None

    def _slot_start(self) -> datetime | None:
        chosen = (one.starts_at for one in self.event.slots if str(one.id) == self.slot.data)
        return next(chosen, None)

    @property
    def starts_at(self) -> datetime:
        """The instant that was typed, else the chosen slot's start; only when valid."""
        found = self.instant or self._slot_start()
        assert found is not None
        return found.astimezone(UTC)

    @property
    def chosen_room(self) -> Room:
        return next(one for one in self.event.rooms if str(one.id) == self.room.data)


class ReleaseForm(Form):
    name = name_field(_("Name"), 60)
    note = TextAreaField(
        _("Note"),
        [Length(max=2000)],
        description=_("What should people know about this release? It stands in the changelog."),
    )
    mails = RadioField(
        _("Mails to those it changes something for"),
        choices=[
            SelectChoice("hold", _("Hold them in the outbox")),
            SelectChoice("now", _("Let them go now")),
        ],
        default="hold",
    )
    seen = HiddenField()
    acknowledged = BooleanField(_("I have seen these warnings and release anyway."))
