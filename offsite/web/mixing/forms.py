"""Forms of the mixing pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as now_
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from offsite.errors import OffsiteError
from offsite.events.models import Event
from offsite.mixing import drawing
from offsite.mixing.drafts import SECONDS
from offsite.mixing.models import NO_BED, Group, Mix, Need, Round
from offsite.mixing.needs import COLUMNS, Said
from offsite.web.errors import sentence
from offsite.web.forms import Form, NoLineBreak, SeenForm
from offsite.web.mixing.blueprint import instant_of, pool_name, wall_of

TIMES = ("arrives_at", "departs_at", "leaves_at")


def words(label: Any, longest: int, **more: Any) -> StringField:
    return StringField(label, [Length(max=longest), NoLineBreak()], **more)


def name_field(label: Any = None) -> StringField:
    return StringField(
        label or _("Name"), [InputRequired(_("Give it a name.")), Length(max=100), NoLineBreak()]
    )


class WallField(DateTimeLocalField):
    """Date and time on the event's wall clock; ``instant`` is what it means."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(
            label, [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **more
        )


class OnWall(Form):
    """A form with times on the event's wall clock."""

    def __init__(self, event: Event, **values: Any) -> None:
        super().__init__(**values)
        self.event = event

    def instant(self, name: str) -> datetime | None:
        return instant_of(self.event, self[name].data)

    def _require_time(self, field: Any) -> None:
        try:
            instant_of(self.event, field.data)
        except OffsiteError as refusal:
            raise ValidationError(sentence(refusal)) from None


class NeedsForm(OnWall):
    pool = RadioField(_("Your bed"), validate_choice=False)
    quiet = BooleanField(_("I need a quiet night"))
    rhythm = RadioField(
        _("Your rhythm"),
        choices=[
            SelectChoice("", _("It does not matter")),
            SelectChoice("early", _("Early bird")),
            SelectChoice("late", _("Night owl")),
        ],
        default="",
    )
    access = TextAreaField(_("What makes it possible or easier for you"), [Length(max=1000)])
    tells_hotel = BooleanField(_("The hotel may read that, too"))
    diet = TextAreaField(_("What you do not eat"), [Length(max=500)])
    contact = words(_("How to reach you on the days"), 200)
    arrives_at = WallField(_("You arrive"))
    departs_at = WallField(_("You leave again"))
    journey = RadioField(
        _("How you come"),
        choices=[
            SelectChoice("", _("I do not know yet")),
            SelectChoice("own", _("On my own: train, bike, on foot")),
            SelectChoice("ride", _("I would like a seat in a car")),
            SelectChoice("drive", _("I drive and have free seats")),
        ],
        default="",
    )
    leaves_from = words(_("From which town"), 100)
    leaves_at = WallField(_("When you can leave"))
    car_seats = IntegerField(_("Seats for others"), [Optional(), NumberRange(1, 20)])
    meeting_point = words(_("Where you pick people up"), 200)
    apart = TextAreaField(_("Rather not with"), [Length(max=2000)])

    def __init__(self, event: Event, pools: Sequence[str], **values: Any) -> None:
        super().__init__(event, **values)
        self.pool.choices = [
            *(SelectChoice(one, pool_name(one)) for one in pools),
            SelectChoice(NO_BED, pool_name(NO_BED)),
            SelectChoice("", now_("I do not know yet")),
        ]

    def validate_arrives_at(self, field: Any) -> None:
        self._require_time(field)

    def validate_departs_at(self, field: Any) -> None:
        self._require_time(field)

    def validate_leaves_at(self, field: Any) -> None:
        self._require_time(field)

    @staticmethod
    def values_of(event: Event, need: Need | None, apart: Sequence[str]) -> dict[str, Any]:
        """What the fields show for what was said."""
        if need is None:
            return {"pool": ""}
        values = {name: getattr(need, name) for name in COLUMNS}
        for name in TIMES:
            values[name] = wall_of(event, values[name])
        return {**values, "apart": "\n".join(apart)}

    def said(self) -> Said:
        """What was typed; only when valid."""
        values: dict[str, Any] = {name: self[name].data or "" for name in COLUMNS}
        values |= {name: self.instant(name) for name in TIMES}
        values |= {name: bool(self[name].data) for name in ("quiet", "tells_hotel")}
        values["car_seats"] = self.car_seats.data
        return Said(**values)

    def apart_names(self) -> list[str]:
        return (self.apart.data or "").splitlines()


class SettingsForm(Form):
    pools = TextAreaField(
        _("Pools for sharing a room"),
        [Length(max=1000)],
        description=_(
            "One a line, in words that people choose for themselves. People share a room only "
            "within a pool. “single room” is always offered."
        ),
    )
    note = TextAreaField(
        _("What you want to say beside it"),
        [Length(max=1000)],
        description=_("It stands on top of the page of needs."),
    )


