"""What stands in the book, and who arranged it, on both databases."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from offsite.policy import Actor
from offsite.proceedings.pictures import PictureFolder, made_anew
from offsite.proceedings.queries.book import answered_questions, binding_of, contents_of
from offsite.proceedings.services import photos
from offsite.proceedings.services.binding import BookChanged, bind_book
from offsite.proceedings.services.noting import save_notes
from offsite.questions.models import QuestionAnswer, QuestionAuthor
from offsite.schedule import releases
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_format,
    make_person,
    make_placement,
    make_proposal,
    make_question,
    make_queue,
    make_room,
    make_slot,
)


@pytest.fixture
def event(session):
    return make_event(session)


@pytest.fixture
def bob(session):
    return make_person(session, "Bob")


def ask(session, queue, body, **values):
    return make_question(session, queue, body, **{"asked_at": NOON, "is_anonymous": True, **values})


def bodies(session, event):
    return {one.body for found in answered_questions(session, event) for one in found.questions}


def test_only_answered_questions_are_in(session, event, bob):
    queue = make_queue(session, event, rehearsal_since=None)
    for state in ("waiting", "shown", "answering", "answered", "parked", "declined", "withdrawn"):
        ask(session, queue, state, state=state)
    in_writing = [ask(session, queue, f"written {one}", state=one) for one in ("shown", "declined")]
    for one in in_writing:
        session.add(
            QuestionAnswer(question_id=one.id, person_id=bob.id, body="Yes.", written_at=NOON)
        )
    session.flush()

    assert bodies(session, event) == {"answered", "written shown"}


def test_rehearsals_are_left_out(session, event):
    ask(session, make_queue(session, event, rehearsal_since=NOON), "test", state="answered")

    assert bodies(session, event) == set()


def test_who_asked_without_a_name_has_none_in_the_book(session, event, bob):
    queue = make_queue(session, event, rehearsal_since=None)
    for is_anonymous in (True, False):
        one = ask(session, queue, "Why?", state="answered", is_anonymous=is_anonymous)
        session.add(QuestionAuthor(question_id=one.id, person_id=bob.id))
    session.flush()

    (found,) = answered_questions(session, event)

    assert sorted(one.asker for one in found.questions) == ["", "Bob"]


def test_notes_come_into_the_book_with_the_release(session, event, bob):
    kind, room = make_format(session, event), make_room(session, event, seats=50)
    make_slot(session, event)
    released = make_proposal(session, event, bob, state="confirmed", format=kind, title="Shown")
    waiting = make_proposal(session, event, bob, state="confirmed", format=kind, title="Waiting")
    for one in (released, waiting):
        save_notes(session, proposal=one, body="Words.", seen=0, person_id=bob.id, now=NOON)
    draft = make_draft(session, event)
    make_placement(session, draft, released, room)
    session.refresh(draft)
    releases.release(session, draft=draft, name="v1", note="", actor=Actor(), now=NOON)

    assert [one.title for one in contents_of(session, event).notes] == ["Shown"]


def test_the_second_organizer_overwrites_nothing(session, event, bob):
    values = {"event": event, "left_out": ["photos"], "person_id": bob.id, "now": NOON}
    bind_book(session, foreword="First.", places=["actions"], seen=0, **values)

    with pytest.raises(BookChanged):
        bind_book(session, foreword="Second.", places=[], seen=0, **values)

    found = binding_of(session, event)
    assert (found.foreword, found.places[0], found.left_out) == ("First.", "actions", ["photos"])


def test_a_removed_photo_is_forgotten_after_a_month(session, event, bob, tmp_path):
    folder = PictureFolder(tmp_path / "photos")
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    photo = photos.add_photo(
        session,
        event=event,
        picture=made_anew(out.getvalue()),
        caption="",
        folder=folder,
        person_id=bob.id,
        now=NOON,
    )
    photos.remove(session, photo=photo, now=NOON)

    photos.forget_removed(session, folder=folder, now=NOON + timedelta(days=29))
    assert folder.path(photo.name).exists()
    photos.forget_removed(session, folder=folder, now=NOON + timedelta(days=31))
    assert list(folder.folder.iterdir()) == []
