"""Fragments behind an ETag, and requests with one effect, as pages use them."""

import gzip

import pytest
from flask import Blueprint, Flask, render_template_string
from flask.testing import FlaskClient

from offsite import db
from offsite.config import Settings
from offsite.live.services import bump
from offsite.web import create_app, live
from offsite.web.access import public, unit_of_work
from offsite.web.once import unit_of_work_once
from tests.factories import make_event

KEY = "a-random-key-of-the-script"
bp = Blueprint("trial", __name__)
rendered: list[int] = []
done: list[str] = []


@bp.get("/trial/<int:event_id>")
@public
def fragment(event_id: int):
    def render() -> str:
        rendered.append(event_id)
        return render_template_string("[{{ csrf_token() }}|{{ once_key() }}]" + "word " * 200)

    return live.answer(live.version_of(event_id, "board"), render, seconds=live.PHONE, shared=True)


@bp.post("/trial/<int:event_id>")
@public
def change(event_id: int):
    with unit_of_work() as session:
        bump(session, event_id=event_id, topic="board")
    return "", 204


@bp.post("/trial/once")
@public
def act():
    with unit_of_work_once() as work:
        if work.is_first:
            done.append("done")
            work.keep("/where")
    return work.answer or "first"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with three addresses more."""
    app = create_app(
        Settings(
            instance_dir=tmp_path_factory.mktemp("instance"),
            secret_key="a secret of forty characters for the tests",
            mail_url="memory:",
            log_level="ERROR",
            _env_file=None,
        )
    )
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.register_blueprint(bp)
    with app.app_context():
        db.db.create_all()
        with db.unit_of_work() as session:
            make_event(session, slug="autumn")
    return app


@pytest.fixture
def phone(trial: Flask) -> FlaskClient:
    trial.extensions[live.EXTENSION].forget()
    trial.extensions[live.EXTENSION].versions = live.Versions(hold_seconds=0)
    rendered.clear()
    done.clear()
    return trial.test_client()


def known(answer) -> dict[str, str]:
    return {"If-None-Match": answer.headers["ETag"]}


def test_an_unchanged_fragment_is_304_and_rendered_once(phone: FlaskClient) -> None:
    first = phone.get("/trial/1")
    second = phone.get("/trial/1", headers=known(first))

    assert (first.status_code, second.status_code, second.data) == (200, 304, b"")
    assert second.headers["Live-Interval"] == "3"
    assert rendered == [1]


def test_a_change_is_a_new_version_with_one_body_for_all(phone: FlaskClient) -> None:
    phone.get("/trial/1")
    phone.post("/trial/1")
    phone.get("/trial/1")
    phone.get("/trial/1")

    assert rendered == [1, 1]


def test_a_change_that_shows_nothing_new_is_304(phone: FlaskClient) -> None:
    first = phone.get("/trial/1")
    phone.post("/trial/1")

    assert phone.get("/trial/1", headers=known(first)).status_code == 304


def test_a_burst_of_changes_is_one_new_body_a_second(trial: Flask, phone: FlaskClient) -> None:
    trial.extensions[live.EXTENSION].versions = live.Versions(hold_seconds=3600)
    phone.get("/trial/1")
    for _ in range(5):
        phone.post("/trial/1")
        phone.get("/trial/1")

    assert rendered == [1]


def test_a_shared_fragment_holds_nobodys_token(phone: FlaskClient) -> None:
    assert phone.get("/trial/1").text.startswith("[|]word")


def test_a_long_body_is_packed_for_those_who_unpack(phone: FlaskClient) -> None:
    plain = phone.get("/trial/1")
    packed = phone.get("/trial/1", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_the_same_key_is_one_effect_and_leads_to_the_same_place(phone: FlaskClient) -> None:
    answers = [phone.post("/trial/once", headers={"Idempotency-Key": KEY}).text for _ in "123"]

    assert answers == ["first", "/where", "/where"]
    assert done == ["done"]


def test_a_form_field_is_as_good_as_the_header(phone: FlaskClient) -> None:
    first = phone.post("/trial/once", data={"once_key": KEY, "text": "x"}).text
    again = phone.post("/trial/once", data={"once_key": KEY, "text": "x"}).text
    other = phone.post("/trial/once", data={"once_key": KEY, "text": "y"}).text

    assert (first, again, other) == ("first", "/where", "first")


def test_without_a_key_each_request_has_its_effect(phone: FlaskClient) -> None:
    phone.post("/trial/once")
    phone.post("/trial/once")

    assert done == ["done", "done"]


def test_two_browsers_with_one_key_are_two_requests(trial: Flask, phone: FlaskClient) -> None:
    phone.post("/trial/once", headers={"Idempotency-Key": KEY + "1"})
    trial.test_client().post("/trial/once", headers={"Idempotency-Key": KEY + "1"})

    assert done == ["done", "done"]


def test_a_damaged_key_is_refused(phone: FlaskClient) -> None:
    answer = phone.post("/trial/once", headers={"Idempotency-Key": "x"})

    assert answer.status_code == 400
    assert done == []
