"""One sentence in one language, where no page is being made."""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations


def translate(folder: Path, template: str, locale: str) -> str:
    """``template`` by the compiled catalogue of ``locale`` below ``folder``, else as it is."""
    return _catalogue(folder, locale).gettext(template) if locale else template


@cache
def _catalogue(folder: Path, locale: str) -> NullTranslations:
    return Translations.load(str(folder), [locale])
