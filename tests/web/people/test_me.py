import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from offsite.people import services
from offsite.people.models import Person, SignIn
from tests.factories import make_person

HTML = {"Accept": "text/html"}


@pytest.fixture
def bob(rows):
    with rows() as session:
        return make_person(session, "Bob", email="bob@example.org")


@pytest.fixture
def cleo(rows):
    with rows() as session:
        return make_person(session, "Cleo", email="cleo@example.org")


def test_a_stranger_is_led_to_sign_in_and_back(client, bob):
    answer = client.get("/me", headers=HTML)

    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/me")


@pytest.mark.parametrize("path", ["/me", "/me/sign-out-everywhere", "/me/browsers/1/end"])
def test_a_stranger_changes_nothing(client, bob, path):
    assert client.post(path, data={"name": "Eve"}).status_code == 404


def test_bob_says_who_he_is(rows, sign_in, bob):
    browser = sign_in(bob)

    answer = browser.post(
        "/me",
        data={
            "name": " Bob  Kowal ",
            "team": "Search",
            "function": "Backend",
            "track": "Bard in residence",
            "leadership": ["people", "technical"],
            "languages": "Polski, English,  , Polski",
            "topics": "On-call",
            "about": "Hello",
            "locale": "",
        },
    )

    assert (answer.status_code, answer.location) == (303, "/me")
    with rows() as session:
        kept = session.get(Person, bob.id)
    assert (kept.team, kept.track) == ("Search", "Bard in residence")
    assert kept.leadership == ["people", "technical"]
    assert kept.languages == ["Polski", "English"]


def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(rows, sign_in, bob):
    answer = sign_in(bob).post("/me", data={"name": "", "team": "x" * 101, "locale": ""})

    assert answer.status_code == 400
    assert "x" * 101 in answer.text
    with rows() as session:
        assert session.get(Person, bob.id).team == ""


def test_an_address_sent_with_the_form_changes_nothing(rows, sign_in, bob):
    sign_in(bob).post("/me", data={"name": "Bob", "locale": "", "email": "eve@example.org"})

    with rows() as session:
        assert session.get(Person, bob.id).email == "bob@example.org"


def test_markup_in_a_profile_is_text(rows, sign_in, bob):
    browser = sign_in(bob)
    attack = '"><script>alert(1)</script>'

    browser.post("/me", data={"name": attack, "about": attack, "team": attack, "locale": ""})

    assert "<script>alert" not in browser.get("/me").text


def test_the_page_lists_the_signed_in_browsers_and_marks_this_one(rows, sign_in, bob):
    with rows() as session:
        services.open_sign_in(
            session, person=bob, method="mail", agent="Firefox, Linux", now=datetime.now(UTC)
        )

    page = sign_in(bob).get("/me").text

    assert "Firefox, Linux" in page
    assert page.count("This one") == 1


def test_bob_ends_one_of_his_browsers(rows, sign_in, bob):
    with rows() as session:
        services.open_sign_in(
            session, person=bob, method="mail", agent="old phone", now=datetime.now(UTC)
        )
        other = session.scalars(select(SignIn)).one()
    browser = sign_in(bob)

    answer = browser.post(f"/me/browsers/{other.id}/end")

    assert answer.status_code == 303
    assert "old phone" not in browser.get("/me").text


def test_nobody_ends_the_browsers_of_others(rows, sign_in, bob, cleo):
    sign_in(cleo)
    with rows() as session:
        theirs = session.scalars(select(SignIn).where(SignIn.person_id == cleo.id)).one()
    browser = sign_in(bob)

    forbidden = browser.post(f"/me/browsers/{theirs.id}/end")
    absent = browser.post("/me/browsers/999999/end")

    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.text.count("not yours to see") == absent.text.count("not yours to see") == 1
    with rows() as session:
        assert session.get(SignIn, theirs.id).ended_at is None


def test_signing_out_everywhere_ends_every_browser(app, rows, sign_in, bob):
    first = sign_in(bob)
    with rows() as session:
        opened = services.open_sign_in(
            session, person=bob, method="mail", agent="", now=datetime.now(UTC)
        )
    second = app.test_client()
    with second.session_transaction() as cookie:
        cookie["sign_in"] = opened.token
    assert second.get("/me").status_code == 200

    first.post("/me/sign-out-everywhere")

    assert first.get("/me").status_code == 404
    assert second.get("/me").status_code == 404


def test_the_export_is_a_file_about_oneself_alone(sign_in, bob, cleo):
    answer = sign_in(bob).get("/me/export.json")

    kept = json.loads(answer.text)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert kept["person"]["email"] == "bob@example.org"
    assert "cleo@example.org" not in answer.text


def test_choosing_a_language_stays_on_the_page(client, bob):
    answer = client.post("/language", data={"language": "en", "next": "/sign-in/../?a=1"})

    assert answer.status_code == 303


def test_a_language_we_do_not_have_is_not_kept(rows, sign_in, bob):
    sign_in(bob).post("/language", data={"language": "tlh", "next": "/me"})

    with rows() as session:
        assert session.get(Person, bob.id).locale == ""


def test_a_chosen_language_is_remembered_for_mails(rows, sign_in, bob):
    answer = sign_in(bob).post("/language", data={"language": "en", "next": "/me"})

    with rows() as session:
        assert session.get(Person, bob.id).locale == "en"
    assert answer.location == "/me"
