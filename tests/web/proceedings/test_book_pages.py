"""The book: its page, its files, photos, and what organizers arrange."""

import io
from datetime import date

import pytest
from PIL import Image

from offsite.actions.models import Action
from offsite.policy import Role
from offsite.questions.models import QuestionAnswer, QuestionAuthor
from offsite.web.paper import pdf
from tests.factories import NOON, make_event, make_member, make_person, make_question, make_queue

CANARY = "ZyzzyvaTheAsker"


@pytest.fixture
def world(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm", name="Eleventh # meeting", visibility="public")
        ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
        dates = {"due_on": date(2026, 12, 1), "created_at": NOON, "changed_at": NOON}
        session.add(Action(event_id=event.id, uid="a", title="Write the guide", **dates))
        queue = make_queue(session, event, slug="ama", title="AMA", rehearsal_since=None)
        asker = make_person(session, CANARY)
        values = {"state": "answered", "asked_at": NOON}
        hidden = make_question(session, queue, "Do we sell?", is_anonymous=True, **values)
        # Even a row that should not be there must not speak.
        session.add(QuestionAuthor(question_id=hidden.id, person_id=asker.id))
        written = QuestionAnswer(
            question_id=hidden.id, person_id=ada.id, body="# No\n\nWe do not.", written_at=NOON
        )
        session.add(written)
    return sign_in(ada), sign_in(bob)


def photo(mode="RGB", kind="JPEG", **values):
    out = io.BytesIO()
    Image.new(mode, (900, 600), "orange").save(out, kind, **values)
    return out.getvalue()


def bring(browser, content, caption="The whiteboard", name="x.jpg"):
    data = {"photo": (io.BytesIO(content), name), "caption": caption}
    return browser.post("/tlm/proceedings/photos/", data=data)


def picture_in(page):
    """The address of the first picture between the frame's own."""
    return page.partition("<main")[2].partition('<img src="')[2].partition("?")[0]


def test_the_book_holds_what_was_answered_and_promised_and_no_askers(world):
    _ada, bob = world

    page = bob.get("/tlm/proceedings/").text
    file = bob.get("/tlm/proceedings/book.md")

    for text in (page, file.text):
        assert "Do we sell?" in text
        assert "Write the guide" in text
        assert CANARY not in text
    assert file.headers["Content-Disposition"] == 'attachment; filename="tlm-proceedings.md"'
    assert file.text.startswith("# Proceedings: Eleventh \\# meeting\n")
    assert "#### Do we sell?\n\n##### No\n\nWe do not.\n\n— Ada\n" in file.text


def test_members_alone_read_the_book_of_a_public_event(world, client):
    assert client.get("/tlm/proceedings/").status_code in {303, 404}
    assert client.get("/tlm/proceedings/book.md").status_code in {303, 404}


def test_the_pdf_is_made_or_its_absence_explained(world, monkeypatch):
    _ada, bob = world
    bring(bob, photo())

    made = bob.get("/tlm/proceedings/book.pdf")
    monkeypatch.setattr(pdf, "is_there", lambda: False)
    refused = bob.get("/tlm/proceedings/book.pdf")

    assert made.data[:5] == b"%PDF-"
    assert refused.status_code == 409
    assert "cannot make PDF files" in refused.text
    assert "makes no PDF files" in bob.get("/tlm/proceedings/").text


def test_a_photo_is_made_anew_and_served_to_members_alone(world, client):
    ada, bob = world
    exif = Image.Exif()
    exif[0x010E] = CANARY

    answer = bring(bob, photo(exif=exif, comment=CANARY.encode()))

    assert answer.status_code == 303
    page = ada.get("/tlm/proceedings/").text
    address = picture_in(page)
    file = ada.get(address)
    assert file.mimetype == "image/jpeg"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert CANARY.encode() not in file.data
    assert "The whiteboard" in page
    assert client.get(address).status_code in {303, 404}


def test_a_removed_photo_is_gone_until_it_is_put_back(world):
    ada, bob = world
    bring(bob, photo())
    file = picture_in(bob.get("/tlm/proceedings/").text)
    address = file.removesuffix(".jpg")

    ada.post(f"{address}/remove")

    assert bob.get(file).status_code == 404
    assert "The whiteboard" not in bob.get("/tlm/proceedings/").text
    assert bob.post(f"{address}/put-back").status_code == 303
    assert bob.get(file).status_code == 200
    assert ada.post(f"{address}/caption", data={"caption": "Plans"}).status_code == 303
    assert "Plans" in bob.get(address).text


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0"]
)
def test_what_is_no_photo_is_refused_and_its_caption_kept(world, content):
    _ada, bob = world

    answer = bring(bob, content, caption="Our team")

    assert answer.status_code == 400
    assert 'value="Our team"' in answer.text
    assert "No photos yet" in bob.get("/tlm/proceedings/photos/").text


def test_an_organizer_writes_a_foreword_and_leaves_chapters_out(world):
    ada, bob = world
    form = {
        "seen": "0",
        "foreword": "We met **again**.",
        "chapter": ["schedule", "notes", "reports", "questions", "actions", "photos"],
        "place-actions": "1",
        "in-actions": "1",
    }

    assert ada.post("/tlm/organize/proceedings", data=form).status_code == 303

    page = bob.get("/tlm/proceedings/").text
    assert "We met <strong>again</strong>." in page
    assert 'id="actions"' in page
    assert 'id="questions"' not in page
    assert bob.post("/tlm/organize/proceedings", data=form).status_code == 403
    assert ada.post("/tlm/organize/proceedings", data=form).status_code == 409
