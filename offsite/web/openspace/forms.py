"""The forms of the board and of its rounds."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext as now_
from flask_babel import lazy_gettext as _
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from offsite.events.models import Event, Room
from offsite.events.rules import days_of
from offsite.openspace import rules
from offsite.openspace.models import Board
from offsite.openspace.services.boards import LONGEST_THEME, MOST_DOTS, BoardPlan
from offsite.web.forms import Form, NoLineBreak
from offsite.web.rendering import day

NEEDED = _("This is needed.")


class BoardForm(Form):
    """How the open space is held."""

    theme = StringField(
        _("Theme"),
        [Length(max=LONGEST_THEME), NoLineBreak()],
        description=_("The question that brings you together."),
    )
    mode = RadioField(_("How topics get their places"), [InputRequired(NEEDED)])
    rooms = SelectMultipleField(
        _("Rooms"),
        [InputRequired(_("Choose at least one room."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    dots = IntegerField(
        _("Dots for each person at the end"),
        [InputRequired(NEEDED), NumberRange(1, MOST_DOTS, _("Give each person 1 to 50 dots."))],
    )

    @classmethod
    def of(
        cls, event: Event, board: Board | None, chosen: Sequence[Room], **values: Any
    ) -> "BoardForm":
        """The form filled with the board, or with what a first board begins with."""
        form = cls(
            theme=board.theme if board else "",
            mode=board.mode if board else "open",
            rooms=[room.id for room in (chosen if board else event.rooms)],
            dots=board.dots_per_person if board else 5,
            **{"formdata": None, **values},
        )
        form.mode.choices = [
            SelectChoice("open", now_("Open Space: whoever cares takes a place")),
            SelectChoice("vote", now_("Vote selects: the most wanted topics get the places")),
        ]
        form.rooms.choices = [SelectChoice(one.id, one.name) for one in event.rooms]
        return form

    def plan(self) -> BoardPlan:
        return BoardPlan(
            self.theme.data or "", self.mode.data, tuple(self.rooms.data or ()), self.dots.data or 0
        )


class RoundsForm(Form):
    """Rounds of one length between two times of a day."""

    day = SelectField(_("Day"), coerce=int)
    starts = TimeField(
        _("First round"),
        [InputRequired(NEEDED)],
        description=_("Leave time before it to open the circle and to choose."),
    )
    until = TimeField(_("Over by"), [InputRequired(NEEDED)])
    minutes = IntegerField(_("Minutes each"), [InputRequired(NEEDED)])
    pause = IntegerField(_("Minutes between"), [InputRequired(NEEDED)])

    @classmethod
    def of(
        cls, event: Event, planned: tuple[datetime, datetime] | None, **values: Any
    ) -> "RoundsForm":
        """``planned`` is when the schedule has the open space, on the event's clock."""
        days = days_of(event.starts_on, event.ends_on)
        starts, until, place = time(14, 0), time(17, 0), 0
        if planned is not None:
            first = planned[0] + timedelta(minutes=rules.CHOOSING_MINUTES)
            starts, until = first.time(), planned[1].time()
            place = days.index(planned[0].date()) if planned[0].date() in days else 0
        form = cls(
            day=place,
            starts=starts,
            until=until,
            minutes=rules.MINUTES,
            pause=rules.PAUSE_MINUTES,
            **{"formdata": None, **values},
        )
        form.day.choices = [SelectChoice(at, day(one)) for at, one in enumerate(days)]
        return form
