import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from offsite import db
from offsite.people import services
from offsite.people.models import Person, SignIn
from tests.factories import NOON, make_person
from tests.web.people.signing import ask, count_of, is_in, mails, way_in


@pytest.fixture
def ada(rows):
    with rows() as session:
        return make_person(session, "Ada Lovelace", email="ada@example.org")


def test_a_mailed_link_leads_in_and_where_one_wanted_to_go(client, rows, ada):
    ask(client, next="/me?x=1")
    link, _code = way_in(rows)

    answer = client.post(link)

    assert (answer.status_code, answer.location) == (303, "/me?x=1")
    assert is_in(client)


def test_the_mail_goes_at_once_to_the_person_alone(client, rows, ada):
    ask(client)

    (mail,) = mails(rows)
    assert (mail.to_address, mail.kind, mail.person_id) == ("ada@example.org", "sign-in", ada.id)
    assert mail.let_go_at is not None
    assert "Ada Lovelace" in mail.body


def test_looking_at_the_link_uses_nothing_up(client, rows, ada):
    ask(client)
    link, _code = way_in(rows)

    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200

    assert count_of(rows, SignIn) == 0
    assert client.post(link).status_code == 303


def test_a_used_link_says_so(client, rows, ada):
    ask(client)
    link, _code = way_in(rows)
    client.post(link)

    again = client.post(link)

    assert again.status_code == 409
    assert "used already" in again.text
    assert client.get(link).status_code == 410


def test_in_another_browser_the_link_explains_and_opens_nothing(app, client, rows, ada):
    ask(client)
    link, code = way_in(rows)
    other = app.test_client()

    seen, pressed = other.get(link), other.post(link)

    assert "browser where you asked" in seen.text
    assert f'action="{link}"' not in seen.text
    assert code not in seen.text
    assert "ada@example.org" not in seen.text
    assert pressed.status_code == 409
    assert not is_in(other)


def test_the_code_from_the_mail_signs_in_the_asking_browser(client, rows, ada):
    ask(client, next="/me")
    _link, code = way_in(rows)

    answer = client.post("/sign-in/code", data={"code": code.lower()})

    assert (answer.status_code, answer.location) == (303, "/me")
    assert is_in(client)


def test_the_code_does_nothing_in_another_browser(app, client, rows, ada):
    ask(client)
    _link, code = way_in(rows)
    other = app.test_client()

    answer = other.post("/sign-in/code", data={"code": code})

    assert answer.status_code == 409
    assert not is_in(other)


def test_wrong_codes_are_counted_though_the_request_fails(client, rows, ada):
    ask(client)
    _link, code = way_in(rows)
    for _ in range(5):
        assert client.post("/sign-in/code", data={"code": "AAAAAA"}).status_code == 409

    answer = client.post("/sign-in/code", data={"code": code})

    assert "mistyped too often" in answer.text
    assert not is_in(client)


def _shape(answer):
    """What a stranger can tell from an answer, without the tokens that differ each time."""
    text = re.sub(r'(name="csrf-token" content|name="csrf_token" value)="[^"]+"', "", answer.text)
    headers = {
        name: value
        for name, value in answer.headers
        if name not in {"Set-Cookie", "Date", "X-Request-Id", "Content-Length", "Retry-After"}
        and not name.startswith("X-RateLimit")
    }
    return answer.status_code, headers, text


def test_known_unknown_and_closed_addresses_answer_alike(app, rows, ada):
    with rows() as session:
        make_person(session, "Bob", email="bob@example.org", disabled_at=NOON)
    shapes = []

    for email in ("ada@example.org", "eve@example.org", "bob@example.org"):
        client = app.test_client()
        asked = ask(client, email)
        sent = client.get("/sign-in/sent")
        wrong = client.post("/sign-in/code", data={"code": "AAAAAA"})
        shapes.append(str([_shape(one) for one in (asked, sent, wrong)]).replace(email, "ADDRESS"))

    assert shapes[0] == shapes[1] == shapes[2]
    assert [mail.to_address for mail in mails(rows)] == ["ada@example.org"]


