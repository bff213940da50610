"""Two open spaces: one that was held to its end, and one that people begin to fill."""

from datetime import datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from offsite.demo.company import ATTENDEE, ORGANIZER
from offsite.demo.content_openspace import (
    ASKS_TO_SWAP,
    BY_NAME,
    DRAFT,
    DRAFT_OF,
    HELD,
    JOINED,
    LAST_THEME,
    NEXT,
    NEXT_THEME,
    PARKED,
    Told,
)
from offsite.demo.filling import Stage
from offsite.events.rules import period_at
from offsite.openspace.models import Board, BoardRound, Topic
from offsite.openspace.queries.news import candidates
from offsite.openspace.queries.wall import rooms_of
from offsite.openspace.services import boards, converging, dealing, placing, reporting, topics
from offsite.openspace.services.boards import BoardPlan
from offsite.openspace.services.reporting import Notes
from offsite.people.models import Person

FIRST, OVER = time(16, 15), time(18, 0)
MINUTES, PAUSE = 40, 10
MOST_PEOPLE = 60
"""So many are enough to show interest, however large the company."""
DOTS = 5


def hold(session: Session, *, stage: Stage, rng: Random) -> None:
    """The open space of a past edition: held, reported, and converged."""
    board, rounds = _hang(session, stage, LAST_THEME)
    begins = rounds[0].starts_at
    crowd = _crowd(stage, rng)
    cells = [(one.id, room.id) for one in rounds for room in rooms_of(session, board)]
    for number, told in enumerate(HELD):
        convener = crowd[number % len(crowd)]
        topic = _post(session, board, told.title, convener, begins - timedelta(minutes=25))
        placing.place(
            session,
            topic=topic,
            where=cells[number],
            person_id=convener.id,
            now=begins - timedelta(minutes=10),
        )
        _interest(session, topic, crowd, told.drew, rng)
        _end(session, topic, told, convener, begins + timedelta(minutes=50))
    parked = _post(session, board, PARKED, crowd[-1], begins - timedelta(minutes=20))
    topics.park(session, topic=parked, now=begins)
    _converge(session, board, crowd, begins + timedelta(hours=2), rng)


def _hang(session: Session, stage: Stage, theme: str) -> tuple[Board, list[BoardRound]]:
    session.refresh(stage.event)
    rooms = tuple(room.id for room in stage.event.rooms)
    plan = BoardPlan(theme, "open", rooms, DOTS)
    board = boards.set_up_board(session, event=stage.event, plan=plan, now=stage.dates.released)
    period = period_at(stage.event.ends_on, FIRST, OVER, stage.event.zone)
    rounds = boards.draw_rounds(session, board=board, period=period, minutes=MINUTES, pause=PAUSE)
    return board, rounds


def _crowd(stage: Stage, rng: Random) -> list[Person]:
    places = sorted(stage.members)
    return [stage.people[one] for one in rng.sample(places, min(MOST_PEOPLE, len(places)))]


def _post(session: Session, board: Board, title: str, person: Person, now: datetime) -> Topic:
    return topics.post_topic(session, board=board, title=title, person_id=person.id, now=now)


def _interest(
    session: Session, topic: Topic, crowd: list[Person], drew: float, rng: Random
) -> None:
    for person in rng.sample(crowd, round(drew * len(crowd))):
        topics.show_interest(session, topic=topic, person_id=person.id)


def _end(session: Session, topic: Topic, told: Told, taker: Person, now: datetime) -> None:
    """What its convener said at the end, and the notes that were taken."""
    if told.said == "running-on":
        placing.say_running_on(session, topic=topic, now=now)
    else:
        placing.say_finished(session, topic=topic, now=now)
        if told.said != "finished":
            placing.say_moved(session, topic=topic, to=told.said)
    summary = told.summary or (DRAFT if told.title == DRAFT_OF else "")
    if not summary:
        return
    notes = Notes(summary=summary, recommendations=told.recommendations, requests=told.requests)
    report = reporting.write_notes(
        session, topic=topic, notes=notes, seen=0, person_id=taker.id, now=now
    )
    if told.summary:
        reporting.publish(session, report=report, now=now)


def _converge(
    session: Session, board: Board, crowd: list[Person], now: datetime, rng: Random
) -> None:
    converging.open_dots(session, board=board, now=now)
    offered = candidates(session, board)
    appeal = [rng.random() ** 2 for _ in offered]
    for person in crowd:
        for one in rng.choices(offered, appeal, k=rng.randint(2, DOTS)):
            converging.give_dot(session, candidate=one, person_id=person.id)
    converging.close_dots(session, board=board, now=now + timedelta(minutes=10))
    steps = [one for one in candidates(session, board) if one.kind == "step"]
    for person, step in zip(crowd, steps[:3], strict=False):
        converging.take_on(session, candidate=step, person_id=person.id, now=now)


def begin(session: Session, *, stage: Stage, rng: Random) -> None:
    """The open space to come: some topics have a place, others wait for one."""
    board, rounds = _hang(session, stage, NEXT_THEME)
    now = stage.dates.released + timedelta(hours=6)
    rooms = rooms_of(session, board)
    attendee = stage.people[ATTENDEE]
    crowd = [attendee, *(one for one in _crowd(stage, rng) if one is not attendee)]
    hung = []
    for number, posted in enumerate(NEXT):
        convener = crowd[number % len(crowd)]
        topic = _post(session, board, posted.title, convener, now)
        if posted.place is not None:
            where = (rounds[posted.place[0]].id, rooms[posted.place[1]].id)
            placing.place(session, topic=topic, where=where, person_id=convener.id, now=now)
        _interest(session, topic, crowd, posted.drew, rng)
        hung.append(topic)
    _deal(session, board, hung, crowd, now)
    title, name = BY_NAME
    organizer = stage.people[ORGANIZER]
    topics.post_topic(
        session, board=board, title=title, for_whom=name, person_id=organizer.id, now=now
    )


def _deal(
    session: Session, board: Board, hung: list[Topic], crowd: list[Person], now: datetime
) -> None:
    joined = _post(session, board, JOINED, crowd[len(NEXT) % len(crowd)], now)
    dealing.merge(session, topic=joined, into=hung[5], now=now)
    asking, asked = ASKS_TO_SWAP
    dealing.ask(
        session,
        topic=hung[asking],
        other=hung[asked],
        kind="swap",
        person_id=crowd[asking % len(crowd)].id,
        now=now,
    )
