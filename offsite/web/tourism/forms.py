"""The forms of team tourism."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from offsite.tourism.services import LONGEST_NOTE, LONGEST_PLACE, LONGEST_TEAM, MOST_GUESTS, Offer
from offsite.web.forms import Form, NoLineBreak


class OfferForm(Form):
    team = StringField(
        _("Team"),
        [InputRequired(_("Say which team it is.")), Length(max=LONGEST_TEAM), NoLineBreak()],
    )
    place = StringField(_("Where"), [Length(max=LONGEST_PLACE), NoLineBreak()])
    about = TextAreaField(_("What can a guest see or do with you?"), [Length(max=5000)])
    from_on = DateField(_("From"), [InputRequired(_("Choose the day."))])
    to_on = DateField(_("To"), [InputRequired(_("Choose the day."))])
    guests = IntegerField(
        _("Guests at once"),
        [InputRequired(_("Say how many can come at once.")), NumberRange(1, MOST_GUESTS)],
        default=1,
    )

    def offer(self) -> Offer | None:
        """What was typed, if there are days."""
        if self.from_on.data is None or self.to_on.data is None:
            return None
        return Offer(
            team=self.team.data or "",
            place=self.place.data or "",
            about=self.about.data or "",
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            guests=self.guests.data or 0,
        )


class AskForm(Form):
    from_on = DateField(_("From"), [InputRequired(_("Choose the day."))])
    to_on = DateField(_("To"), [InputRequired(_("Choose the day."))])
    note = TextAreaField(
        _("What would you like to see or do there?"),
        [
            InputRequired(_("Say in a few sentences what you would like to see or do there.")),
            Length(max=LONGEST_NOTE),
        ],
    )