def test_asking_costs_as_many_statements_for_unknown_addresses_but_for_the_mail(
    client, rows, ada, statements_of
):
    known = statements_of(lambda: ask(client, "ada@example.org"))
    unknown = statements_of(lambda: ask(client, "eve@example.org"))

    # Looking for the mail's key, and writing it between a savepoint and its release.
    assert known - unknown == 4


@pytest.fixture
def statements_of(app):
    with app.app_context():
        engine = db.db.engine

    def count(act):
        seen = []
        listener = lambda *values: seen.append(values[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        act()
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    return count


def test_the_worker_is_woken_for_known_and_unknown_addresses(app, client, ada, monkeypatch):
    woken = []
    monkeypatch.setitem(app.extensions, db.NUDGE, lambda subject, _ident: woken.append(subject))

    ask(client, "ada@example.org")
    ask(client, "eve@example.org")

    assert woken == ["outbox", "outbox"]


def test_what_is_no_address_is_said_beside_the_field(client, ada):
    answer = ask(client, "ada at example")

    assert answer.status_code == 400
    assert "does not look like a mail address" in answer.text
    assert "ada at example" in answer.text


def test_a_sixth_mail_to_one_address_within_a_quarter_has_to_wait(app, rows, ada):
    answers = [ask(app.test_client(), "ADA@example.org ") for _ in range(6)]

    assert [one.status_code for one in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(mails(rows)) == 5


def test_a_browser_that_asks_for_everybody_has_to_wait(client, ada):
    answers = [ask(client, f"person{number}@example.org") for number in range(21)]

    assert [one.status_code for one in answers] == [303] * 20 + [429]


def test_three_hundred_people_behind_one_address_can_ask_at_once(app, ada):
    answers = [ask(app.test_client(), f"person{number}@example.org") for number in range(300)]

    assert {one.status_code for one in answers} == {303}


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/sign-in?next=/sign-in",
        "/" + "x" * 600,
    ],
)
def test_no_way_leads_to_another_site(client, rows, ada, target):
    ask(client, next=target)
    link, _code = way_in(rows)

    by_link = client.post(link)
    by_address = client.get("/sign-in", query_string={"next": target})
    by_language = client.post("/language", data={"language": "en", "next": target})

    assert [one.location for one in (by_link, by_address, by_language)] == ["/", "/", "/"]


def test_signing_in_starts_a_new_cookie(client, rows, ada):
    ask(client)
    with client.session_transaction() as cookie:
        before = dict(cookie)
    client.post(way_in(rows)[0])

    with client.session_transaction() as cookie:
        after = dict(cookie)

    assert "browser" in before
    assert set(after) <= {"sign_in", "_permanent", "csrf_token"}


def test_a_copied_cookie_is_dead_after_signing_out(app, rows, sign_in, ada):
    browser, thief = sign_in(ada), app.test_client()
    with browser.session_transaction() as cookie:
        copied = dict(cookie)
    with thief.session_transaction() as cookie:
        cookie.update(copied)
    assert is_in(thief)

    browser.post("/sign-out")

    assert not is_in(thief)
    assert not is_in(browser)


def test_closing_an_account_acts_on_the_next_request(rows, sign_in, ada):
    browser = sign_in(ada)
    assert is_in(browser)

    with rows() as session:
        services.disable_person(session, person=session.get(Person, ada.id), now=NOON)

    assert not is_in(browser)


def test_signing_in_again_ends_what_the_browser_was_before(app, rows, sign_in, ada):
    with rows() as session:
        bob = make_person(session, "Bob")
    browser = sign_in(bob)
    ask(browser)

    browser.post(way_in(rows)[0])

    with rows() as session:
        ended = session.scalar(select(SignIn.ended_at).where(SignIn.person_id == bob.id))
    assert ended is not None


def test_a_link_is_too_old_after_ten_minutes(client, rows, ada):
    with time_machine.travel(NOON, tick=False) as clock:
        ask(client)
        link, _code = way_in(rows)
        clock.shift(timedelta(minutes=10))
        answer = client.post(link)

    assert answer.status_code == 409
    assert "ten minutes" in answer.text


def test_a_signed_in_person_is_led_past_the_sign_in_page(sign_in, ada):
    answer = sign_in(ada).get("/sign-in?next=/me")

    assert (answer.status_code, answer.location) == (303, "/me")
