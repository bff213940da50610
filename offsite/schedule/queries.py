"""Reads about drafts, releases and personal agendas."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from offsite.events.models import Event
from offsite.jobs.models import Job
from offsite.proposals.models import Proposal, ProposalHost
from offsite.proposals.queries import schedulable
from offsite.schedule.models import (
    Draft,
    DraftChange,
    DraftStep,
    Pick,
    Placement,
    Release,
    ReleasedItem,
)

SCHEDULABLE_STATES = ("accepted", "confirmed")


def drafts_of(session: Session, event: Event) -> Sequence[Draft]:
    """Every draft that was not discarded, newest first."""
    return session.scalars(
        select(Draft)
        .where(Draft.event_id == event.id, Draft.discarded_at.is_(None))
        .options(selectinload(Draft.placements), joinedload(Draft.created_by))
        .order_by(Draft.created_at.desc(), Draft.id.desc())
    ).all()


def drafts_of_job(session: Session, job: Job) -> Sequence[Draft]:
    """What a generation has left behind, and copies of it; nothing that was discarded."""
    return session.scalars(
        select(Draft).where(Draft.job_id == job.id, Draft.discarded_at.is_(None)).order_by(Draft.id)
    ).all()


def working_draft(session: Session, event: Event) -> Draft | None:
    """The draft that was applied last: what the next release will show."""
    return session.scalars(
        select(Draft)
        .where(
            Draft.event_id == event.id,
            Draft.applied_at.is_not(None),
            Draft.discarded_at.is_(None),
        )
        .order_by(Draft.applied_at.desc(), Draft.id.desc())
        .limit(1)
    ).first()


def placements_of(session: Session, draft: Draft) -> Sequence[Placement]:
    """The draft's placements with all that a grid shows, by start and room."""
    return session.scalars(
        select(Placement)
        .where(Placement.draft_id == draft.id)
        .options(
            joinedload(Placement.room),
            joinedload(Placement.proposal).joinedload(Proposal.format),
            joinedload(Placement.proposal).joinedload(Proposal.track),
            joinedload(Placement.proposal)
            .selectinload(Proposal.hosts)
            .joinedload(ProposalHost.person),
        )
        .order_by(Placement.starts_at, Placement.room_id, Placement.id)
    ).all()


def unplaced(session: Session, draft: Draft) -> Sequence[Proposal]:
    """Schedulable proposals that the draft does not place."""
    placed = {placement.proposal_id for placement in draft.placements}
    return [one for one in schedulable(session, draft.event) if one.id not in placed]


def discarded_draft(session: Session, event: Event, ident: int) -> Draft | None:
    """The draft that was just put away, so that it can be brought back."""
    draft = session.get(Draft, ident)
    is_one = draft is not None and draft.event_id == event.id and draft.discarded_at is not None
    return draft if is_one else None


def changes_since(session: Session, draft: Draft, *, version: int) -> Sequence[DraftChange]:
    """What happened to the draft after ``version``, the oldest first."""
    return session.scalars(
        select(DraftChange)
        .where(DraftChange.draft_id == draft.id, DraftChange.version > version)
        .options(joinedload(DraftChange.changed_by), selectinload(DraftChange.steps))
        .order_by(DraftChange.version)
    ).all()


def latest_changes(session: Session, draft: Draft, *, most: int) -> Sequence[DraftChange]:
    """The draft's last changes, the newest first."""
    return session.scalars(
        select(DraftChange)
        .where(DraftChange.draft_id == draft.id)
        .options(joinedload(DraftChange.changed_by), selectinload(DraftChange.steps))
        .order_by(DraftChange.version.desc())
        .limit(most)
    ).all()


def whole_history(session: Session, draft: Draft) -> Sequence[tuple[int, int | None, int | None]]:
    """Version, undoes and redoes of every change of the draft, the oldest first.

    A change whose only item was deleted since is passed over: nothing of it is left.
    """
    has_steps = select(DraftStep.id).where(DraftStep.change_id == DraftChange.id).exists()
    found = session.execute(
        select(DraftChange.version, DraftChange.undoes, DraftChange.redoes, DraftChange.details)
        .where(DraftChange.draft_id == draft.id)
        .add_columns(has_steps)
        .order_by(DraftChange.version)
    )
    return [
        (version, undoes, redoes)
        for version, undoes, redoes, details, steps in found
        if details or steps
    ]


def change_at(session: Session, draft: Draft, *, version: int) -> DraftChange:
    """The change that led to ``version``, which is known to be there."""
    return session.scalars(
        select(DraftChange).where(DraftChange.draft_id == draft.id, DraftChange.version == version)
    ).one()


def latest_release(session: Session, event: Event) -> Release | None:
    """The release that everybody sees now."""
    return session.scalars(
        select(Release)
        .where(Release.event_id == event.id)
        .options(selectinload(Release.items))
        .order_by(Release.number.desc())
        .limit(1)
    ).first()


def releases_of(session: Session, event: Event) -> Sequence[Release]:
    """All releases with their items, newest first."""
    return session.scalars(
        select(Release)
        .where(Release.event_id == event.id)
        .options(selectinload(Release.items))
        .order_by(Release.number.desc())
    ).all()


def release_by_slug(session: Session, event: Event, slug: str) -> Release | None:
    return session.scalars(
        select(Release)
        .where(Release.event_id == event.id, Release.slug == slug)
        .options(selectinload(Release.items))
    ).one_or_none()


def release_before(session: Session, release: Release) -> Release | None:
    """The release that ``release`` replaced."""
    return session.scalars(
        select(Release)
        .where(Release.event_id == release.event_id, Release.number < release.number)
        .options(selectinload(Release.items))
        .order_by(Release.number.desc())
        .limit(1)
    ).first()


def next_number(session: Session, event: Event) -> int:
    newest = session.scalar(select(func.max(Release.number)).where(Release.event_id == event.id))
    return (newest or 0) + 1


def picks_of(session: Session, *, event: Event, person_id: int) -> Sequence[Pick]:
    """Everything the person picked in this event, picks taken back included."""
    return session.scalars(
        select(Pick)
        .join(Proposal, Proposal.id == Pick.proposal_id)
        .where(Proposal.event_id == event.id, Pick.person_id == person_id)
        .order_by(Pick.id)
    ).all()


def pick_of(session: Session, *, proposal: Proposal, person_id: int) -> Pick | None:
    return session.scalars(
        select(Pick).where(Pick.proposal_id == proposal.id, Pick.person_id == person_id)
    ).one_or_none()


def is_on_agenda(item: ReleasedItem, *, person_id: int, picked: frozenset[int]) -> bool:
    """Whether a person attends: they picked it, host it, or everybody does."""
    hosts = any(host.get("person_id") == person_id for host in item.hosts)
    return item.everyone or hosts or (item.proposal_id in picked)


def running_generation(session: Session, event: Event) -> Job | None:
    """The generation of this event that is queued or running, if there is one."""
    return session.scalars(
        select(Job)
        .where(
            Job.event_id == event.id,
            Job.kind == "schedule.generate",
            Job.state.in_(("queued", "running")),
        )
        .order_by(Job.id.desc())
        .limit(1)
    ).first()
