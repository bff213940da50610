"""Every sentence for people is in every catalogue, and no page says one outside of them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from offsite.translating.catalogues import compiled, ready_folder
from offsite.translating.extraction import messages, refusals
from tests.guards import ROOT
from tests.guards.source_scan import modules
from tests.guards.text_scan import lost_refusals, mail_words, page_words, templates

CATALOGUES = sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%")

# What needs no translation, by template.
ALLOWED_WORDS = {
    "base.html": {"Offsite", "· Offsite", "· · Offsite"},  # the name of the product
    "errors/500.html": {"Offsite", "· Offsite"},
    # Names of files, as programs ask for them.
    "exchange/index.html": {"schedule.xml", "schedule.json", "schedule.ics"},
}
STYLE_GUIDE = "ui/guide.html"  # for those who build pages; in English
ENGLISH_FOLDERS = (  # the command line, its data and files for programs
    "cli/", "demo/", "engines/", "worker/", "translating/",
    "calendars/vtimezone.py",  # a page lets only known zones get there
)  # fmt: skip


@cache
def extracted() -> frozenset[str | tuple[str, str]]:
    """Every message of code and templates, as `make translations` finds them."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        method_map, options_map = parse_mapping_cfg(file, filename="babel.cfg")
    found: set[str | tuple[str, str]] = set()
    for folder in ("offsite", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            method_map=[(_below(pattern, folder), method) for pattern, method in method_map],
            options_map={_below(name, folder): one for name, one in options_map.items()},
        ):
            found.add(message if isinstance(message, str) else tuple(message))
    return frozenset(found)


def _below(pattern: str, folder: str) -> str:
    """The pattern for paths that are relative to ``folder``; one that fits none, if outside."""
    return pattern.removeprefix(f"{folder}/") if pattern.startswith(f"{folder}/") else "-"


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def translated(path: Path) -> Iterator[Message]:
    return (one for one in catalogue(path) if one.id)


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def ids_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def misfits(message: Message) -> bool:
    """Whether a form has a placeholder that the English has not, or lacks one.

    A form for one thing may spell the number out.
    """
    english = [set(PLACEHOLDER.findall(one)) for one in ids_of(message)]
    most = set.union(*english)
    least = set.intersection(*english) - {"%(num)s"} if message.pluralizable else most
    return any(not least <= set(PLACEHOLDER.findall(one)) <= most for one in forms_of(message))


def test_sentences_of_refusals_are_found() -> None:
    source = (
        """raise VotingClosed("Voting is " "closed."); _("Yes"); ngettext("a", "b", 2); log("no")"""
    )

    found = [message for _line, _name, message, _comments in messages(source, {"VotingClosed"})]

    assert found == ["Voting is closed.", "Yes", ("a", "b")]


def test_every_kind_of_refusal_is_known() -> None:
    assert {"OffsiteError", "BadInput", "VotingClosed", "NoSuchTime"} <= refusals()


@pytest.mark.parametrize(
    "planted",
    [
        """raise BadInput(f"Row {number} is wrong.")""",
        """raise BadInput("Row %s is wrong." % number)""",
        """raise BadInput("Row {} is wrong.".format(number))""",
        """raise BadInput("Wrong: " + text)""",
        """flash(_(f"Hello {name}"))""",
    ],
)
def test_a_planted_sentence_that_is_lost_is_found(planted: str) -> None:
    assert len(lost_refusals(planted, {"BadInput"})) == 1


def test_no_refusal_is_lost_for_translators() -> None:
    lost = [
        f"{name}:{what}"
        for name, path in modules()
        if not name.startswith(ENGLISH_FOLDERS)
        for what in lost_refusals(path.read_text("utf-8"), refusals())
    ]

    assert lost == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>No rooms yet</p>",
        "<p>{{ count }} rooms</p>",
        '<input placeholder="Search">',
        '<button aria-label="Close {{ name }}"></button>',
        '{{ empty("No rooms yet", icon="door-open") }}',
        '{{ note(_("Rooms"), text="They are gone.") }}',
        "{% if a %}Yes{% endif %}",
    ],
)
def test_a_planted_word_outside_the_catalogues_is_found(planted: str) -> None:
    assert len(page_words(planted)) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        '<p class="lead">{{ _("No rooms yet") }} · {{ name }}</p>',
        '{{ button(_("Vote"), style="outline", icon="check2-square") }}',
        '<code>bold</code> {# A comment in words. #}<a href="{{ url_for("events.home") }}">1</a>',
        '{% block body_class %}is-narrow{% endblock %}{{ ngettext("%(num)s A", "%(num)s B", n) }}',
    ],
)
def test_what_is_translated_is_no_fault(harmless: str) -> None:
    assert page_words(harmless) == []


def test_no_page_and_no_mail_has_words_outside_the_catalogues() -> None:
    found = [
        f"{name}:{what}"
        for name, path in templates()
        if name != STYLE_GUIDE
        for what in (page_words if path.suffix == ".html" else mail_words)(path.read_text("utf-8"))
        if what.split(": ", 1)[1] not in ALLOWED_WORDS.get(name, ())
    ]

    assert found == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda one: one.parent.parent.name)
def test_a_catalogue_has_every_message(path: Path) -> None:
    known = {one.id if isinstance(one.id, str) else tuple(one.id) for one in translated(path)}

    # `make translations` brings them in.
    assert sorted(map(str, extracted() - known)) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda one: one.parent.parent.name)
def test_a_catalogue_translates_every_message_it_has(path: Path) -> None:
    forms = catalogue(path).num_plurals
    unfinished = [
        one.id
        for one in translated(path)
        if one.fuzzy
        or not all(forms_of(one))
        or len(forms_of(one)) != (forms if one.pluralizable else 1)
    ]

    assert unfinished == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda one: one.parent.parent.name)
def test_translations_keep_every_placeholder(path: Path) -> None:
    assert [one.id for one in translated(path) if misfits(one)] == []


def test_a_lost_placeholder_is_found() -> None:
    assert misfits(Message("Row %(row)s", "Wiersz %(numer)s"))
    assert misfits(Message(("%(num)s of %(all)s", "%(num)s of %(all)s"), ("%(num)s", "%(num)s")))
    assert not misfits(Message(("%(num)s room", "%(num)s rooms"), ("jedna", "%(num)s sale")))


def test_polish_counts_in_three_forms() -> None:
    polish = catalogue(ROOT / "translations/pl/LC_MESSAGES/messages.po")

    assert polish.num_plurals == 3


def test_languages_are_compiled_where_a_checkout_has_none(tmp_path: Path) -> None:
    source = tmp_path / "translations/de/LC_MESSAGES/messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr ""\n\nmsgid "Yes"\nmsgstr "Ja"\n', "utf-8")

    folder = ready_folder(tmp_path / "translations", tmp_path / "instance")

    made = tmp_path / "instance/de/LC_MESSAGES/messages.mo"
    assert folder == tmp_path / "instance"
    assert made.read_bytes() == compiled(source)
    assert b"Ja" in made.read_bytes()
    assert not source.with_suffix(".mo").exists()


def test_compiled_languages_of_a_build_are_used_as_they_are(tmp_path: Path) -> None:
    source = tmp_path / "de/LC_MESSAGES/messages.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Yes"\nmsgstr "Ja"\n', "utf-8")
    source.with_suffix(".mo").write_bytes(compiled(source))

    assert ready_folder(tmp_path, tmp_path / "instance") == tmp_path
    assert not (tmp_path / "instance").exists()
