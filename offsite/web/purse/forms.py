"""The forms of the purse."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from offsite.events.models import Format
from offsite.purse.rules import CURRENCIES
from offsite.purse.services import LONGEST_TITLE, Spending
from offsite.web.forms import Form, NoLineBreak
from offsite.web.seeded import seeded


def _currencies() -> list[SelectChoice]:
    return [SelectChoice(one, one) for one in CURRENCIES]


class ExpenseForm(Form):
    """What was spent on what."""

    title = StringField(
        _("What was it spent on?"),
        [
            InputRequired(_("Say what the money was spent on.")),
            Length(max=LONGEST_TITLE),
            NoLineBreak(),
        ],
    )
    amount = StringField(
        _("Amount"), [InputRequired(_("Write the amount in digits, like 12.50.")), Length(max=20)]
    )
    currency = SelectField(_("Currency"))
    spent_on = DateField(_("Day"), [InputRequired(_("Choose the day."))])
    format_id = SelectField(_("For which kind of session?"))
    receipt = FileField(_("Picture of the receipt"))
    seen = HiddenField(validators=[Length(max=9)])

    def offer(self, formats: Sequence[Format]) -> "ExpenseForm":
        self.currency.choices = _currencies()
        self.format_id.choices = [
            SelectChoice("", _("None in particular")),
            *(SelectChoice(str(one.id), seeded(one.name)) for one in formats),
        ]
        return self

    def spending(self) -> Spending | None:
        """What was typed, if there is a day."""
        if self.spent_on.data is None:
            return None
        return Spending(
            title=self.title.data or "",
            amount=self.amount.data or "",
            currency=self.currency.data or "",
            spent_on=self.spent_on.data,
            format_id=int(self.format_id.data) if self.format_id.data else None,
        )

    def seen_number(self) -> int:
        text = str(self.seen.data or "")
        return int(text) if text.isascii() and text.isdigit() else -1


class BudgetForm(Form):
    amount = StringField(_("Amount"), [Optional(), Length(max=20)])
    currency = SelectField(_("Currency"))

    def offer(self) -> "BudgetForm":
        self.currency.choices = _currencies()
        return self
