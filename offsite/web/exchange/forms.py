"""What is typed on the pages of import."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileRequired, MultipleFileField
from wtforms import EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from offsite.events import rules
from offsite.exchange.readers import KINDS
from offsite.web.events.forms import hold_against
from offsite.web.forms import Form

KIND_NAMES = {
    "frab-xml": "schedule.xml (frab, pretalx, pentabarf)",
    "frab-json": "schedule.json (frab, pretalx)",
    "pretalx": "Pretalx API (JSON)",
    "sessionize": "Sessionize (JSON)",
    "open-event": "Open Event (JSON, ZIP)",
    "json": "JSON",
    "csv": "CSV",
    "xlsx": "XLSX",
    "ics": "iCalendar",
}


class ZoneForm(Form):
    timezone = StringField(
        _("Time zone"),
        [Optional(), Length(max=64)],
        description=_("Only for times that carry none, as area and city: Europe/Warsaw."),
    )

    def validate_timezone(self, field: StringField) -> None:
        if field.data:
            hold_against(rules.zone_named, field.data)


class UploadForm(ZoneForm):
    files = MultipleFileField(
        _("File"),
        [FileRequired(_("Choose a file."))],
        description=_("All files of an Open Event export at once, or their ZIP; else one file."),
    )
    kind = SelectField(_("Kind"), default="")

    def offer_kinds(self) -> "UploadForm":
        self.files.flags.required = True
        self.kind.choices = [
            SelectChoice("", _("Found out by looking inside")),
            *(SelectChoice(kind, KIND_NAMES[kind]) for kind in KINDS if kind in KIND_NAMES),
        ]
        return self


class AddressForm(Form):
    email = EmailField(_("Mail address"), [InputRequired(_("Write an address.")), Length(max=254)])
