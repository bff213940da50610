"""A step that somebody takes on is an action point of the event: the two features meet here."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.actions import services as actions
from offsite.actions.models import Action
from offsite.actions.rules import usual_due_date
from offsite.openspace.models import Candidate
from offsite.openspace.services.converging import AFTER_GIVEN_BACK, AFTER_TAKEN


def make_action(session: Session, step: Candidate, person_id: int, now: datetime) -> None:
    """Write the step down as an action of its willing owner; an earlier one is taken up."""
    action = _action_of(session, step)
    if action is None:
        event = step.board.event
        action = actions.write_down(
            session,
            event=event,
            title=_title(step),
            due_on=usual_due_date(event.ends_on, now.astimezone(event.zone).date()),
            person_id=person_id,
            now=now,
            details=step.text if step.text != _title(step) else "",
            source=_source(step),
        )
    if action.state == "open" and action.owner_id is None:
        actions.take_on(session, action=action, person_id=person_id, now=now)


def give_action_back(session: Session, step: Candidate, person_id: int, now: datetime) -> None:
    """Leave the action to somebody else as well."""
    action = _action_of(session, step)
    if action is not None and action.state == "open" and action.owner_id == person_id:
        word = _("Given back on the board of the open space.")
        actions.give_back(session, action=action, person_id=person_id, word=word, now=now)


def _action_of(session: Session, step: Candidate) -> Action | None:
    return session.scalars(
        select(Action)
        .where(
            Action.event_id == step.board.event_id,
            Action.title == _title(step),
            Action.source == _source(step),
        )
        .order_by(Action.id.desc())
        .limit(1)
    ).one_or_none()


def _title(step: Candidate) -> str:
    return " ".join(step.text.split())[: actions.LONGEST_TITLE]


def _source(step: Candidate) -> str:
    """The topic in whose report it stands; else the theme of the open space."""
    return step.topic.title if step.topic else step.board.theme or "Open space"


AFTER_TAKEN.append(make_action)
AFTER_GIVEN_BACK.append(give_action_back)
