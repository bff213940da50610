"""Reads about runs."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from offsite.facilitation.models import Challenge, Run, Voice
from offsite.people.privacy import columns_of, part


def run_of(session: Session, *, proposal_id: int) -> Run | None:
    """The session's run with its steps and challenges; None before anybody began one."""
    return session.scalars(
        select(Run)
        .where(Run.proposal_id == proposal_id)
        .options(selectinload(Run.steps), selectinload(Run.challenges).joinedload(Challenge.person))
    ).one_or_none()


def voices_of(session: Session, run: Run, *, person_id: int) -> set[int]:
    """The ids of the challenges that the person gave a voice to."""
    found = (
        select(Voice.challenge_id)
        .join(Challenge, Challenge.id == Voice.challenge_id)
        .where(Challenge.run_id == run.id, Voice.person_id == person_id)
    )
    return set(session.scalars(found))


def count_voters(session: Session, run: Run) -> int:
    """How many people have given a voice so far; never which."""
    found = (
        select(func.count(func.distinct(Voice.person_id)))
        .join(Challenge, Challenge.id == Voice.challenge_id)
        .where(Challenge.run_id == run.id)
    )
    return session.scalar(found) or 0


def voices_by_challenge(session: Session, run: Run) -> dict[int, int]:
    """Sums of uncounted voices, for counting them."""
    found = (
        select(Voice.challenge_id, func.count())
        .join(Challenge, Challenge.id == Voice.challenge_id)
        .where(Challenge.run_id == run.id)
        .group_by(Voice.challenge_id)
    )
    return {one[0]: one[1] for one in session.execute(found)}


@part("facilitation")
def _of_person(session: Session, person_id: int) -> Any:
    return {
        name: [
            columns_of(row)
            for row in session.scalars(
                select(model).where(model.person_id == person_id).order_by(model.id)
            )
        ]
        for name, model in (("challenges", Challenge), ("voices", Voice))
    }
