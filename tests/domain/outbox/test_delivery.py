"""Which mail leaves when, and what becomes of those that could not."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from offsite.orm import WRITES
from offsite.outbox import delivery, services
from offsite.outbox.delivery import ABANDONED, PAUSES, NotDelivered
from offsite.outbox.models import Mail
from tests.factories import NOON

HOST = "offsite.example.org"
DOWN = NotDelivered("The mail server hung up.")


def write(session: Session, key: str = "a", **values: object) -> Mail:
    given = {"to_name": "Bob", "to_address": "bob@example.org", "subject": "Hi", "body": "Hello"}
    return services.write_mail(session, key=key, kind="test", now=NOON, **{**given, **values})


def take(session: Session, now: object = NOON) -> delivery.Parcel | None:
    return delivery.take_next(session, now=now, host=HOST)


def test_a_held_mail_is_not_taken(session: Session) -> None:
    write(session, held=True)

    assert take(session) is None
    assert not delivery.any_due(session, now=NOON)


def test_a_taken_mail_is_not_taken_by_another(session: Session) -> None:
    mail = write(session)

    parcel = take(session)

    assert parcel is not None
    assert (parcel.mail_id, mail.taken_at, mail.tries) == (mail.id, NOON, 1)
    assert take(session) is None


def test_the_mail_of_a_dead_worker_is_taken_again_with_the_same_id(session: Session) -> None:
    write(session)
    first = take(session)

    again = take(session, NOON + ABANDONED + timedelta(seconds=1))

    assert first is not None
    assert again is not None
    assert again.message_id == first.message_id
    assert again.message_id.endswith(f"@{HOST}>")


def test_a_sent_mail_is_over(session: Session) -> None:
    mail = write(session)
    parcel = take(session)
    assert parcel is not None

    delivery.note_sent(session, parcel=parcel, now=NOON)

    assert (mail.state, mail.sent_at, mail.next_try_at) == ("sent", NOON, None)
    assert take(session, NOON + timedelta(days=2)) is None


def test_pauses_grow_until_we_give_up_after_about_a_day(session: Session) -> None:
    mail = write(session)
    now = NOON
    while (parcel := take(session, now)) is not None:
        delivery.note_failed(session, parcel=parcel, fault=DOWN, now=now)
        now = mail.next_try_at or now

    assert list(PAUSES) == sorted(PAUSES)
    assert timedelta(hours=23) < now - NOON < timedelta(hours=25)
    assert (mail.state, mail.failed_at, mail.last_error) == ("failed", now, str(DOWN))
    assert mail.tries == len(PAUSES) + 1


def test_a_mail_refused_for_good_is_not_tried_again(session: Session) -> None:
    mail = write(session)
    parcel = take(session)
    assert parcel is not None

    fault = NotDelivered("There is no such box.", for_good=True)
    delivery.note_failed(session, parcel=parcel, fault=fault, now=NOON)

    assert (mail.state, mail.next_try_at, mail.last_error) == ("failed", None, str(fault))


def test_a_worker_that_lost_the_mail_cannot_fail_it(session: Session) -> None:
    mail = write(session)
    parcel = take(session)
    assert parcel is not None
    later = NOON + ABANDONED + timedelta(seconds=1)
    take(session, later)

    delivery.note_failed(session, parcel=parcel, fault=DOWN, now=later)

    assert (mail.taken_at, mail.last_error) == (later, "")


def test_the_mail_that_waits_longest_leaves_first(session: Session) -> None:
    late, early = write(session, "late"), write(session, "early")
    late.next_try_at = NOON
    early.next_try_at = NOON - timedelta(hours=1)

    parcel = take(session)

    assert parcel is not None
    assert parcel.mail_id == early.id


def test_a_mail_being_sent_cannot_be_discarded(session: Session) -> None:
    mail = write(session, event_id=7)
    take(session)

    with pytest.raises(services.NothingToDo):
        services.discard(session, event_id=7, mail_ids=[mail.id], now=NOON)

    assert mail.state == "sending"


def test_a_discarded_mail_never_leaves_by_itself_even_when_taken_back(session: Session) -> None:
    mail = write(session, event_id=7)
    services.discard(session, event_id=7, mail_ids=[mail.id], now=NOON)
    discarded = take(session)

    services.take_back(session, event_id=7, mail_ids=[mail.id])

    assert (discarded, take(session), mail.state) == (None, None, "waiting")


def test_mails_of_another_event_cannot_be_let_go(session: Session) -> None:
    mail = write(session, event_id=8, held=True)

    with pytest.raises(services.NothingToDo):
        services.let_go(session, event_id=7, mail_ids=[mail.id], now=NOON)

    assert mail.state == "waiting"


def test_mails_of_no_event_are_forgotten_after_a_week(session: Session) -> None:
    secret, kept = write(session, "link"), write(session, "decision", event_id=7)
    session.expunge(secret)

    services.prune(session, now=NOON + timedelta(days=8))

    assert session.get(Mail, secret.id) is None
    assert session.get(Mail, kept.id) is kept


def test_two_workers_at_once_never_take_the_same_mail(engine: Engine) -> None:
    """Each holds what it took, uncommitted, while the other looks."""
    with Session(engine) as setting, setting.begin():
        for key in ("first", "second"):
            write(setting, key)
    together = threading.Barrier(4)
    taken: list[int] = []

    def work() -> None:
        together.wait()
        writing = engine.execution_options(**{WRITES: True})
        with Session(writing) as session, session.begin():
            if (parcel := take(session)) is not None:
                taken.append(parcel.mail_id)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with engine.begin() as connection:
        connection.execute(delete(Mail))

    assert len(taken) == len(set(taken)) == 2
