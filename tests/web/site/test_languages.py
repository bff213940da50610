"""Pages, refusals, mails and calendars in the language of whoever reads them."""

from html import unescape

import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from sqlalchemy import select

from offsite.errors import BadInput, RuleBroken, Sentence
from offsite.outbox.models import Mail
from offsite.policy import Role
from offsite.proposals.letters import SUBJECTS
from offsite.web.errors import faults, said, sentence
from offsite.web.proposals.letters import in_language_of_reader
from offsite.web.rendering import local_stamp
from offsite.web.seeded import seeded
from tests.factories import NOON, make_event, make_member, make_person

POLISH = {"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"}


def test_a_browser_that_asks_for_polish_gets_polish(client):
    answer = client.get("/", headers=POLISH)

    assert '<html lang="pl">' in answer.text
    assert "Kto organizuje?" in answer.text


def test_a_browser_that_asks_for_a_language_we_lack_gets_english(client):
    answer = client.get("/", headers={"Accept-Language": "eo"})

    assert '<html lang="en">' in answer.text


def test_the_switch_works_by_a_plain_form_and_leads_back(client):
    answer = client.post("/language", data={"language": "pl", "next": "/?a=b"})

    assert (answer.status_code, answer.location) == (303, "/?a=b")
    assert '<html lang="pl">' in client.get("/").text


def test_the_choice_of_a_browser_wins_over_what_it_asks_for(client):
    client.post("/language", data={"language": "en"})

    assert '<html lang="en">' in client.get("/", headers=POLISH).text


def test_each_language_in_the_switch_is_named_in_itself(client):
    page = client.get("/").text

    assert 'value="pl" lang="pl">Polski<' in page


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (RuleBroken("A title has at most %(most)s characters.", most=7), "Tytuł może mieć"),
        (BadInput(Sentence("A title has at most %(most)s characters.", most=7)), "Tytuł może mieć"),
        (BadInput("The event does not meet anywhere 100 %."), "The event does not meet anywhere"),
    ],
)
def test_a_refusal_is_said_in_the_language_of_the_reader(app: Flask, refusal, expected):
    with app.test_request_context(), force_locale("pl"):
        assert sentence(refusal).startswith(expected)


def test_a_fault_inside_a_fault_is_translated_too(app: Flask):
    inner = BadInput(Sentence("“%(text)s” is not a mail address.", text="nobody"))
    row = Sentence("Row %(row)s: %(fault)s", row=3, fault=inner)

    assert row == "Row 3: “nobody” is not a mail address."
    with app.test_request_context(), force_locale("pl"):
        assert said(row) == "Wiersz 3: „nobody” to nie jest adres e-mail."
        assert faults(BadInput(row, "The file is empty.")) == [
            "Wiersz 3: „nobody” to nie jest adres e-mail.",
            "Plik jest pusty.",
        ]


def test_days_are_written_in_the_language_of_the_page(app: Flask):
    with app.test_request_context(), force_locale("pl"):
        assert local_stamp(NOON, "Europe/Warsaw").split()[0].rstrip(".,") in {
            "pon", "wt", "śr", "czw", "pt", "sob", "niedz",
        }  # fmt: skip


def test_a_letter_is_in_the_language_of_its_reader(app: Flask):
    with app.test_request_context(headers=POLISH):
        assert in_language_of_reader(SUBJECTS["rejected"], "pl") == "Nie tym razem: %(title)s"
        assert in_language_of_reader(SUBJECTS["rejected"], "") == "Not this time: %(title)s"


def test_the_sign_in_mail_is_in_the_language_the_person_chose(client, rows):
    with rows() as session:
        make_person(session, "Bob", email="bob@example.org", locale="pl")

    client.post("/sign-in", data={"email": "bob@example.org"}, headers={"Accept-Language": "en"})

    with rows() as session:
        mail = session.scalars(select(Mail)).one()
        assert mail.subject == "Twoje wejście do Offsite"
        assert "Albo wpisz tam ten kod:" in mail.body


def test_the_welcome_mail_is_in_the_language_of_each_person(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada = make_person(session, "Ada")
        make_member(session, event, ada, Role.OWNER)
        make_person(session, "Bob", email="bob@example.org", locale="pl")
    browser = sign_in(ada)

    shown = browser.post(
        "/tlm/organize/members/import",
        data={"source": "paste", "pasted": "bob@example.org\neve@example.org"},
    )
    table = unescape(shown.text.split('name="table" value="')[1].split('"')[0])
    browser.post(
        "/tlm/organize/members/import/check",
        data={"table": table, "column-email": "0", "go": "all", "welcome": "1"},
    )

    with rows() as session:
        subjects = {one.to_address: one.subject for one in session.scalars(select(Mail))}
    assert subjects["bob@example.org"].startswith("Zaproszenie: ")
    assert subjects["eve@example.org"].startswith("You are invited: ")


def test_mails_of_people_have_no_english_left(app: Flask):
    with app.test_request_context(), force_locale("pl"):
        body = render_template("people/sign_in.txt", name="Ada", url="u", code="c")

    assert body.startswith("Dzień dobry, Ada!")
    assert "Both work once" not in body


def test_the_catalogues_words_are_the_readers_and_an_organizers_stay(app: Flask) -> None:
    with app.test_request_context(), force_locale("pl"):
        assert seeded("Questions") == "Pytania"
        # A message of other pages, but no text of the catalogue: somebody wrote it.
        assert seeded("Schedule") == "Schedule"
