"""The forms of action points."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from offsite.actions.services import LONGEST_TITLE
from offsite.web.forms import Form, NoLineBreak


class ActionForm(Form):
    """What is to be done, until when, and whom to ask."""

    title = StringField(
        _("What is to be done?"),
        [
            InputRequired(_("Say what is to be done, in one line.")),
            Length(max=LONGEST_TITLE),
            NoLineBreak(),
        ],
    )
    details = TextAreaField(_("How will we know that it is done?"), [Length(max=5000)])
    due_on = DateField(_("Until"), [InputRequired(_("An action point needs a day."))])


class NewActionForm(ActionForm):
    owner = StringField(
        _("Who could own it? A name or mail address"), [Length(max=254), NoLineBreak()]
    )
    session = HiddenField(validators=[Length(max=6)])


class ChangeForm(ActionForm):
    seen = IntegerField(validators=[InputRequired()])
