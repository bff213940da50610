"""The books of earlier editions: what somebody wrote down in a session, and a foreword."""

from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.demo.company import ORGANIZER
from offsite.demo.content_notes import FOREWORD, NOTES
from offsite.demo.filling import Stage
from offsite.proceedings.services.binding import bind_book
from offsite.proceedings.services.noting import save_notes
from offsite.proposals.models import Proposal


def write(session: Session, *, stage: Stage, rng: Random) -> None:
    """Take notes of some sessions of a past edition, each version by somebody else."""
    rows = session.scalars(
        select(Proposal).where(Proposal.event_id == stage.event.id).order_by(Proposal.id)
    )
    meeting = stage.dates.beginning + timedelta(days=1)
    places = sorted(stage.members)
    for proposal in rows:
        for seen, body in enumerate(NOTES.get(proposal.title, ())):
            save_notes(
                session,
                proposal=proposal,
                body=body,
                seen=seen,
                person_id=stage.people[rng.choice(places)].id,
                now=meeting + timedelta(hours=seen),
            )
    bind_book(
        session,
        event=stage.event,
        foreword=FOREWORD,
        places=("notes", "reports", "questions", "actions", "schedule", "photos"),
        left_out=(),
        seen=0,
        person_id=stage.people[ORGANIZER].id,
        now=meeting + timedelta(days=7),
    )
