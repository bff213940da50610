"""The reader's language and time zone.  A language is added by adding its catalogue."""

from contextlib import AbstractContextManager
from pathlib import Path

from flask import Flask, g, request
from flask import session as cookie
from flask_babel import Babel, Locale, force_locale

from offsite.config import ROOT
from offsite.translating.catalogues import ready_folder

babel = Babel()
COOKIE = "language"


def init_app(app: Flask) -> None:
    own = Path(app.instance_path) / "translations"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ready_folder(ROOT / "translations", own))
    babel.init_app(app, locale_selector=choose, timezone_selector=lambda: "UTC")

    @app.context_processor
    def language_of_page() -> dict[str, object]:
        return {"locale": choose(), "languages": offered()}


def offered() -> list[tuple[str, str]]:
    """(code, its own name) of every language there is a catalogue for; English first."""
    codes = ["en", *sorted({str(one) for one in babel.list_translations()} - {"en"})]
    return [(code, _own_name(code)) for code in codes]


def _own_name(code: str) -> str:
    return str(Locale.parse(code).get_display_name() or code).capitalize()


def choose() -> str:
    """The language chosen on the site, else the browser's, else English."""
    if "language" not in g:
        codes = [code for code, _name in offered()]
        chosen = cookie.get(COOKIE)
        g.language = chosen if chosen in codes else request.accept_languages.best_match(codes, "en")
    language: str = g.language
    return language


def speaking(locale: str, otherwise: str = "en") -> AbstractContextManager[None]:
    """Within it texts are in ``locale``, what a person chose; in ``otherwise`` when they chose
    none, or one that we have no catalogue for."""
    known = {code for code, _name in offered()}
    return force_locale(locale if locale in known else otherwise)  # type: ignore[no-any-return]
