"""A poll whose time is over closes by itself, and its key goes."""

from datetime import timedelta

from offsite.polls.services import running
from offsite.worker.closing import closing_of
from tests.factories import NOON
from tests.polling import LATER, Desk, make_poll


class Site:
    def __init__(self, folder):
        self.instance_dir = folder


def test_the_worker_closes_what_is_over(session, tmp_path):
    desk = Desk(session, tmp_path / "keys")
    poll = make_poll(session)
    running.plan_poll(session, poll=poll, opens_at=NOON, closes_at=LATER, keys=desk.keys, now=NOON)
    close = closing_of(Site(tmp_path))

    close(session, None, NOON)
    assert poll.sealed_at is None
    close(session, None, LATER + timedelta(minutes=5))
    session.commit()

    assert poll.sealed_at is not None
    assert desk.keys.names() == []
