"""The forms of events: what is typed, and the sentences beside it."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice as SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from offsite.errors import BadInput
from offsite.events import rules
from offsite.events.formats import LONGEST_FORMAT, FormatDetails, PhaseDetails
from offsite.events.rooms import LARGEST_ROOM, RoomDetails, features_of
from offsite.events.services import EventDetails
from offsite.people.rules import is_address
from offsite.web.errors import sentence
from offsite.web.forms import Form, NoLineBreak, clean_text

Value = TypeVar("Value")

NEEDED = _("This is needed.")
A_NUMBER = _("Write a whole number.")


def given(value: Value | None) -> Value:
    """What a validated field holds: its validator has refused an empty one."""
    assert value is not None
    return value


def hold_against(check: Callable[..., Any], *values: Any) -> None:
    """Turn a rule's refusal into the field's own.

    Raises:
        ValidationError: with the rule's sentence.
    """
    try:
        check(*values)
    except BadInput as refusal:
        raise ValidationError(sentence(refusal)) from refusal


def add_refusal(form: Form, field: str, refusal: Exception) -> None:
    """Show ``refusal`` beside ``field`` when the form is rendered again."""
    getattr(form, field).errors = [sentence(refusal)]  # type: ignore[arg-type]


class SlotlessInteger(IntegerField):
    """A whole number that may be left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(A_NUMBER) from None


VISIBILITIES = [
    SelectChoice("members", _("Members only")),
    SelectChoice("public", _("Everybody: the released schedule needs no sign-in")),
]


class EventForm(Form):
    """Name, address, place, time; shared by new, cloned and existing events."""

    name = StringField(_("Name"), [InputRequired(NEEDED), Length(max=200), NoLineBreak()])
    slug = StringField(
        _("Address"),
        [Optional(), Length(max=rules.LONGEST_SLUG)],
        description=_("What stands after the slash. Left empty, it is made from the name."),
    )
    venue = StringField(_("Venue"), [Length(max=200), NoLineBreak()])
    timezone = StringField(
        _("Time zone"),
        [InputRequired(_("Choose the time zone of the place."))],
        description=_("Of the place, as area and city: Europe/Warsaw. Type to search."),
    )
    starts_on = DateField(_("First day"), [InputRequired(_("Choose the first day."))])
    ends_on = DateField(_("Last day"), [InputRequired(_("Choose the last day."))])
    visibility = RadioField(
        _("Who can read the schedule"), [InputRequired()], choices=VISIBILITIES, default="members"
    )
    description = TextAreaField(
        _("Description"), [Length(max=10_000)], description=_("Markdown works here.")
    )

    def validate_slug(self, field: StringField) -> None:
        if field.data:
            hold_against(rules.check_slug, field.data)

    def validate_timezone(self, field: StringField) -> None:
        hold_against(rules.zone_named, field.data)

    def validate_ends_on(self, field: DateField) -> None:
        if isinstance(self.starts_on.data, date):
            hold_against(rules.check_days, self.starts_on.data, field.data)

    def name_address(self) -> None:
        """Fill an empty address from the name; what cannot be one is left to its field."""
        if not self.slug.data and self.name.data:
            self.slug.data = rules.slug_of(self.name.data)

    def details(self) -> EventDetails:
        return EventDetails(
            name=self.name.data or "",
            slug=self.slug.data or "",
            timezone=self.timezone.data or "",
            starts_on=given(self.starts_on.data),
            ends_on=given(self.ends_on.data),
            venue=self.venue.data or "",
            visibility=self.visibility.data or "",
            description=self.description.data or "",
        )


class NewEventForm(EventForm):
    # The very first event has no list to choose from, so its form sends none.
    series = SelectField(_("Series"), default="")
    new_series = StringField(
        _("Name of the new series"),
        [Length(max=200), NoLineBreak()],
        description=_("The recurring meeting, without a year: Tech Leaders' Meeting."),
    )

    def validate_new_series(self, field: StringField) -> None:
        if not self.series.data and not field.data:
            raise ValidationError(_("Name the series, or choose one above."))


class CloneForm(EventForm):
    with_members = BooleanField(
        _("Bring the members along"),
        description=_("As plain members: roles are given anew. Screens stay screens."),
    )


class RoomForm(Form):
    name = StringField(_("Name"), [InputRequired(NEEDED), Length(max=100), NoLineBreak()])
    seats = SlotlessInteger(
        _("Seats"),
        [Optional(), NumberRange(1, LARGEST_ROOM, _("Write a number from 1 to 100000."))],
        description=_("Empty when the room limits nobody."),
    )
    features = StringField(
        _("Features"),
        [Length(max=800)],
        description=_("With commas between them. Proposals ask for them by the same words."),
    )
    description = TextAreaField(
        _("Description"), [Length(max=1000)], description=_("How to find it, what to know.")
    )

    def details(self) -> RoomDetails:
        return RoomDetails(
            name=self.name.data or "",
            seats=self.seats.data,
            features=features_of(self.features.data or ""),
            description=self.description.data or "",
        )


