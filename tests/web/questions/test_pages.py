"""Pages of questions: who asks and votes leaves no trace on the way."""

import re
from urllib.parse import urlsplit

import pytest
from sqlalchemy import event as events
from sqlalchemy import func, select

from offsite import db
from offsite.anonymity.ids import new_id
from offsite.live.models import Receipt
from offsite.outbox.models import Mail
from offsite.policy import Role
from offsite.questions.models import Question, QuestionAuthor, QuestionSlot, Queue
from offsite.web.once import HEADER
from offsite.web.untraced import key_folder
from tests.factories import (
    make_event,
    make_member,
    make_person,
    make_proposal,
    make_question,
    make_queue,
)

AMA = "/tlm/questions/ama/"


class House:
    """An event with a queue, Ada who organizes, Bob and Eve who are members."""

    def __init__(self, session, **values):
        self.event = make_event(session, slug="tlm")
        self.ada, self.bob, self.eve = (make_person(session, one) for one in ("Ada", "Bob", "Eve"))
        make_member(session, self.event, self.ada, Role.ORGANIZER)
        make_member(session, self.event, self.bob)
        make_member(session, self.event, self.eve)
        self.queue = make_queue(session, self.event, slug="ama", **values)


@pytest.fixture
def house(rows):
    with rows() as session:
        return House(session)


def form_key(browser):
    return re.search(r'name="form_key"[^>]*value="(\w{32})"', browser.get(AMA).text)[1]


def ask(browser, body="Why so?", **fields):
    sent = {"body": body, "form_key": form_key(browser), **fields}
    return browser.post(f"{AMA}ask", data=sent)


def count(app, model):
    with app.app_context():
        return db.read_session().scalar(select(func.count()).select_from(model))


def the_question(app):
    with app.app_context():
        return db.read_session().scalars(select(Question)).one()


def test_asking_without_a_name_shows_the_question_and_names_nobody(app, house, sign_in):
    bob, eve = sign_in(house.bob), sign_in(house.eve)

    answer = ask(bob)

    assert answer.status_code == 303
    assert "Why so?" in eve.get(AMA).text
    assert "Without a name" in eve.get(AMA).text
    assert "Take it back" in bob.get(AMA).text
    assert "Take it back" not in eve.get(AMA).text
    assert count(app, QuestionAuthor) == 0


def test_nothing_on_the_way_remembers_who_asked_or_voted(app, house, sign_in, capfd, caplog):
    """No line in the log, no flash message, no receipt, no mail, no session of the server."""
    app.config["WTF_CSRF_ENABLED"] = False
    bob = sign_in(house.bob)
    form_key(bob)
    capfd.readouterr()
    caplog.clear()
    with bob.session_transaction() as cookie:
        before = dict(cookie)

    sent = {"body": "Why so?", "form_key": "a" * 32}
    assert bob.post(f"{AMA}ask", data=sent).status_code == 303
    question = the_question(app)
    vote = bob.post(f"{AMA}{question.id}/vote", data={"choice": "up"})
    seen = bob.post(f"{AMA}seen", data={"id": question.id})
    similar = bob.post(f"{AMA}similar", data={"body": "Why so then"})

    assert (vote.status_code, seen.status_code, similar.status_code) == (303, 204, 200)
    said = "".join(capfd.readouterr()) + caplog.text
    assert question.id not in said
    assert "/ask" not in said
    assert "/vote" not in said
    with bob.session_transaction() as cookie:
        assert dict(cookie) == before
    assert count(app, Receipt) == count(app, Mail) == 0


def test_a_page_that_is_not_anonymous_is_still_logged(app, house, sign_in):
    view = app.view_functions["questions.ask"]

    assert view.is_untraced
    assert not getattr(app.view_functions["questions.move"], "is_untraced", False)


def test_the_same_form_sent_twice_is_one_question(app, house, sign_in):
    bob = sign_in(house.bob)
    sent = {"body": "Why so?", "form_key": form_key(bob)}

    answers = {bob.post(f"{AMA}ask", data=sent).status_code for _ in range(2)}

    assert answers == {303}
    assert count(app, Question) == count(app, QuestionSlot) == 1


def test_a_refused_question_keeps_its_words(app, house, sign_in):
    answer = ask(sign_in(house.bob), "x" * 501)

    assert answer.status_code == 400
    assert "x" * 501 in answer.text
    assert count(app, Question) == count(app, QuestionSlot) == 0


def test_numbers_show_once_one_has_voted(app, house, sign_in):
    ask(sign_in(house.bob))
    question = the_question(app)
    eve = sign_in(house.eve)
    number = 'class="question-number"'
    assert number not in eve.get(AMA).text

    card = eve.post(f"{AMA}{question.id}/vote", data={"choice": "up"}, headers={HEADER: new_id()})

    assert number in card.text
    assert card.text.strip().startswith("<article")


def test_what_waited_on_a_phone_is_one_question_for_each_time_it_was_written(app, house, sign_in):
    """All of them come from one shown form: the key of the queue tells them apart."""
    bob, keys = sign_in(house.bob), [new_id(), new_id()]
    form = {"form_key": form_key(bob)}

    for key, body in ((keys[0], "First?"), (keys[0], "First?"), (keys[1], "Second?")):
        answer = bob.post(f"{AMA}ask", data={**form, "body": body}, headers={HEADER: key})
        assert answer.status_code == 204
    assert count(app, Question) == count(app, QuestionSlot) == 2
    assert count(app, Receipt) == 0


