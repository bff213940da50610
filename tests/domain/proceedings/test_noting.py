"""Notes of sessions on both databases."""

import pytest
from sqlalchemy import func, select

from offsite.people.privacy import export_of
from offsite.proceedings.models import Notes, NotesVersion
from offsite.proceedings.queries import privacy
from offsite.proceedings.queries.notes import notes_of, takers_of, versions_page
from offsite.proceedings.services.noting import NoSession, NotesChanged, TooLong, save_notes
from tests.factories import NOON, make_event, make_person, make_proposal

assert privacy


@pytest.fixture
def bob(session):
    return make_person(session, "Bob")


@pytest.fixture
def workshop(session, bob):
    return make_proposal(session, make_event(session), bob, state="confirmed")


def save(session, proposal, body, person, seen=0):
    return save_notes(
        session, proposal=proposal, body=body, seen=seen, person_id=person.id, now=NOON
    )


def count(session, model):
    return session.scalar(select(func.count(model.id)))


def test_every_save_is_a_version(session, workshop, bob):
    save(session, workshop, "One.", bob)
    save(session, workshop, "One. Two.", bob, seen=1)

    notes = notes_of(session, workshop)
    assert (notes.body, notes.revision) == ("One. Two.", 2)
    assert [one.body for one in versions_page(session, notes).items] == ["One. Two.", "One."]


def test_who_did_not_see_the_newest_overwrites_nothing(session, workshop, bob):
    save(session, workshop, "One.", bob)

    with pytest.raises(NotesChanged, match="Nothing is lost"):
        save(session, workshop, "Mine.", make_person(session, "Ada"))

    assert notes_of(session, workshop).body == "One."
    assert count(session, NotesVersion) == 1


def test_the_same_words_twice_are_one_version(session, workshop, bob):
    save(session, workshop, "One.", bob)
    save(session, workshop, "One.", bob)

    assert count(session, NotesVersion) == 1


def test_nothing_written_is_nothing_kept(session, workshop, bob):
    assert save(session, workshop, "", bob) is None
    assert count(session, Notes) == 0


@pytest.mark.parametrize("state", ["submitted", "rejected", "withdrawn"])
def test_only_sessions_have_notes(session, bob, state):
    proposal = make_proposal(session, make_event(session), bob, state=state)

    with pytest.raises(NoSession):
        save(session, proposal, "One.", bob)

    assert count(session, Notes) == 0


def test_notes_have_an_end(session, workshop, bob):
    with pytest.raises(TooLong):
        save(session, workshop, "x" * 50_001, bob)

    assert count(session, Notes) == 0


def test_takers_stand_in_the_order_of_their_first_words(session, workshop, bob):
    ada = make_person(session, "Ada")
    notes = save(session, workshop, "One.", bob)
    save(session, workshop, "Two.", ada, seen=1)
    save(session, workshop, "Three.", bob, seen=2)

    assert takers_of(session, [notes.id]) == {notes.id: ("Bob", "Ada")}


def test_the_export_of_a_person_has_what_they_wrote(session, workshop, bob):
    save(session, workshop, "One.", bob)

    kept = export_of(session, person_id=bob.id)["proceedings"]

    assert [one["body"] for one in kept["versions_of_notes"]] == ["One."]
    assert [one["body"] for one in kept["notes"]] == ["One."]
