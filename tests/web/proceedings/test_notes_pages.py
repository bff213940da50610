"""The pages of notes: two who write at once lose nothing."""

import pytest

from offsite.policy import Actor, Role
from offsite.schedule import releases
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
)


@pytest.fixture
def world(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
        kind, room = make_format(session, event), make_room(session, event, seats=50)
        make_slot(session, event)
        workshop = make_proposal(
            session, event, bob, state="confirmed", format=kind, title="Better reviews"
        )
        submitted = make_proposal(session, event, bob, state="submitted", format=kind)
        draft = make_draft(session, event)
        make_placement(session, draft, workshop, room)
        session.refresh(draft)
        releases.release(session, draft=draft, name="v1", note="", actor=Actor(), now=NOON)
        codes = workshop.code, submitted.code
    return sign_in(ada), sign_in(bob), *codes


def notes_at(code):
    return f"/tlm/schedule/items/{code}/notes"


def save(browser, code, body, seen=0, **values):
    return browser.post(notes_at(code), data={"body": body, "seen": seen, **values})


def test_notes_are_published_with_their_session(world):
    ada, bob, code, _other = world
    assert "Nobody has taken notes yet" in ada.get(f"/tlm/schedule/items/{code}/").text

    answer = save(bob, code, "We agreed on **small** reviews.")

    assert answer.status_code == 303
    shown = ada.get(f"/tlm/schedule/items/{code}/").text
    assert "We agreed on <strong>small</strong> reviews." in shown
    assert "Written by Bob." in shown


def test_who_saves_second_sees_the_difference_and_both_texts(world):
    ada, bob, code, _other = world
    save(bob, code, "Small reviews win.")

    answer = save(ada, code, "Large reviews win.")

    assert answer.status_code == 409
    assert "Two people wrote at once" in answer.text
    assert '<pre class="notes-plain" tabindex="0">Small reviews win.</pre>' in answer.text
    assert ">Large reviews win.</textarea>" in answer.text
    assert "<del>" in answer.text
    assert "<ins>" in answer.text
    assert "Large" not in bob.get(notes_at(code)).text


def test_both_texts_can_be_kept_at_one_press(world):
    ada, bob, code, _other = world
    save(bob, code, "Small reviews win.")

    answer = save(ada, code, "Large reviews win.", seen=1, go="both")

    assert answer.status_code == 303
    shown = bob.get(notes_at(code)).text
    assert ">Small reviews win.\n\nLarge reviews win.</textarea>" in shown
    assert "Written by Bob, Ada." in shown


def test_an_older_version_can_be_brought_back(world):
    _ada, bob, code, _other = world
    save(bob, code, "First words.")
    save(bob, code, "Second words.", seen=1)

    answer = bob.post(f"{notes_at(code)}/versions/1/bring-back", data={"seen": 2})

    assert answer.status_code == 303
    assert ">First words.</textarea>" in bob.get(notes_at(code)).text
    assert "Version 3" in bob.get(f"{notes_at(code)}/versions").text
    assert "Second words." in bob.get(f"{notes_at(code)}/versions/2").text


def test_what_was_typed_survives_a_refusal(world):
    _ada, bob, code, _other = world

    answer = save(bob, code, "x" * 50_001)

    assert answer.status_code == 400
    assert "at most 50,000 characters" in answer.text
    assert "x" * 50_001 in answer.text


def test_nothing_is_noted_of_what_is_not_in_the_programme(world):
    _ada, bob, _code, submitted = world

    assert bob.get(notes_at(submitted)).status_code == 409
    assert save(bob, submitted, "Words").status_code == 409


def test_notes_carry_no_script(world):
    _ada, bob, code, _other = world
    save(bob, code, "<script>alert(1)</script> [x](javascript:alert(1))")

    shown = bob.get(f"/tlm/schedule/items/{code}/").text

    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
