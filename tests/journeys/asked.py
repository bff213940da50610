"""Polls of the world that is looked at: an open one, and one with results of every kind."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite import db
from offsite.anonymity.keys import FOLDER, KeyFolder
from offsite.events.models import Event, Membership
from offsite.polls.catalogue import TEMPLATES
from offsite.polls.models import Poll
from offsite.polls.services import answering, composing, running
from offsite.polls.services.answering import Respondent
from offsite.polls.sheets import RowAnswer, Sheet


def ask(folder: Path, *, open_in: str, closed_in: str, now: datetime) -> None:
    """A poll is open in one event, and one was answered and closed in the other."""
    keys = KeyFolder(folder / FOLDER)
    with db.unit_of_work() as session:
        _opened(session, _event(session, open_in), keys, now)
        poll = _opened(session, _event(session, closed_in), keys, now)
        poll_id, row = poll.id, next(one.key for one in poll.items if one.kind == "row")
        people = list(
            session.scalars(
                select(Membership.person_id).where(Membership.event_id == poll.event_id).limit(7)
            )
        )
    said = RowAnswer(worth=4, next="more", better="A little longer, please.")
    for person_id in people:
        answering.give_answer(
            db.unit_of_work,
            poll_id=poll_id,
            who=Respondent(person_id, f"{person_id:064x}"),
            sheet=Sheet(rows={"overall": said, row: said}, lines={"start": "A walk."}),
            keys=keys,
            now=now,
        )
    with db.unit_of_work() as session:
        running.close_now(session, poll=session.get_one(Poll, poll_id), keys=keys, now=now)


def _event(session: Session, slug: str) -> Event:
    return session.scalars(select(Event).where(Event.slug == slug)).one()


def _opened(session: Session, event: Event, keys: KeyFolder, now: datetime) -> Poll:
    template = TEMPLATES[0]
    poll = composing.start_poll(
        session,
        event=event,
        template=template,
        composition=composing.plan_of_template(session, event, template, say=str),
        person_id=None,
        now=now,
    )
    return running.open_now(session, poll=poll, keys=keys, now=now)
