"""Filling the grid by votes, as a job: read, solve, hang up, if nothing changed meanwhile.

The most wanted topics get the places.  What is pinned and what has begun stays; among the
rest a new filling moves as little as it can.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.engines.scheduling import Item, Person, Placement, Problem, Room, Slot, Wish, solve
from offsite.errors import NotFound, RuleBroken, Stale
from offsite.events.models import Blocker
from offsite.jobs.kinds import Report
from offsite.jobs.models import Job
from offsite.jobs.services import enqueue
from offsite.openspace.models import Board, Cell, Topic, TopicInterest
from offsite.openspace.pulse import touch
from offsite.openspace.queries import wall
from offsite.proposals.services.locking import lock

FILL = "openspace.fill"
SECONDS = 1.0
"""How long the engine thinks; with all around it the grid is full within two seconds."""

Placements = dict[int, tuple[int, int]]
"""Topic -> round and room, all by their ids."""


class VotesAreOpen(RuleBroken):
    """The grid is filled once the voting is closed."""


class NothingToFill(RuleBroken):
    """There is no topic, or no cell that is still to come."""


class BoardChanged(Stale):
    """Somebody moved a topic, or posted one, while the grid was filled."""


def ask_to_fill(session: Session, *, board: Board, person_id: int | None, now: datetime) -> Job:
    """Ask a worker to fill the grid.

    Raises:
        VotesAreOpen: the voting is not closed, or votes do not select on this board.
        NothingToFill: there is nothing to place, or nowhere.
    """
    lock(session, board)
    if not board.votes_select or board.voting_closed_at is None:
        raise VotesAreOpen("Close the voting first; then the most wanted topics get the places.")
    problem = problem_of(session, board, now=now)
    if not problem.items or not problem.slots:
        raise NothingToFill("There is no topic to place, or no round is left.")
    return enqueue(
        session,
        kind=FILL,
        arguments={"board_id": board.id, "now": now.isoformat()},
        event_id=board.event_id,
        created_by_id=person_id,
        now=now,
    )


def problem_of(session: Session, board: Board, *, now: datetime) -> Problem:
    """The board as the schedule engine reads it.

    A topic is worth one more than its voices, so the most wanted are placed.  Moving a topic
    costs more than all wishes together: none moves unless another needs its place.
    """
    rooms, rounds = wall.rooms_of(session, board), wall.rounds_of(session, board)
    begun = {one.id for one in rounds if one.has_begun(now)}
    topics = [
        one
        for one in wall.topics_of(session, board)
        if one.is_live and (one.cell is None or one.cell.round_id not in begun)
    ]
    coming = [one for one in rounds if one.id not in begun]
    wishes = _wishes(session, topics)
    return Problem(
        slots=tuple(Slot(_name("s", one.id), one.starts_at, one.ends_at) for one in coming),
        rooms=_rooms(session, board, rooms, coming),
        items=tuple(_item(one, wishes) for one in topics),
        people=tuple(Person(one) for one in _everybody(topics, wishes)),
        wishes=tuple(Wish(person, item, 1) for person, item in sorted(wishes)),
        current={_name("t", one.id): _place(one.cell) for one in topics if one.cell},
        move_cost=len(wishes) + 1,
        timezone=board.event.timezone,
    )


def _rooms(session: Session, board: Board, rooms: Any, coming: Any) -> tuple[Room, ...]:
    blockers = session.scalars(select(Blocker).where(Blocker.event_id == board.event_id)).all()
    found = []
    for room in rooms:
        opened = frozenset(
            _name("s", one.id) for one in coming if wall.blocked_by(blockers, one, room.id) is None
        )
        found.append(Room(_name("r", room.id), capacity=room.seats, slots=opened))
    return tuple(found)


def _wishes(session: Session, topics: list[Topic]) -> set[tuple[str, str]]:
    root = {one.id: one.id for one in topics}
    root |= {other.id: one.id for one in topics for other in one.merged}
    rows = select(TopicInterest).where(TopicInterest.topic_id.in_(root))
    return {
        (_name("p", one.person_id), _name("t", root[one.topic_id])) for one in session.scalars(rows)
    }


def _item(topic: Topic, wishes: set[tuple[str, str]]) -> Item:
    ident = _name("t", topic.id)
    pinned = _place(topic.cell) if topic.cell and topic.cell.pinned_at else None
    return Item(
        id=ident,
        title=topic.title,
        hosts=_hosts(topic),
        priority=1 + sum(item == ident for _person, item in wishes),
        pinned=pinned,
    )


def _hosts(topic: Topic) -> tuple[str, ...]:
    return tuple(_name("p", one.person_id) for one in topic.conveners if one.person_id)


def _everybody(topics: list[Topic], wishes: set[tuple[str, str]]) -> list[str]:
    hosts = {host for one in topics for host in _hosts(one)}
    return sorted(hosts | {person for person, _item in wishes})


def _place(cell: Cell) -> Placement:
    return Placement(_name("s", cell.round_id), _name("r", cell.room_id))


def _name(kind: str, ident: int) -> str:
    return f"{kind}{ident}"


def _ident(name: str) -> int:
    return int(name[1:])


def fill(problem: Problem, *, seconds: float = SECONDS) -> Placements:
    """Where each topic goes; topics without a place are absent."""
    plan = solve(problem, seconds=seconds, seed=0, workers=1)
    return {
        _ident(item): (_ident(where.slot), _ident(where.room))
        for item, where in plan.placements.items()
    }


def hang_up(
    session: Session, *, board: Board, placements: Placements, now: datetime
) -> dict[str, int]:
    """Put topics into the places that `fill` found, and count what moved.

    What has begun is not touched; a topic without a place waits again.
    """
    lock(session, board)
    topics = [
        one
        for one in wall.topics_of(session, board)
        if one.is_live and not (one.cell and one.cell.round.has_begun(now))
    ]
    before = {one.id: (one.cell.round_id, one.cell.room_id) for one in topics if one.cell}
    changed = [one for one in topics if before.get(one.id) != placements.get(one.id)]
    for one in changed:
        one.cell = None
    session.flush()
    for one in changed:
        if where := placements.get(one.id):
            one.cell = Cell(round_id=where[0], room_id=where[1], placed_at=now)
    session.flush()
    touch(session, board)
    return {
        "placed": len(placements),
        "moved": sum(one.id in before for one in changed),
        "waiting": len(topics) - len(placements),
    }


@dataclass(frozen=True)
class Assignment:
    """What a worker solves without the database."""

    problem: Problem


@dataclass(frozen=True)
class Answer:
    """Where topics go, and the question it answers."""

    placements: Placements
    fingerprint: str


class Filling:
    """The job kind ``openspace.fill``; `ask_to_fill` asks for one."""

    name = FILL
    patience = timedelta(minutes=2)

    def prepare(self, session: Session, job: Job) -> Assignment:
        """Copy the board.  Raises NotFound: it is gone."""
        return Assignment(_read(session, job))

    def work(self, values: Assignment, report: Report) -> Answer:
        """Solve it."""
        return Answer(fill(values.problem), values.problem.fingerprint())

    def save(self, session: Session, job: Job, result: Answer, now: datetime) -> dict[str, Any]:
        """Hang the topics up; returns how many were placed, moved and left waiting.

        Raises:
            BoardChanged: the answer is to a question that nobody asks any more.
        """
        board = _board(session, job)
        lock(session, board)
        if _read(session, job).fingerprint() != result.fingerprint:
            raise BoardChanged("The board changed while it was filled. Fill it again.")
        return hang_up(session, board=board, placements=result.placements, now=now)


def _read(session: Session, job: Job) -> Problem:
    asked_at = datetime.fromisoformat(job.arguments["now"])
    return problem_of(session, _board(session, job), now=asked_at)


def _board(session: Session, job: Job) -> Board:
    board = session.get(Board, job.arguments["board_id"])
    if board is None:
        raise NotFound("This board is gone.")
    return board
