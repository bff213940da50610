"""What signing in gives away to forgers, headers and logs: nothing."""

import logging
import re

import pytest
import structlog
from structlog.testing import capture_logs

from offsite.people.models import SignInLink
from tests.factories import make_person
from tests.web.people.signing import ask, count_of, is_in, mails, way_in


@pytest.fixture
def ada(rows):
    with rows() as session:
        return make_person(session, "Ada Lovelace", email="ada@example.org")


def test_a_forged_host_does_not_reach_the_mail(client, rows, ada):
    client.get("/sign-in")

    client.post("/sign-in", data={"email": "ada@example.org"}, headers={"Host": "evil.example"})

    assert "evil.example" not in "".join(mail.body for mail in mails(rows))


def test_writing_without_the_forms_token_is_refused(app, client, rows, ada):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answers = [
            client.post(path, data={"email": "ada@example.org", "name": "Ada"})
            for path in (
                "/",
                "/sign-in",
                "/sign-in/code",
                "/sign-in/link/x",
                "/sign-out",
                "/language",
                "/me",
                "/me/sign-out-everywhere",
                "/me/browsers/1/end",
            )
        ]
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert {one.status_code for one in answers} == {400}
    assert count_of(rows, SignInLink) == 0


def test_with_the_forms_token_the_whole_way_works(app, client, rows, ada):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        asked = client.post("/sign-in", data={"email": ada.email, **token_of(client, "/sign-in")})
        link, _code = way_in(rows)
        opened = client.post(link, data=token_of(client, link))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert (asked.status_code, opened.status_code) == (303, 303)
    assert is_in(client)


def token_of(client, path):
    page = client.get(path).text
    return {"csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)}


def test_pages_of_signing_in_carry_the_security_headers(client, ada):
    for answer in (client.get("/sign-in"), ask(client), client.get("/sign-in/link/x")):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-cache"


def test_logs_hold_no_token_no_code_and_no_address(client, rows, ada, talkative):
    with capture_logs() as lines:
        ask(client)
        link, code = way_in(rows)
        client.get(link)
        client.post("/sign-in/code", data={"code": "AAAAAA"})
        client.post(link)
    written = str(lines)

    assert "/sign-in/link/…" in written
    assert "ada@example.org" not in written
    assert link not in written
    assert code not in written


@pytest.fixture
def talkative():
    """Logs down to the smallest detail."""
    kept = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    yield
    structlog.configure(**kept)


def test_the_lines_of_the_server_hold_no_token(app, caplog):
    app.logger.error("Exception on /sign-in/link/secret-1 [GET]")
    logging.getLogger("werkzeug").error('"%s" 200', "GET /join/secret-2?x=1 HTTP/1.1")

    assert "secret-" not in caplog.text
    assert '"GET /join/…?x=1 HTTP/1.1" 200' in caplog.text
