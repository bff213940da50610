"""Reminders of what people promised: at 2, 6 and 12 weeks, one mail a person, never twice."""

from datetime import datetime, time, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from offsite.actions import queries
from offsite.actions.letters import reminder_letter
from offsite.actions.models import Action
from offsite.actions.rules import reminder_due
from offsite.outbox.desk import Desk
from offsite.outbox.services import write_mail

KIND = "action-reminder"


def remind(session: Session, desk: Desk, now: datetime) -> int:
    """Write the reminders that are due at ``now``; returns how many mails.

    The weeks run from the end of the event, or from the promise when that came later.
    """
    due = [
        (action, weeks)
        for action in queries.open_owned(session)
        if (weeks := reminder_due(_since(action), now, action.reminded_after))
    ]
    written = 0
    for (person_id, event_id, weeks), found in groupby(sorted(due, key=_letter_of), key=_letter_of):
        actions = [action for action, _weeks in found]
        reader = actions[0].owner
        assert reader is not None
        letter = reminder_letter(actions, weeks, reader, desk)
        for action in actions:
            action.reminded_after = weeks
        write_mail(
            session,
            key=f"{KIND}:{event_id}:{person_id}:{weeks}:{now.date().isoformat()}",
            kind=KIND,
            to_name=reader.name,
            to_address=reader.email,
            subject=letter.subject,
            body=letter.body,
            event_id=event_id,
            person_id=person_id,
            now=now,
        )
        written += 1
    return written


def _letter_of(one: tuple[Action, int]) -> tuple[int, int, int]:
    action, weeks = one
    assert action.owner_id is not None
    return action.owner_id, action.event_id, weeks


def _since(action: Action) -> datetime:
    event = action.event
    end = datetime.combine(event.ends_on + timedelta(days=1), time(0), tzinfo=event.zone)
    return max(end, action.accepted_at or end)