class RoundForm(OnWall):
    name = name_field()
    starts_at = WallField(_("When"))
    ends_at = WallField(_("Until"))
    place = words(_("Where"), 200)
    note = TextAreaField(_("What people should know"), [Length(max=1000)])

    def validate_starts_at(self, field: Any) -> None:
        self._require_time(field)

    def validate_ends_at(self, field: Any) -> None:
        self._require_time(field)
        if field.data is None:
            return
        if self.starts_at.data is None:
            raise ValidationError(now_("Say when it begins, too."))
        if field.data <= self.starts_at.data:
            raise ValidationError(now_("It must end after it begins."))

    def details(self) -> drawing.Details:
        return drawing.Details(
            name=self.name.data or "",
            starts_at=self.instant("starts_at"),
            ends_at=self.instant("ends_at"),
            place=self.place.data or "",
            note=self.note.data or "",
        )

    @staticmethod
    def values_of(one: Round) -> dict[str, Any]:
        return {
            "name": one.name,
            "starts_at": wall_of(one.event, one.starts_at),
            "ends_at": wall_of(one.event, one.ends_at),
            "place": one.place,
            "note": one.note,
        }


class HotelForm(RoundForm):
    rooms = TextAreaField(
        _("Rooms"),
        [InputRequired(_("Write at least one room."))],
        description=_(
            "Paste the hotel's list, one room a line: “101, 2” (name, beds) or "
            "“101, 2, pool”. Or write numbers: “40 x 2”."
        ),
    )


class SizedForm(RoundForm):
    size = IntegerField(
        _("People in each"),
        [InputRequired(_("Type a whole number.")), NumberRange(2, drawing.LARGEST)],
    )


class PairsForm(RoundForm):
    times = IntegerField(
        _("How many times"),
        [InputRequired(_("Type a whole number.")), NumberRange(1, 8)],
        description=_("One for each break: everybody meets somebody else each time."),
        default=2,
    )


def new_round_form(template: str, event: Event, **values: Any) -> RoundForm:
    """The form that draws a round from the template."""
    kinds = {"hotel": HotelForm, "dinner": SizedForm, "workshop": SizedForm, "pairs": PairsForm}
    return kinds.get(template, RoundForm)(event, **values)


class RoomsForm(Form):
    rooms = TextAreaField(
        _("More rooms"),
        [InputRequired(_("Write at least one room."))],
        description=_("“101, 2” or “101, 2, pool” or “10 x 2”, one a line."),
    )


class GroupForm(Form):
    name = name_field()
    least = IntegerField(
        _("At least"), [InputRequired(_("Type a whole number.")), NumberRange(0, 50)]
    )
    most = IntegerField(
        _("At most"), [InputRequired(_("Type a whole number.")), NumberRange(1, 50)]
    )
    pool = SelectField(_("Pool"), coerce=str)
    place = words(_("Where"), 200)

    def __init__(self, pools: Sequence[str], **values: Any) -> None:
        super().__init__(**values)
        self.pool.choices = [
            SelectChoice("", now_("whoever needs it")),
            *(SelectChoice(one, pool_name(one)) for one in pools),
        ]

    @staticmethod
    def values_of(group: Group) -> dict[str, Any]:
        return {
            "name": group.name,
            "least": group.least,
            "most": group.most,
            "pool": group.pools[0] if group.pools else "",
            "place": group.place,
        }

    def details(self, meeting_point: str = "") -> drawing.GroupDetails:
        return drawing.GroupDetails(
            name=self.name.data or "",
            least=self.least.data or 0,
            most=self.most.data or 0,
            pool=self.pool.data or "",
            place=self.place.data or "",
            meeting_point=meeting_point,
        )


class MixForm(Form):
    name = name_field(_("Name of the draft"))
    base = SelectField(_("Start from"), coerce=str, validators=[Optional()])
    fewest_changes = RadioField(
        _("What may change"),
        choices=[
            SelectChoice("1", _("As few seats as possible: somebody cancelled or came late")),
            SelectChoice("0", _("Everything but locked groups")),
        ],
        default="0",
    )
    seconds = SelectField(
        _("Time to think"),
        coerce=int,
        description=_("More time gives fewer repeats and a sharper proof."),
    )
    seed = IntegerField(
        _("Seed"),
        [InputRequired(_("Type a whole number.")), NumberRange(0, 999_999)],
        description=_("The same seed and people give the same luck; change it to try another."),
    )

    def __init__(self, mixes: Sequence[Mix], **values: Any) -> None:
        super().__init__(**values)
        self.base.choices = [
            SelectChoice("", now_("Nothing: everything is open")),
            *(SelectChoice(str(one.id), one.name) for one in mixes),
        ]
        self.seconds.choices = [SelectChoice(one, now_("%(n)s seconds", n=one)) for one in SECONDS]

    def chosen(self, mixes: Sequence[Mix]) -> Mix | None:
        return next((one for one in mixes if str(one.id) == self.base.data), None)


class RenameForm(Form):
    name = name_field(_("Name of the draft"))


class PublishForm(SeenForm):
    note = TextAreaField(
        _("Note"),
        [Length(max=2000)],
        description=_("It stands in the mails to those it changes something for."),
    )
    mails = RadioField(
        _("Mails to those it changes something for"),
        choices=[
            SelectChoice("now", _("Let them go now")),
            SelectChoice("hold", _("Hold them in the outbox for an organizer")),
        ],
        default="now",
    )
    seen_mark = HiddenField()
    acknowledged = BooleanField(_("I have seen these warnings and publish anyway."))
