"""The forms of mentor selection."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from offsite.mentoring.services import LONGEST_TITLE
from offsite.web.forms import Form, NoLineBreak


class RoundForm(Form):
    title = StringField(
        _("Name"),
        [
            InputRequired(_("Give the round a name of one line.")),
            Length(max=LONGEST_TITLE),
            NoLineBreak(),
        ],
    )
    about = TextAreaField(_("What is it for?"), [Length(max=5000)])
