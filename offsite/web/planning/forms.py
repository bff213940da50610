"""The form of the next event."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import DateField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional, ValidationError

from offsite import db
from offsite.planning.models import Plan
from offsite.planning.next_event import Wish
from offsite.planning.queries import topics_without_a_place
from offsite.web.events.forms import CloneForm
from offsite.web.proposals.forms import checkboxes


class NextEventForm(CloneForm):
    """Where and when the next event is, which topics come along, and its call."""

    topics = checkboxes(_("Topics that found no place, to be wanted again"))
    call_text = TextAreaField(_("The call"), [Length(max=20_000)])
    call_closes = DateField(_("Proposals until the end of"), [Optional()])

    def __init__(self, plan: Plan, **values: Any) -> None:
        super().__init__(**values)
        found = topics_without_a_place(db.read_session(), plan.event)
        self.topics.choices = [
            SelectChoice(str(number), f"{one.title} ({_people(one.people)})")
            for number, one in enumerate(found)
        ]

    def validate_call_closes(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data >= self.starts_on.data:
            raise ValidationError(_("The call must end before the event begins."))

    def wish(self) -> Wish:
        """What the form says; the call ends with its last day on the event's clock."""
        closes = self.call_closes.data
        zone = ZoneInfo(self.timezone.data or "UTC")
        ends_at = (
            datetime.combine(closes + timedelta(days=1), time(0), tzinfo=zone) if closes else None
        )
        return Wish(
            details=self.details(),
            with_members=bool(self.with_members.data),
            topics=tuple(int(one) for one in self.topics.data or ()),
            call_text=self.call_text.data or "",
            call_closes_at=ends_at,
        )


def _people(number: int) -> str:
    return str(ngettext("%(num)s person", "%(num)s people", number))
