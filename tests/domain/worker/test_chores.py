"""Chores: each in a transaction of its own, and one that fails stops no other."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from offsite import db
from offsite.outbox.models import Mail
from offsite.outbox.services import write_mail
from offsite.worker import chores
from tests.domain.worker.kitchen import kitchen

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def _remind(session, desk, now):
    write_mail(
        session,
        key="reminder:1",
        kind="welcome",
        to_name="Bob",
        to_address="bob@example.org",
        subject=desk.translate("Schedule", "pl"),
        body=desk.address("/tlm/"),
        held=True,
        now=now,
    )


def _half(session, desk, now):
    write_mail(
        session,
        key="half",
        kind="welcome",
        to_name="Bob",
        to_address="bob@example.org",
        subject="Half",
        body="",
        held=True,
        now=now,
    )
    raise RuntimeError("burnt")


def test_a_chore_that_fails_leaves_nothing_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = kitchen(tmp_path)
    with worker.app.app_context():
        db.db.create_all()
    monkeypatch.setattr(chores, "CHORES", (_half, _remind))

    worker.prune()
    worker.prune()

    with worker.unit_of_work() as session:
        (mail,) = session.scalars(select(Mail)).all()
        assert (mail.subject, mail.body) == ("Harmonogram", "http://127.0.0.1:5000/tlm/")
