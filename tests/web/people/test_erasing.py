"""Erasing an account, from the page to the bytes of the database."""

import pytest

from offsite.people.models import Person
from offsite.policy import Role
from tests.factories import NOON, make_event, make_member, make_person

CANARY = "Bartholomew Quickfeather"


@pytest.fixture
def people(rows):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada = make_person(session, "Ada", founded_at=NOON)
        bob = make_person(session, CANARY, email="quickfeather@example.org", about=CANARY)
        eve = make_person(session, "Eve")
        make_member(session, event, ada, Role.OWNER)
        make_member(session, event, bob)
        make_member(session, event, eve, Role.ORGANIZER)
        return ada, bob, eve


def erase(browser, person, address=None):
    return browser.post(f"/people/{person.id}/erase", data={"address": address or person.email})


def test_whoever_erases_themselves_is_gone_and_signed_out(people, sign_in):
    _ada, bob, eve = people
    browser = sign_in(bob)
    assert f"/people/{bob.id}/erase" in browser.get("/me").text
    assert "This stays, without a name" in browser.get(f"/people/{bob.id}/erase").text

    assert erase(browser, bob).location == "/"

    assert browser.get("/me").status_code != 200
    assert CANARY not in sign_in(eve).get("/tlm/organize/members").text


def test_no_byte_of_the_database_remembers(people, sign_in, app):
    bob = people[1]
    folder = app.extensions["offsite"].instance_dir
    files = [one for one in folder.rglob("*") if "offsite.db" in one.name]
    if not files:
        pytest.skip("not on SQLite")
    assert any(CANARY.encode() in one.read_bytes() for one in files)

    erase(sign_in(bob), bob)

    for one in files:
        assert not one.exists() or CANARY.encode() not in one.read_bytes()
        assert not one.exists() or b"quickfeather" not in one.read_bytes()


def test_the_wrong_address_erases_nobody(people, sign_in, rows):
    bob = people[1]

    answer = erase(sign_in(bob), bob, "eve@example.org")

    assert answer.status_code == 400
    with rows() as session:
        assert session.get(Person, bob.id).name == CANARY


def test_the_founder_erases_others_and_nobody_else_does(people, sign_in, rows):
    ada, bob, eve = people

    organizer = sign_in(eve)
    assert organizer.get(f"/people/{bob.id}/erase").status_code == 404
    assert erase(organizer, bob).status_code == 404
    assert erase(sign_in(ada), bob).status_code == 303

    with rows() as session:
        assert session.get(Person, bob.id).name == "somebody who left"


def test_the_founder_is_told_why_they_stay(people, sign_in):
    ada = people[0]

    answer = erase(sign_in(ada), ada)

    assert answer.status_code >= 400
    assert "cannot be erased" in answer.text
