"""The forms of questions and queues."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from offsite.anonymity.ids import new_id
from offsite.questions.models import Queue
from offsite.questions.rules import LONGEST
from offsite.questions.services.queues import MOST_PER_PERSON, QueuePlan
from offsite.web.forms import Form, NoLineBreak


class AskForm(Form):
    """``form_key`` makes sending it twice one question."""

    body = TextAreaField(
        _("Your question"),
        [InputRequired(_("Write your question first.")), Length(max=LONGEST)],
    )
    with_name = BooleanField(_("Ask with my name"))
    form_key = HiddenField()

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if not self.form_key.data:
            self.form_key.data = new_id()


class QueueForm(Form):
    title = StringField(
        _("Title"),
        [InputRequired(_("Give the questions a title.")), Length(max=200), NoLineBreak()],
    )
    intro = TextAreaField(_("What can be asked, and who answers?"), [Length(max=2000)])
    is_moderated = BooleanField(_("A moderator approves each question first"), default=True)
    allows_anonymous = BooleanField(_("Questions without a name are welcome"), default=True)
    per_person = IntegerField(
        _("Questions of one person at most"),
        [
            InputRequired(_("Say how many.")),
            NumberRange(1, MOST_PER_PERSON, _("Choose a number between 1 and 50.")),
        ],
        default=10,
    )
    is_rehearsal = BooleanField(_("Rehearse first: what is asked now vanishes on going live"))

    def plan(self) -> QueuePlan:
        return QueuePlan(
            title=self.title.data or "",
            intro=self.intro.data or "",
            is_moderated=bool(self.is_moderated.data),
            allows_anonymous=bool(self.allows_anonymous.data),
            per_person=self.per_person.data or 0,
        )


class PanelForm(Form):
    panel = SelectMultipleField(
        _("Who answers?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, members: Any, **values: Any) -> None:
        super().__init__(**values)
        self.panel.choices = [SelectChoice(str(one.id), one.name) for one in members]


def queue_values(queue: Queue) -> dict[str, Any]:
    names = ("title", "intro", "is_moderated", "allows_anonymous", "per_person")
    return {name: getattr(queue, name) for name in names}
