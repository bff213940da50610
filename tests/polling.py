"""Polls for tests: one about a meeting, open since noon, and people who answer it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from offsite.anonymity.keys import KeyFolder
from offsite.events.models import Event, Membership
from offsite.polls.models import Participation, Poll, PollItem
from offsite.polls.services import answering, running
from offsite.polls.services.answering import Respondent
from offsite.polls.sheets import RowAnswer, Sheet
from tests.factories import NOON, make_event, make_member, make_person

LATER = NOON + timedelta(hours=1)
ITEMS = (("overall", "overall"), ("row", "workshop"), ("row", "dinner"), ("line", "start"))


def make_poll(session: Session, event: Event | None = None, **values: Any) -> Poll:
    """A draft about the whole, workshops and dinner, with one free line."""
    event = event or make_event(session)
    poll = Poll(
        event_id=event.id, **{"kind": "meeting", "title": "How?", "created_at": NOON, **values}
    )
    if poll.kind == "meeting":
        poll.items = [
            PollItem(position=place, kind=kind, key=key, label=key.title())
            for place, (kind, key) in enumerate(ITEMS)
        ]
    session.add(poll)
    session.flush()
    return poll


def make_crowd(session: Session, event: Event, people: int) -> list[Membership]:
    return [make_member(session, event, make_person(session, f"Guest {n}")) for n in range(people)]


class Desk:
    """Keys in a folder of the test, and every act in the session of the test."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.keys = KeyFolder(folder)

    @contextmanager
    def unit(self) -> Iterator[Session]:
        with self.session.begin_nested():
            yield self.session

    def open(self, poll: Poll) -> Poll:
        return running.open_now(self.session, poll=poll, keys=self.keys, now=NOON)

    def answer(
        self, poll: Poll, person_id: int, sheet: Sheet | None = None, secret: str = ""
    ) -> None:
        answering.give_answer(
            self.unit,
            poll_id=poll.id,
            who=Respondent(person_id, secret or f"device of {person_id}"),
            sheet=sheet or said(),
            keys=self.keys,
            now=LATER,
        )

    def close(self, poll: Poll) -> Poll:
        return running.close_now(self.session, poll=poll, keys=self.keys, now=LATER)

    def asked(self, poll: Poll) -> list[Participation]:
        return self.session.query(Participation).filter_by(poll_id=poll.id).all()


def said(
    worth: int | None = 4, next: str = "same", better: str = "", start: str = "", group: str = ""
) -> Sheet:
    """One person's answer about everything."""
    row = RowAnswer(worth=worth, next=next, better=better)
    lines = {"start": start} if start else {}
    return Sheet(group, {"overall": RowAnswer(worth=worth), "workshop": row}, lines)
