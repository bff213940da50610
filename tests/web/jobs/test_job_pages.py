"""The page of one job: progress, stopping, the way to the result."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from offsite.events.models import Event
from offsite.jobs.models import Job
from offsite.jobs.services import enqueue
from offsite.policy import Role
from offsite.web.jobs.kinds import JobPage, show_kind
from tests.factories import NOON, make_event, make_member, make_person

KIND = "test.job-page"


@pytest.fixture
def job(rows: Any) -> Job:
    show_kind(
        KIND,
        JobPage(
            title="Baking",
            facts=lambda job: [("Best", job.progress.get("best"))],
            result_url=lambda job, event: f"/{event.slug}/cake/{job.result['cake']}",
        ),
    )
    with rows() as session:
        event = make_event(session, slug="autumn")
        return enqueue(session, kind=KIND, arguments={}, now=NOON, event_id=event.id)


@pytest.fixture
def ada(job: Job, rows: Any, sign_in: Any) -> FlaskClient:
    """Her browser; she looks after the programme."""
    with rows() as session:
        person = make_person(session, "Ada")
        make_member(session, _event(session, job), person, Role.PROGRAMME)
    browser: FlaskClient = sign_in(person)
    return browser


def _event(session: Any, job: Job) -> Any:
    return session.get(Event, job.event_id)


def change(rows: Any, job: Job, **values: Any) -> None:
    with rows() as session:
        for name, value in values.items():
            setattr(session.get(Job, job.id), name, value)


def page(browser: FlaskClient, job: Job, rest: str = "") -> Any:
    return browser.get(f"/autumn/organize/jobs/{job.id}{rest}")


def test_a_waiting_job_can_be_stopped_and_polls(job: Job, ada: FlaskClient) -> None:
    text = page(ada, job).text

    assert "Baking" in text
    assert f'data-live="/autumn/organize/jobs/{job.id}/live"' in text
    assert f'action="/autumn/organize/jobs/{job.id}/cancel"' in text


def test_a_running_job_shows_what_is_known_so_far(job: Job, ada: FlaskClient, rows: Any) -> None:
    change(rows, job, state="running", attempt=1, progress={"percent": 40, "text": "x", "best": 7})

    text = page(ada, job, "/live").text

    assert 'value="40.0"' in text
    assert "<dd>7</dd>" in text
    assert "<html" not in text


def test_the_fragment_is_304_until_something_changes(job: Job, ada: FlaskClient, rows: Any) -> None:
    first = page(ada, job, "/live")
    known = {"If-None-Match": first.headers["ETag"]}
    address = f"/autumn/organize/jobs/{job.id}/live"

    unchanged = ada.get(address, headers=known)
    change(rows, job, state="running", attempt=1)
    changed = ada.get(address, headers=known)

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["Live-Interval"] == "2"
    assert changed.status_code == 200


def test_a_job_that_is_done_links_to_its_result_and_no_longer_polls(
    job: Job, ada: FlaskClient, rows: Any
) -> None:
    change(rows, job, state="done", ended_at=NOON, result={"cake": 3, "canceled": True})

    text = page(ada, job).text

    assert 'href="/autumn/cake/3"' in text
    assert "It was stopped early" in text
    assert "data-live" not in text.partition("<main")[2]


def test_a_failed_job_says_why(job: Job, ada: FlaskClient, rows: Any) -> None:
    change(rows, job, state="failed", ended_at=NOON, error="The oven is too small.")

    assert "The oven is too small." in page(ada, job).text


def test_stopping_a_running_job_asks_its_worker(job: Job, ada: FlaskClient, rows: Any) -> None:
    change(rows, job, state="running", attempt=1)

    answer = ada.post(f"/autumn/organize/jobs/{job.id}/cancel")

    with rows() as session:
        found = session.get(Job, job.id)
        assert (answer.status_code, found.state) == (303, "running")
        assert found.cancel_asked_at is not None
    assert "Stopping; the best so far is kept." in page(ada, job).text


def test_stopping_what_is_over_says_so(job: Job, ada: FlaskClient, rows: Any) -> None:
    change(rows, job, state="failed", ended_at=NOON, error="x")

    answer = ada.post(f"/autumn/organize/jobs/{job.id}/cancel")

    assert "This had already ended." in ada.get(answer.location).text


def test_a_member_sees_no_jobs(job: Job, rows: Any, sign_in: Any) -> None:
    with rows() as session:
        bob = make_person(session, "Bob")
        make_member(session, _event(session, job), bob)
    browser = sign_in(bob)

    assert page(browser, job).status_code == 404
    assert page(browser, job, "/live").status_code == 404
    assert browser.post(f"/autumn/organize/jobs/{job.id}/cancel").status_code == 404


def test_a_job_of_another_event_does_not_exist_here(job: Job, ada: FlaskClient, rows: Any) -> None:
    with rows() as session:
        other = enqueue(session, kind=KIND, arguments={}, now=NOON, event_id=make_event(session).id)

    assert page(ada, other).status_code == 404