def test_a_vote_that_waited_and_is_refused_says_why(app, house, sign_in):
    bob = sign_in(house.bob)
    ask(bob)
    sign_in(house.ada).post(f"{AMA}close")

    vote = f"{AMA}{the_question(app).id}/vote"
    answer = bob.post(vote, data={"choice": "up"}, headers={HEADER: new_id()})

    assert answer.status_code == 409
    assert "closed" in answer.text


def test_another_device_cannot_take_a_question_back(app, house, sign_in):
    ask(sign_in(house.bob))
    ident = the_question(app).id

    for browser in (sign_in(house.eve), sign_in(house.ada)):
        assert browser.post(f"{AMA}{ident}/withdraw").status_code == 404

    assert the_question(app).state == "shown"


def test_a_declined_question_shows_its_reason_to_the_asker_alone(app, rows, sign_in):
    with rows() as session:
        house = House(session, is_moderated=True)
    bob, ada, eve = (sign_in(one) for one in (house.bob, house.ada, house.eve))
    ask(bob, "Why does X earn more?")
    ident = the_question(app).id
    assert "Why does X" not in eve.get(AMA).text

    answer = ada.post(f"{AMA}{ident}/decline", data={"reason": "It names a colleague."})

    assert answer.status_code == 303
    assert "It names a colleague." in bob.get(AMA).text
    assert "It names a colleague." not in eve.get(AMA).text


def test_declining_without_a_reason_is_refused_in_words(app, rows, house, sign_in):
    with rows() as session:
        ident = make_question(session, house.queue, state="waiting").id

    answer = sign_in(house.ada).post(f"{AMA}{ident}/decline", follow_redirects=True)

    assert "Say why, in a sentence" in answer.text
    assert the_question(app).state == "waiting"


def test_the_close_destroys_the_key(app, house, sign_in):
    bob = sign_in(house.bob)
    ask(bob)
    with app.app_context():
        assert key_folder().has(house.queue.key_file)

    sign_in(house.ada).post(f"{AMA}close")

    with app.app_context():
        assert not key_folder().has(house.queue.key_file)
    vote = bob.post(f"{AMA}{the_question(app).id}/vote", data={"choice": "up"})
    assert vote.status_code == 409
    assert "the key to its votes is destroyed" in bob.get(AMA).text


def test_the_export_names_only_those_who_gave_their_name(app, house, sign_in):
    ask(sign_in(house.bob), "=Anonymous?")
    ask(sign_in(house.eve), "Named?", with_name="y")

    answer = sign_in(house.ada).get(f"{AMA}questions.csv")

    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert next(line for line in lines if "Named?" in line).startswith("Named?,Eve,")
    assert next(line for line in lines if "Anonymous?" in line).startswith("'=Anonymous?,,")
    assert "Bob" not in answer.text


def test_the_projector_shows_what_is_answered_and_the_way_to_ask(rows, house, sign_in):
    with rows() as session:
        make_question(session, house.queue, "On stage?", state="answering")
        for number in range(4):
            make_question(session, house.queue, f"Next {number}?", up=number, seen=9)

    page = sign_in(house.bob).get(f"{AMA}show").text

    assert "On stage?" in page
    assert [f"Next {number}?" in page for number in range(4)] == [False, True, True, True]
    assert "data:image/svg+xml" in page
    assert "<span>localhost/</span>" in page
    assert "<span>tlm/questions/ama</span>" in page


def test_an_unchanged_stage_is_answered_without_a_body(house, sign_in):
    bob = sign_in(house.bob)
    first = bob.get(f"{AMA}live?since=0")

    again = bob.get(f"{AMA}live?since=0", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_a_host_opens_questions_on_the_page_of_the_session(app, rows, house, sign_in):
    with rows() as session:
        proposal = make_proposal(session, house.event, house.bob, state="confirmed")
        code = proposal.code
    bob = sign_in(house.bob)

    answers = [bob.post(f"/tlm/questions/for/{code}") for _ in range(2)]

    assert {urlsplit(one.location).path for one in answers} == {f"/tlm/questions/{code.lower()}/"}
    assert count(app, Queue) == 2
    assert sign_in(house.eve).post(f"/tlm/questions/for/{code}").status_code == 404


@pytest.mark.parametrize("page", ["", "desk", "show", "questions.csv"])
def test_pages_ask_as_often_for_three_questions_as_for_one(app, rows, house, sign_in, page):
    ada = sign_in(house.ada)

    def statements():
        seen = []
        with app.app_context():
            engine = db.db.engine
        listener = lambda *args: seen.append(args[2])  # noqa: E731
        events.listen(engine, "before_cursor_execute", listener)
        ada.get(f"{AMA}{page}")
        events.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    def add():
        with rows() as session:
            question = make_question(session, house.queue, is_anonymous=False)
            session.add(QuestionAuthor(question_id=question.id, person_id=house.bob.id))

    add()
    one = statements()
    add()
    add()

    assert statements() == one