class DayForm(Form):
    """The template of a day."""

    starts = TimeField(_("First slot starts"), [InputRequired(NEEDED)])
    until = TimeField(_("Day ends"), [InputRequired(NEEDED)])
    slot_minutes = IntegerField(_("Minutes of a slot"), [InputRequired(NEEDED)])
    gap_minutes = IntegerField(_("Minutes between slots"), [InputRequired(NEEDED)])
    breaks = TextAreaField(
        _("Breaks"),
        [Length(max=2000)],
        description=_("One a line: 10:30-11:00 Coffee"),
    )
    scope = RadioField(
        _("For"),
        choices=[SelectChoice("day", _("This day")), SelectChoice("all", _("All days"))],
        default="day",
    )

    def template(self) -> rules.DayTemplate:
        """The typed template.

        Raises:
            BadValue: a line of the breaks cannot be read.
        """
        return rules.DayTemplate(
            starts=given(self.starts.data),
            until=given(self.until.data),
            slot_minutes=given(self.slot_minutes.data),
            gap_minutes=given(self.gap_minutes.data),
            breaks=rules.read_breaks(self.breaks.data or "", unnamed=str(_("Break"))),
        )


class SlotForm(Form):
    starts = TimeField(_("Starts"), [InputRequired(NEEDED)])
    ends = TimeField(_("Ends"), [InputRequired(NEEDED)])


class PauseForm(Form):
    kind = RadioField(
        _("Kind"),
        choices=[
            SelectChoice("break", _("Break: everybody sees it")),
            SelectChoice("blocker", _("Blocker: only organizers see it")),
        ],
        default="break",
    )
    title = StringField(_("Name"), [InputRequired(NEEDED), Length(max=200), NoLineBreak()])
    starts = TimeField(_("Starts"), [InputRequired(NEEDED)])
    ends = TimeField(_("Ends"), [InputRequired(NEEDED)])
    room = SelectField(_("Room"))


class PhaseForm(PlainForm):
    """One step of a run sheet.  No name means: no step."""

    name = StringField(_("Phase"), [Length(max=100)], filters=[clean_text])
    minutes = SlotlessInteger(_("Minutes"), [Optional()])
    note = StringField(_("Note"), [Length(max=500)], filters=[clean_text])
    kind = SelectField(
        _("What people do"),
        choices=[
            SelectChoice("plain", _("Nothing special")),
            SelectChoice("collect", _("Raise challenges")),
            SelectChoice("pick", _("Pick one or two")),
            SelectChoice("actions", _("Write action points")),
        ],
        default="plain",
    )


class FormatForm(Form):
    name = StringField(_("Name"), [InputRequired(NEEDED), Length(max=100), NoLineBreak()])
    minutes = IntegerField(
        _("Minutes"),
        [InputRequired(NEEDED), NumberRange(1, LONGEST_FORMAT, _("Write 1 to 720 minutes."))],
    )
    description = TextAreaField(_("Description"), [Length(max=5000)])
    leaves_behind = StringField(
        _("Leaves behind"),
        [Length(max=200), NoLineBreak()],
        description=_("What must be there when it is over."),
    )
    default_seats = SlotlessInteger(
        _("Seats"), [Optional(), NumberRange(1, LARGEST_ROOM)], description=_("Empty: no limit.")
    )
    everyone = BooleanField(
        _("For everyone"), description=_("All attend, and nothing else runs then.")
    )
    open_to_proposals = BooleanField(_("People can propose it"))
    hue = SelectField(
        _("Colour"), coerce=int, choices=[SelectChoice(n, str(n)) for n in range(1, 13)]
    )
    phases = FieldList(FormField(PhaseForm), _("Run sheet"))

    def steps(self) -> list[PhaseDetails]:
        rows = (entry.form for entry in self.phases)
        return [
            PhaseDetails(
                row.name.data, row.minutes.data or 0, row.note.data or "", row.kind.data or "plain"
            )
            for row in rows
            if row.name.data
        ]

    def details(self) -> FormatDetails:
        return FormatDetails(
            name=self.name.data or "",
            minutes=given(self.minutes.data),
            description=self.description.data or "",
            leaves_behind=self.leaves_behind.data or "",
            everyone=self.everyone.data,
            open_to_proposals=self.open_to_proposals.data,
            default_seats=self.default_seats.data,
            hue=self.hue.data,
            phases=tuple(self.steps()),
        )


def one_address(form: Any, field: Any) -> None:
    if not is_address((field.data or "").strip()):
        raise ValidationError(_("That does not look like a mail address, such as ada@example.org."))


class AddMemberForm(Form):
    email = EmailField(_("Mail address"), [InputRequired(NEEDED), one_address])
    name = StringField(
        lazy_pgettext("of a person", "Name"),
        [Length(max=200), NoLineBreak()],
        description=_("Whoever has an account keeps their own."),
    )
    kind = RadioField(
        _("As"),
        choices=[
            SelectChoice("member", _("Member")),
            SelectChoice("screen", _("Screen on a wall: reads, and is nobody's colleague")),
        ],
        default="member",
    )


class RolesForm(Form):
    roles = SelectMultipleField(
        _("Roles"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class InvitationForm(Form):
    days = IntegerField(
        _("Works for how many days"),
        [InputRequired(NEEDED), NumberRange(1, 90, _("Write 1 to 90 days."))],
        default=14,
    )


class JoinForm(Form):
    name = StringField(_("Your name"), [InputRequired(NEEDED), Length(max=200), NoLineBreak()])
    email = EmailField(_("Your mail address"), [InputRequired(NEEDED), one_address])
