"""The forms of proposals, comments, wanted topics, decisions and the call."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as now_
from flask_babel import lazy_gettext as _
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from offsite.events.models import Event, Format, Slot
from offsite.events.rules import BadValue, instant_at
from offsite.proposals import queries
from offsite.proposals.models import DECISIONS, LEADERSHIP_KINDS, Proposal
from offsite.proposals.services.call import CallPlan
from offsite.proposals.services.content import LONGEST_ABSTRACT, LONGEST_TITLE, Content
from offsite.web.errors import sentence
from offsite.web.forms import Form, NoLineBreak
from offsite.web.proposals.blueprint import decision_label, leadership_label
from offsite.web.rendering import local
from offsite.web.seeded import seeded

LANGUAGES = ("en", "pl", "de", "fr", "es", "it", "nl", "pt", "cs", "uk", "ja", "zh")
WITHOUT_GRID = (15, 30, 45, 60, 90, 120, 180)


def checkboxes(label: Any, **values: Any) -> Any:
    """Several choices, each with its box."""
    return SelectMultipleField(
        label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **values
    )


def _whole_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class ProposalForm(Form):
    """What a person writes in a proposal, and when they cannot host."""

    title = StringField(
        _("Title"),
        [
            InputRequired(_("A proposal needs a title.")),
            Length(max=LONGEST_TITLE),
            NoLineBreak(),
        ],
    )
    abstract = TextAreaField(
        _("What is it about, and who should come?"), [Length(max=LONGEST_ABSTRACT)]
    )
    format_id = SelectField(_("Format"), [InputRequired(_("Choose a format."))], coerce=int)
    minutes = SelectField(_("Length"), coerce=_whole_or_none, validate_choice=False)
    track_id = SelectField(_("Track"), coerce=_whole_or_none)
    language = SelectField(_("Language"), default="")
    leadership = SelectField(_("Kind of leadership"), default="")
    needs = checkboxes(_("What the room must have"))
    seats = IntegerField(
        _("Seats at most"),
        [Optional(), NumberRange(1, 100_000, _("A limit of seats is at least 1."))],
    )
    notes = TextAreaField(_("Notes to the organizers"), [Length(max=5000)])
    absent = checkboxes(_("When you cannot"), coerce=int)
    form_key = HiddenField()
    seen_at = HiddenField()
    wanted = HiddenField()

    def __init__(self, event: Event, proposal: Proposal | None = None, **values: Any) -> None:
        super().__init__(**values)
        self.event = event
        self.format_id.choices = format_choices(event, proposal)
        self.minutes.choices = length_choices(event, proposal)
        self.track_id.choices = [
            SelectChoice("", now_("None")),
            *(SelectChoice(str(one.id), one.name) for one in event.tracks),
        ]
        self.language.choices = language_choices(proposal.language if proposal else "")
        self.leadership.choices = [
            SelectChoice("", now_("None of them")),
            *(SelectChoice(kind, leadership_label(kind)) for kind in LEADERSHIP_KINDS),
        ]
        kept = set(proposal.needs) if proposal else set()
        self.needs.choices = [
            SelectChoice(one) for one in sorted({*queries.features_of(event), *kept})
        ]
        self.absent.choices = [
            SelectChoice(str(slot.id), _slot_label(slot, event)) for slot in event.slots
        ]
        if not self.form_key.data:
            self.form_key.data = str(uuid.uuid4())

    def content(self) -> Content:
        return Content(
            title=self.title.data or "",
            abstract=self.abstract.data or "",
            notes=self.notes.data or "",
            format_id=self.format_id.data,
            minutes=self.minutes.data,
            track_id=self.track_id.data,
            language=self.language.data or "",
            leadership=self.leadership.data or "",
            needs=tuple(self.needs.data or ()),
            seats=self.seats.data,
        )

    def key(self) -> str | None:
        """What makes sending this form twice one proposal; None if it is not ours."""
        try:
            return str(uuid.UUID(self.form_key.data or ""))
        except ValueError:
            return None

    def seen(self) -> datetime | None:
        """When the proposal that the form shows was saved, or None if it cannot be told."""
        try:
            seen = datetime.fromisoformat(self.seen_at.data or "")
        except ValueError:
            return None
        return seen if seen.tzinfo else None

    def absent_by_day(self) -> list[tuple[date, list[Any]]]:
        """The boxes of slots, grouped by local day."""
        pairs = list(zip(self.event.slots, self.absent, strict=True))
        grouped = groupby(pairs, key=lambda pair: _day(pair[0], self.event))
        return [(day, [box for _slot, box in boxes]) for day, boxes in grouped]


def values_of(proposal: Proposal) -> dict[str, Any]:
    """What the form shows of a proposal."""
    keeps_length = proposal.minutes == proposal.format.minutes
    return {
        "title": proposal.title,
        "abstract": proposal.abstract,
        "notes": proposal.notes,
        "format_id": proposal.format_id,
        "minutes": None if keeps_length else proposal.minutes,
        "track_id": proposal.track_id,
        "language": proposal.language,
        "leadership": proposal.leadership,
        "needs": proposal.needs,
        "seats": proposal.seats,
        "seen_at": proposal.updated_at.isoformat(),
    }


def open_formats(event: Event) -> list[Format]:
    """The formats that people may propose."""
    return [one for one in event.formats if one.open_to_proposals and one.retired_at is None]


def format_choices(event: Event, proposal: Proposal | None) -> list[SelectChoice]:
    formats = open_formats(event)
    if proposal is not None and proposal.format not in formats:
        formats = [proposal.format, *formats]
    return [
        SelectChoice(str(one.id), now_("%(name)s, %(n)s min", name=seeded(one.name), n=one.minutes))
        for one in formats
    ]


def length_choices(event: Event, proposal: Proposal | None) -> list[SelectChoice]:
    lengths = set(queries.lengths_of(event) or WITHOUT_GRID)
    if proposal is not None and proposal.minutes != proposal.format.minutes:
        lengths.add(proposal.minutes)
    return [
        SelectChoice("", now_("As long as the format")),
        *(SelectChoice(str(one), now_("%(n)s minutes", n=one)) for one in sorted(lengths)),
    ]


def language_choices(kept: str) -> list[SelectChoice]:
    codes = [*LANGUAGES, *([kept] if kept and kept not in LANGUAGES else [])]
    return [
        SelectChoice("", now_("Any")),
        *(SelectChoice(one, language_name(one)) for one in codes),
    ]


def language_name(code: str) -> str:
    """The name of a language in the reader's language; the code if nobody knows it."""
    try:
        return str(Locale.parse(code.replace("-", "_")).get_display_name(get_locale()) or code)
    except ValueError:
        return code
    except LookupError:
        return code


