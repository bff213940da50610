"""The life of a job's row, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from offsite.jobs import queries, services
from offsite.jobs.models import Job
from offsite.orm import take_nudges
from tests.factories import NOON

SOON = NOON + timedelta(seconds=5)
LATER = NOON + timedelta(seconds=40)


def queued(session: Session) -> Job:
    return services.enqueue(session, kind="bake", arguments={"cakes": 2}, now=NOON, event_id=7)


def running(session: Session) -> Job:
    job = services.take(session, job_id=queued(session).id, now=NOON)
    assert job is not None
    return job


def test_a_new_job_waits_and_wakes_the_worker(session: Session) -> None:
    job = queued(session)

    assert (job.state, job.attempt, job.arguments) == ("queued", 0, {"cakes": 2})
    assert take_nudges(session) == [("job", job.id)]


def test_taking_starts_an_attempt(session: Session) -> None:
    job = services.take(session, job_id=queued(session).id, now=SOON)

    assert job is not None
    assert (job.state, job.attempt, job.started_at, job.heartbeat_at) == ("running", 1, SOON, SOON)


def test_only_the_first_of_two_workers_gets_the_job(session: Session) -> None:
    job = running(session)

    assert services.take(session, job_id=job.id, now=SOON) is None
    assert job.attempt == 1


def test_a_beat_keeps_the_progress_and_brings_the_wish_to_stop(session: Session) -> None:
    job = running(session)

    before = services.beat(session, job_id=job.id, attempt=1, progress={"percent": 5}, now=SOON)
    services.ask_cancel(session, job=job, now=SOON)
    after = services.beat(session, job_id=job.id, attempt=1, progress={"percent": 6}, now=LATER)

    assert (before, after) == (False, True)
    assert (job.progress, job.heartbeat_at) == ({"percent": 6}, LATER)


@pytest.mark.parametrize("step", ["beat", "hold", "release"])
def test_an_attempt_that_lost_the_job_can_do_nothing(session: Session, step: str) -> None:
    job = running(session)
    services.requeue_stale(session, now=LATER)
    services.take(session, job_id=job.id, now=LATER)
    steps = {
        "beat": lambda: services.beat(session, job_id=job.id, attempt=1, progress={}, now=LATER),
        "hold": lambda: services.hold(session, job_id=job.id, attempt=1),
        "release": lambda: services.release(session, job_id=job.id, attempt=1),
    }

    with pytest.raises(services.AttemptLost):
        steps[step]()

    assert (job.state, job.attempt) == ("running", 2)


def test_a_released_job_waits_again(session: Session) -> None:
    job = running(session)
    take_nudges(session)

    services.release(session, job_id=job.id, attempt=1)

    assert (job.state, job.started_at) == ("queued", None)
    assert take_nudges(session) == [("job", job.id)]


def test_canceling_a_waiting_job_ends_it_at_once(session: Session) -> None:
    job = queued(session)

    services.ask_cancel(session, job=job, now=SOON)

    assert (job.state, job.ended_at) == ("canceled", SOON)
    assert services.take(session, job_id=job.id, now=SOON) is None


def test_canceling_what_is_over_is_refused(session: Session) -> None:
    job = running(session)
    services.finish(session, job=job, result={"cakes": 2}, now=SOON)

    with pytest.raises(services.AlreadyOver):
        services.ask_cancel(session, job=job, now=LATER)

    assert (job.state, job.result, job.cancel_asked_at) == ("done", {"cakes": 2}, None)


def test_a_worker_that_still_beats_keeps_its_job(session: Session) -> None:
    job = running(session)

    assert services.requeue_stale(session, now=NOON + services.SILENCE) == []
    assert not queries.has_stale(session, silent_since=NOON)
    assert job.state == "running"


def test_a_silent_worker_loses_its_job(session: Session) -> None:
    job = running(session)

    assert queries.has_stale(session, silent_since=LATER - services.SILENCE)
    assert services.requeue_stale(session, now=LATER) == [job]
    assert (job.state, queries.queued_ids(session)) == ("queued", [job.id])


def test_a_job_that_loses_every_worker_is_given_up(session: Session) -> None:
    job = queued(session)
    for round_number in range(services.MOST_ATTEMPTS):
        begun = NOON + timedelta(minutes=round_number)
        assert services.take(session, job_id=job.id, now=begun) is not None
        services.requeue_stale(session, now=begun + timedelta(seconds=50))

    assert (job.state, job.attempt, job.error) == ("failed", 3, services.GIVEN_UP)


def test_a_canceled_job_of_a_dead_worker_is_not_taken_up_again(session: Session) -> None:
    job = running(session)
    services.ask_cancel(session, job=job, now=SOON)

    services.requeue_stale(session, now=LATER)

    assert job.state == "canceled"


def test_old_jobs_are_forgotten_and_running_ones_kept(session: Session) -> None:
    old, kept = running(session), running(session)
    services.finish(session, job=old, result={}, now=NOON)
    session.expunge(old)

    services.prune(session, now=NOON + timedelta(days=31))

    assert session.get(Job, old.id) is None
    assert session.get(Job, kept.id) is kept
