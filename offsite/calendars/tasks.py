"""Action points in their owner's calendar (VTODO)."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from offsite.actions import queries
from offsite.actions.models import Action
from offsite.calendars.entries import TaskEntry, TaskStatus
from offsite.calendars.feeds import Frame
from offsite.events.models import Event

STATUS: dict[str, TaskStatus] = {
    "open": "NEEDS-ACTION",
    "done": "COMPLETED",
    "dropped": "CANCELLED",
}


def action_tasks(
    session: Session, event: Event, person_id: int, frame: Frame
) -> Iterator[TaskEntry]:
    """The person's actions of the event; one given back stays, as cancelled."""
    for action in queries.ever_owned(session, event, person_id=person_id):
        yield _task(action, person_id, frame)


def _task(action: Action, person_id: int, frame: Frame) -> TaskEntry:
    owns = action.owner_id == person_id
    status = STATUS[action.state] if owns else "CANCELLED"
    return TaskEntry(
        uid=f"{action.uid}@{frame.host}",
        changed_at=action.changed_at,
        title=action.title,
        due_on=action.due_on,
        sequence=action.sequence,
        description="\n\n".join(filter(None, (action.source, action.details))),
        url=frame.address(f"/{action.event.slug}/actions/{action.id}"),
        status=status,
        percent_complete=100 if status == "COMPLETED" else 0,
        completed_at=action.closed_at if status == "COMPLETED" else None,
    )
