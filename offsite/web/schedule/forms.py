"""Forms of the schedule's pages."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask import request
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
from wtforms.validators import (
    InputRequired,
    Length,
    NoneOf,
    NumberRange,
    Optional,
    ValidationError,
)

from offsite.errors import BadInput, OffsiteError
from offsite.events.models import Event, Room
from offsite.events.rules import days_of, instant_at
from offsite.proposals.models import Proposal
from offsite.schedule.drafts import SECONDS
from offsite.schedule.models import Draft
from offsite.schedule.moves import Shift
from offsite.web.errors import sentence
from offsite.web.forms import Form, NoLineBreak, SeenForm
from offsite.web.rendering import day, local_day, local_time

FREE = -1
SLACKS = (FREE, 0, 1, 5)
"""Per cent of what can be met that may be given up, so that few items move."""


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
    slack = SelectField(_("Stay close to that draft"), coerce=int)
    seed = IntegerField(
        _("Seed"),
        [InputRequired(_("Type a whole number.")), NumberRange(0, 999_999)],
        description=_("The same seed and event give the same luck; change it to try another."),
    )

    def __init__(self, drafts: Sequence[Draft], **values: Any) -> None:
        super().__init__(**values)
        self.offer(drafts, now_("Nothing: everything is open"))
        self.seconds.choices = [(one, self._duration(one)) for one in SECONDS]
        self.slack.choices = [(one, self._closeness(one)) for one in SLACKS]

    @staticmethod
    def _duration(seconds: int) -> str:
        if seconds < 60:
            return str(now_("%(n)s seconds", n=seconds))
        minutes = seconds // 60
        return str(now_("1 minute") if minutes == 1 else now_("%(n)s minutes", n=minutes))

    @staticmethod
    def _closeness(slack: int) -> str:
        texts = {
            FREE: now_("No: only what is pinned stays"),
            0: now_("A little: of the best schedules the one with the fewest moves"),
            1: now_("Yes: the fewest moves that give up at most 1 %% of the wishes"),
            5: now_("As close as it can: give up at most 5 %% of the wishes"),
        }
        return str(texts[slack])


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


class PinForm(SeenForm):
    stays = HiddenField()


class StepsForm(SeenForm):
    """A proposed change of several items, as `explaining.steps_text` writes it."""

    steps = HiddenField()


class SilenceForm(Form):
    note = TextAreaField(
        _("Why is this all right?"),
        [InputRequired(_("Write a few words, so that others know why.")), Length(max=500)],
    )


class LockForm(SeenForm):
    """Lock a day (``stays`` is 1) or let it go."""

    day = HiddenField()
    stays = HiddenField()

    def day_of(self, event: Event) -> date:
        """The day that is asked for.

        Raises:
            BadInput: the text is no date.
        """
        try:
            return date.fromisoformat(self.day.data or "")
        except ValueError:
            raise BadInput("There is no such day.") from None


class SwapForm(SeenForm):
    other = SelectField(_("Swap with"), coerce=str)

    def __init__(
        self, everything: Sequence[Proposal], item: Proposal | None, **values: Any
    ) -> None:
        super().__init__(**values)
        others = sorted((one for one in everything if one is not item), key=lambda one: one.title)
        self.other.choices = [SelectChoice("", now_("Choose an item"))]
        self.other.choices += [SelectChoice(one.code, one.title) for one in others]


class ShiftForm(SeenForm):
    """Everything from a time on, in one room or all, and how far."""

    day = SelectField(_("Day"), coerce=str)
    clock = TimeField(_("Everything that begins at or after"), [InputRequired(_("Type a time."))])
    room = SelectField(_("Room"), coerce=str)
    amount = IntegerField(
        _("How far"),
        [
            InputRequired(_("Type a whole number.")),
            NumberRange(-720, 720),
            NoneOf([0], _("Zero moves nothing.")),
        ],
        description=_("A number below zero moves it earlier."),
    )
    unit = SelectField(_("Counted in"), coerce=str)

    def __init__(self, event: Event, **values: Any) -> None:
        super().__init__(**values)
        self.day.choices = [
            SelectChoice(one.isoformat(), day(one))
            for one in days_of(event.starts_on, event.ends_on)
        ]
        self.room.choices = [SelectChoice("", now_("All rooms"))]
        self.room.choices += [SelectChoice(str(one.id), one.name) for one in event.rooms]
        self.unit.choices = [
            SelectChoice("minutes", now_("Minutes")),
            SelectChoice("slots", now_("Slots of the day")),
        ]

    @classmethod
    def asked(cls, found: Draft) -> "ShiftForm":
        """The form as the address asks for it, for a preview."""
        asks = "amount" in request.args
        form = cls(
            found.event,
            formdata=request.args if asks else None,
            meta={"csrf": False},
            day=request.args.get("day"),
        )
        form.seen_version.data = str(found.version)
        return form

    @property
    def asks(self) -> bool:
        """Whether it was filled in."""
        return self.amount.raw_data is not None

    @property
    def shift(self) -> Shift:
        """What is asked for; only when valid."""
        amount = self.amount.data or 0
        assert self.clock.data is not None
        return Shift(
            day=date.fromisoformat(self.day.data),
            clock=self.clock.data,
            room_id=int(self.room.data) if self.room.data else None,
            minutes=amount if self.unit.data == "minutes" else 0,
            slots=amount if self.unit.data == "slots" else 0,
        )


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