def _slot_label(slot: Slot, event: Event) -> str:
    start, end = local(slot.starts_at, event.timezone), local(slot.ends_at, event.timezone)
    return f"{start:%H:%M}–{end:%H:%M}"


def _day(slot: Slot, event: Event) -> date:
    return local(slot.starts_at, event.timezone).date()


class CommentForm(Form):
    body = TextAreaField(
        _("Your comment"), [InputRequired(_("Write something first.")), Length(max=5000)]
    )


class InviteForm(Form):
    host = StringField(
        _("Name or mail address"),
        [InputRequired(_("Say whom to ask.")), Length(max=254), NoLineBreak()],
    )


class WantedForm(Form):
    title = StringField(
        _("Someone should talk about …"),
        [
            InputRequired(_("Say what you would like to hear about.")),
            Length(max=200),
            NoLineBreak(),
        ],
    )
    description = TextAreaField(_("What exactly, and why?"), [Length(max=5000)])


class DecisionForm(Form):
    """Codes come from boxes in the table, or pasted."""

    decision = SelectField(_("Decision"), [InputRequired()])
    note = TextAreaField(_("Note to the hosts"), [Length(max=5000)])
    pasted = TextAreaField(_("Or paste codes"), [Length(max=20_000)])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.decision.choices = [SelectChoice(one, decision_label(one)) for one in DECISIONS]

    def pasted_codes(self) -> list[str]:
        """Codes in capital letters, parted by blanks, commas, semicolons or lines."""
        text = (self.pasted.data or "").upper()
        return text.replace(",", " ").replace(";", " ").split()


class WallTime(DateTimeLocalField):
    """A time on the wall clock of the event, as an instant in ``instant``."""

    instant: datetime | None = None

    def __init__(self, label: Any, validators: Any = None, **values: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(label, validators, format=formats, **values)

    def pre_validate(self, form: Any) -> None:
        self.instant = None
        if self.data is None:
            return
        try:
            self.instant = instant_of(self.data, ZoneInfo(form.event.timezone))
        except BadValue as fault:
            raise ValidationError(sentence(fault)) from fault


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clock in ``zone`` shows ``wall`` (naive).

    Raises:
        BadValue: the clock never shows it, or shows it twice.
    """
    instant = instant_at(wall.date(), wall.time(), zone)
    again = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if again != instant:
        raise BadValue(
            "%(clock)s happens twice on %(day)s, because the clocks go back. Choose a time "
            "an hour earlier or later.",
            clock=f"{wall:%H:%M}",
            day=wall.date().isoformat(),
        )
    return instant


class CallForm(Form):
    """The call and the voting, in the event's own time."""

    call_text = TextAreaField(_("The call"), [Length(max=20_000)])
    call_opens = WallTime(_("Proposals from"), [Optional()])
    call_closes = WallTime(_("Proposals until"), [Optional()])
    voting_opens = WallTime(_("Votes from"), [Optional()])
    voting_closes = WallTime(_("Votes until"), [Optional()])

    def __init__(self, event: Event, **values: Any) -> None:
        self.event = event
        super().__init__(**values)

    def plan(self) -> CallPlan:
        event = self.event
        return CallPlan(
            text=self.call_text.data or "",
            call_opens_at=_kept(event.call_opens_at, self.call_opens.instant),
            call_closes_at=_kept(event.call_closes_at, self.call_closes.instant),
            voting_opens_at=_kept(event.voting_opens_at, self.voting_opens.instant),
            voting_closes_at=_kept(event.voting_closes_at, self.voting_closes.instant),
        )


def _kept(before: datetime | None, chosen: datetime | None) -> datetime | None:
    """The field shows minutes: one that was not touched keeps its seconds."""
    untouched = before is not None and before.replace(second=0, microsecond=0) == chosen
    return before if untouched else chosen


def call_values(event: Event) -> dict[str, Any]:
    """What the form shows: instants as naive times on the event's wall clock."""

    def wall(instant: datetime | None) -> datetime | None:
        return local(instant, event.timezone).replace(tzinfo=None) if instant else None

    return {
        "call_text": event.call_text,
        "call_opens": wall(event.call_opens_at),
        "call_closes": wall(event.call_closes_at),
        "voting_opens": wall(event.voting_opens_at),
        "voting_closes": wall(event.voting_closes_at),
    }


def faults_of(form: Form, faults: Sequence[str]) -> None:
    """Show refusals of a service on top of the form."""
    form.form_errors.extend(faults)
