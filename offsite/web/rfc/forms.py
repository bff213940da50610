"""The forms of texts and comments."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from offsite.rfc.services import LONGEST_BODY, LONGEST_TITLE, LONGEST_WORD
from offsite.web.forms import Form, NoLineBreak

KINDS = (
    SelectChoice("goals", _("Goals")),
    SelectChoice("rules", _("Rules")),
    SelectChoice("text", _("Another text")),
)


class TextForm(Form):
    """A new text."""

    kind = SelectField(_("What is it?"), choices=list(KINDS), default="text")
    title = StringField(
        _("Title"),
        [InputRequired(_("Give the text a title.")), Length(max=LONGEST_TITLE), NoLineBreak()],
    )
    body = TextAreaField(
        _("The text"),
        [
            InputRequired(_("Write the text that people shall comment on.")),
            Length(max=LONGEST_BODY),
        ],
    )


class VersionForm(Form):
    """The next version of a text."""

    body = TextAreaField(
        _("The text"),
        [
            InputRequired(_("Write the text that people shall comment on.")),
            Length(max=LONGEST_BODY),
        ],
    )
    note = StringField(_("What changed, in a line"), [Length(max=LONGEST_WORD), NoLineBreak()])
    seen = IntegerField(validators=[InputRequired()])


class CommentForm(Form):
    """What somebody thinks of a text."""

    body = TextAreaField(
        _("What do you think?"), [InputRequired(_("Write something first.")), Length(max=5000)]
    )
    is_concern = BooleanField(_("This is a concern: the text should not stand like this"))
