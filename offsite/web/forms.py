"""What every form shares: protection against forged requests, and field habits."""

from typing import Any

from flask import Flask, g
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect, generate_csrf
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # the cookie ends; an open tab need not
    app.config["WTF_CSRF_SSL_STRICT"] = True
    csrf.init_app(app)
    # Macros see globals, pages what is given to each of them: the extension sets both.
    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})


def token() -> str:
    """The reader's token; empty in a fragment that several people get: the script fills it."""
    return "" if g.get("is_shared") else str(generate_csrf())


class Form(FlaskForm):
    """The base of our forms: texts are trimmed, and control characters dropped."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            filters = [*unbound_field.kwargs.get("filters", ()), clean_text]
            if unbound_field.field_class.__name__ in TEXT_FIELDS:
                options = {**options, "filters": filters}
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)


class SeenForm(Form):
    """A change of a draft, and the version of the page it was made on."""

    seen_version = HiddenField()

    @property
    def seen(self) -> int:
        text = self.seen_version.data or ""
        # What is no number was seen on no page: the change is refused as stale.
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


TEXT_FIELDS = {"StringField", "TextAreaField", "EmailField", "SearchField", "URLField", "TelField"}


def clean_text(value: Any) -> Any:
    """``value`` without outer blanks and characters no text should hold."""
    if not isinstance(value, str):
        return value
    kept = "".join(one for one in value if one in "\n\t" or one >= " ").replace("\x7f", "")
    return kept.strip()


class NoLineBreak:
    """Refuses a line break in a one-line text."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data and "\n" in field.data:
            raise ValidationError(_("Keep this on one line."))
