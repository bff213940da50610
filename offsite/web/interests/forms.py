"""The forms of interest groups."""

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange

from offsite.interests.rules import MOST_DATES
from offsite.interests.services import LONGEST_PLACE, LONGEST_TITLE, Meeting
from offsite.web.forms import Form, NoLineBreak

KINDS = (
    SelectChoice("study", _("Study group: learn something together")),
    SelectChoice("lunch", _("Lunch-and-learn: one shows, the others eat")),
    SelectChoice("other", _("Something else")),
)


class GroupForm(Form):
    title = StringField(
        _("Name"),
        [
            InputRequired(_("Give the group a name of one line.")),
            Length(max=LONGEST_TITLE),
            NoLineBreak(),
        ],
    )
    kind = SelectField(_("What kind of group?"), choices=KINDS)
    about = TextAreaField(_("What is it about, and for whom?"), [Length(max=5000)])
    proposal = HiddenField(validators=[Length(max=6)])
    wanted = HiddenField(validators=[Length(max=9)])


class DatesForm(Form):
    day = DateField(_("First day"), [InputRequired(_("Choose the day."))])
    clock = TimeField(_("At"), [InputRequired(_("Choose the time."))])
    minutes = IntegerField(
        _("Minutes"),
        [InputRequired(_("Say how long it takes.")), NumberRange(5, 1440)],
        default=60,
    )
    place = StringField(_("Place or link"), [Length(max=LONGEST_PLACE), NoLineBreak()])
    every = SelectField(
        _("How often?"),
        choices=[
            SelectChoice("once", _("Once")),
            SelectChoice("week", _("Every week")),
            SelectChoice("fortnight", _("Every two weeks")),
            SelectChoice("month", _("Every month")),
        ],
    )
    times = IntegerField(
        _("How many times?"),
        [InputRequired(_("Say how many times.")), NumberRange(1, MOST_DATES)],
        default=6,
    )

    def meeting(self) -> Meeting | None:
        """What was typed, if there are a day and a time."""
        if self.day.data is None or self.clock.data is None:
            return None
        return Meeting(
            day=self.day.data,
            clock=self.clock.data,
            minutes=self.minutes.data or 0,
            place=self.place.data or "",
            every=self.every.data or "",
            times=self.times.data or 0,
        )
