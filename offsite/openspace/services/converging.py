"""Convergence: dots over reports and steps, and then somebody who is willing."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.openspace import rules
from offsite.openspace.models import Board, Candidate, Dot
from offsite.openspace.pulse import touch
from offsite.openspace.queries.news import published_reports
from offsite.proposals.services.locking import lock


class DotsClosed(RuleBroken):
    """Dots are not taken now."""


class DotsOpen(RuleBroken):
    """First the dots close, then somebody takes a step on."""


class NoDotsLeft(RuleBroken):
    """The person has given every dot."""


class NothingToWeigh(RuleBroken):
    """There is no report to give dots to."""


class AlreadyOwned(RuleBroken):
    """Somebody else is on it."""


class BadStep(BadInput):
    """The words cannot be a step."""


Taken = Callable[[Session, Candidate, int, datetime], None]
"""Told the session, what was taken on, by whom (person id), and when."""

AFTER_TAKEN: list[Taken] = []
"""What else happens when a willing owner takes a step on: actions are made there."""

AFTER_GIVEN_BACK: list[Taken] = []
"""What else happens when the owner leaves it to somebody else."""


def open_dots(session: Session, *, board: Board, now: datetime) -> None:
    """Begin: every published report and each of its recommended steps can get dots.

    A second time adds what was published since; closed dots stay closed.

    Raises:
        NothingToWeigh: no report is published, and no step was added by hand.
        DotsClosed: they were counted already, and who gave them is forgotten.
    """
    lock(session, board)
    if board.dots_closed_at is not None:
        raise DotsClosed("The dots are counted. That stays as it is.")
    known = _known(session, board)
    for report in published_reports(session, board):
        topic = report.topic
        wanted = [
            ("report", topic.title),
            *(("step", s) for s in rules.steps_of(report.recommendations)),
        ]
        for kind, text in wanted:
            if (kind, topic.id, text) not in known:
                session.add(Candidate(board_id=board.id, kind=kind, topic_id=topic.id, text=text))
                known.add((kind, topic.id, text))
    if not known:
        raise NothingToWeigh("Publish a report first: there is nothing to give dots to yet.")
    board.dots_opened_at = board.dots_opened_at or now
    session.flush()
    touch(session, board)


def _known(session: Session, board: Board) -> set[tuple[str, int | None, str]]:
    rows = select(Candidate).where(Candidate.board_id == board.id)
    return {(one.kind, one.topic_id, one.text) for one in session.scalars(rows)}


def add_step(session: Session, *, board: Board, text: str) -> Candidate:
    """Add a step that no report names.

    Raises:
        BadStep: no words, or too many.
        DotsClosed: the dots are counted.
    """
    lock(session, board)
    text = " ".join(text.split())
    if not text or len(text) > 300:
        raise BadStep("Say the step in one sentence of at most 300 characters.")
    if board.dots_closed_at is not None:
        raise DotsClosed("The dots are counted. That stays as it is.")
    step = Candidate(board_id=board.id, kind="step", text=text)
    session.add(step)
    session.flush()
    touch(session, board)
    return step


def give_dot(session: Session, *, candidate: Candidate, person_id: int) -> None:
    """Give one dot more.

    Raises:
        DotsClosed: dots are not taken now.
        NoDotsLeft: the person's budget is spent.
    """
    board = candidate.board
    # Two taps at once must not spend the last dot twice.
    lock(session, board)
    if not board.dots_are_open:
        raise DotsClosed("Dots are not taken now.")
    mine = own_dots(session, board=board, person_id=person_id)
    if rules.dots_left(board.dots_per_person, mine.values()) < 1:
        raise NoDotsLeft("You have given all %(dots)s dots.", dots=board.dots_per_person)
    dot = _dot_of(session, candidate, person_id)
    if dot is None:
        session.add(Dot(candidate_id=candidate.id, person_id=person_id, count=1))
    else:
        dot.count += 1
    session.flush()


def take_dot(session: Session, *, candidate: Candidate, person_id: int) -> None:
    """Take one dot back.  Without a dot nothing changes.

    Raises:
        DotsClosed: dots are not taken now.
    """
    lock(session, candidate.board)
    if not candidate.board.dots_are_open:
        raise DotsClosed("Dots are not taken now.")
    dot = _dot_of(session, candidate, person_id)
    if dot is None:
        return
    if dot.count == 1:
        session.delete(dot)
    else:
        dot.count -= 1
    session.flush()


def _dot_of(session: Session, candidate: Candidate, person_id: int) -> Dot | None:
    found = select(Dot).where(Dot.candidate_id == candidate.id, Dot.person_id == person_id)
    return session.scalars(found).one_or_none()


def own_dots(session: Session, *, board: Board, person_id: int) -> dict[int, int]:
    """The person's own dots by candidate; nobody else's can be asked for."""
    rows = (
        select(Dot)
        .join(Candidate, Candidate.id == Dot.candidate_id)
        .where(Candidate.board_id == board.id, Dot.person_id == person_id)
    )
    return {one.candidate_id: one.count for one in session.scalars(rows)}


def close_dots(session: Session, *, board: Board, now: datetime) -> None:
    """Count the dots, show the sums, and forget who gave them.  This has no way back.

    Closed already, nothing changes.

    Raises:
        DotsClosed: they were never opened.
    """
    lock(session, board)
    if board.dots_opened_at is None:
        raise DotsClosed("Dots are not taken now.")
    if board.dots_closed_at is not None:
        return
    sums = (
        select(Dot.candidate_id, func.sum(Dot.count))
        .join(Candidate, Candidate.id == Dot.candidate_id)
        .where(Candidate.board_id == board.id)
        .group_by(Dot.candidate_id)
    )
    for candidate_id, total in session.execute(sums).all():
        session.get_one(Candidate, candidate_id).dots = int(total)
    ours = select(Candidate.id).where(Candidate.board_id == board.id)
    session.execute(delete(Dot).where(Dot.candidate_id.in_(ours)))
    board.dots_closed_at = now
    session.flush()
    touch(session, board)


def take_on(session: Session, *, candidate: Candidate, person_id: int, now: datetime) -> None:
    """Be the willing owner.  One's own again changes nothing.

    Raises:
        DotsOpen: the dots are not counted yet.
        AlreadyOwned: somebody else took it on.
    """
    lock(session, candidate)
    if candidate.board.dots_closed_at is None:
        raise DotsOpen("First everybody gives their dots; then somebody takes it on.")
    if candidate.owner_id == person_id:
        return
    if candidate.owner_id is not None:
        raise AlreadyOwned("Somebody is already on it. Ask to join them.")
    candidate.owner_id, candidate.owned_at = person_id, now
    session.flush()
    touch(session, candidate.board)
    for told in AFTER_TAKEN:
        told(session, candidate, person_id, now)


def give_up(session: Session, *, candidate: Candidate, person_id: int, now: datetime) -> None:
    """Leave it to somebody else.  Who does not own it changes nothing."""
    lock(session, candidate)
    if candidate.owner_id == person_id:
        candidate.owner_id = candidate.owned_at = None
        session.flush()
        touch(session, candidate.board)
        for told in AFTER_GIVEN_BACK:
            told(session, candidate, person_id, now)
