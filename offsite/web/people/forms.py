"""The forms of people: who they are and how they come in."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from wtforms import (
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from offsite.people import rules
from offsite.people.models import Person
from offsite.people.rules import LONGEST, Profile
from offsite.web.forms import Form, NoLineBreak


class OneAddress:
    """Refuses what cannot be one mail address."""

    def __call__(self, form: Any, field: Any) -> None:
        if not rules.is_address(field.data or ""):
            raise ValidationError(
                _("That does not look like a mail address, such as ada@example.org.")
            )


class SignInForm(Form):
    email = EmailField(
        _("Your mail address"), [InputRequired(_("Type your mail address.")), OneAddress()]
    )
    next = HiddenField()


class CodeForm(Form):
    code = StringField(
        _("Code from the mail"),
        [InputRequired(_("Type the six characters from the mail.")), Length(max=20)],
    )


class FirstRunForm(Form):
    name = StringField(
        _("Your name"),
        [InputRequired(_("Type your name.")), Length(max=LONGEST["name"]), NoLineBreak()],
    )
    email = EmailField(
        _("Your mail address"), [InputRequired(_("Type your mail address.")), OneAddress()]
    )


LEADERSHIP = (
    ("direction", _("Overall direction")),
    ("people", _("People management")),
    ("projects", _("Project management")),
    ("technical", _("Technical leadership")),
)
TRACKS = (
    _("People manager"),
    _("Tech lead"),
    _("Lead engineer"),
    _("Architect"),
    _("Project manager"),
    _("CTO"),
)


def _line(label: Any, longest: int, description: Any = "") -> StringField:
    return StringField(label, [Length(max=longest), NoLineBreak()], description=description)


class ProfileForm(Form):
    name = StringField(
        lazy_pgettext("of a person", "Name"),
        [InputRequired(_("Type your name.")), Length(max=LONGEST["name"]), NoLineBreak()],
    )
    team = _line(_("Team"), LONGEST["team"])
    function = _line(
        _("Function"), LONGEST["function"], _("The field you work in: backend, data, mobile …")
    )
    track = _line(_("Track"), LONGEST["track"], _("Choose one or write your own."))
    leadership = SelectMultipleField(
        _("Leadership work you do"),
        choices=[SelectChoice(value, label) for value, label in LEADERSHIP],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    languages = _line(
        _("Languages you speak"), 300, _("With commas between them: Polski, English.")
    )
    topics = TextAreaField(_("Topics you like to talk about"), [Length(max=LONGEST["topics"])])
    about = TextAreaField(_("About you"), [Length(max=LONGEST["about"])])
    locale = SelectField(_("Language of pages and mails"))

    def __init__(self, offered: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        names = [("", _("As my browser says")), *offered]
        self.locale.choices = [SelectChoice(code, name) for code, name in names]

    @staticmethod
    def values_of(person: Person) -> dict[str, Any]:
        """What the fields show before anything is typed."""
        return {
            "name": person.name,
            "team": person.team,
            "function": person.function,
            "track": person.track,
            "leadership": person.leadership,
            "languages": ", ".join(person.languages),
            "topics": person.topics,
            "about": person.about,
            "locale": person.locale,
        }

    def profile(self) -> Profile:
        return Profile(
            name=self.name.data or "",
            team=self.team.data or "",
            function=self.function.data or "",
            track=self.track.data or "",
            leadership=tuple(self.leadership.data or ()),
            languages=_listed(self.languages.data or ""),
            topics=self.topics.data or "",
            about=self.about.data or "",
        )


def _listed(text: str) -> tuple[str, ...]:
    words = (" ".join(word.split()) for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))
