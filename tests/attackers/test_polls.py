"""Who answered a poll or rated a session and what was said, attacked as the kernel is."""

from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, select

from offsite.anonymity.apart import UnitOfWork
from offsite.anonymity.ids import new_id
from offsite.anonymity.keys import KeyFolder
from offsite.events.models import Event
from offsite.polls.models import Answer, Participation, Poll, PollSlot, SessionRating
from offsite.polls.services import answering, rating, running
from offsite.polls.services.answering import Respondent
from offsite.polls.services.rating import Rating, tag_for
from tests.attackers.evidence import Schema
from tests.attackers.harness import Truth, besiege
from tests.factories import NOON, make_event, make_proposal
from tests.polling import LATER, make_crowd, make_poll, said


class Scene:
    """One event with its people; every round is a poll of its own."""

    kind = "meeting"

    def __init__(self, folder: Path) -> None:
        self.keys = KeyFolder(folder)
        self.numbers = count(1)
        self.event_id, self.persons = 0, list[int]()

    def begin(self, unit: UnitOfWork, people: int) -> tuple[int, list[int]]:
        with unit() as session:
            if not self.persons:
                event = make_event(session)
                self.event_id = event.id
                self.persons = [one.person_id for one in make_crowd(session, event, people)]
            event = session.get_one(Event, self.event_id)
            poll = make_poll(session, event, kind=self.kind)
            running.open_now(session, poll=poll, keys=self.keys, now=NOON)
            return poll.id, self.persons

    def close(self, unit: UnitOfWork, scope: int) -> None:
        with unit() as session:
            poll = session.get_one(Poll, scope)
            running.close_now(session, poll=poll, keys=self.keys, now=LATER)


class PollScene(Scene):
    """People answer an open poll; after the close names stand beside "answered"."""

    schema = Schema(
        PollSlot.__table__,  # type: ignore[arg-type]
        Answer.__table__,  # type: ignore[arg-type]
        "poll_id",
        lambda row: None,
    )
    closed = Schema(
        Participation.__table__,  # type: ignore[arg-type]
        Answer.__table__,  # type: ignore[arg-type]
        "poll_id",
        lambda row: row["person_id"],
        lambda row: row["done"],
    )

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        who = Respondent(person_id, f"{next(self.numbers):064x}")
        sheet = said(start=f"only-{person_id}-says-this")
        answering.give_answer(unit, poll_id=scope, who=who, sheet=sheet, keys=self.keys, now=LATER)
        return answering.answer_id(scope, who), []

    def end(self, unit: UnitOfWork, scope: int) -> Truth:
        """Keys of rows change at the close: the truth is known by what each one wrote."""
        self.close(unit, scope)
        with unit() as session:
            rows = session.scalars(select(Answer).where(Answer.poll_id == scope))
            return {one.id: int(one.payload["lines"]["start"].split("-")[1]) for one in rows}


class RatingScene(Scene):
    """Everybody rates two sessions, one after the other, and is known by the first remark.

    While ratings are taken, the list of all who may rate is what names people.
    """

    kind = "sessions"
    schema = Schema(
        Participation.__table__,  # type: ignore[arg-type]
        SessionRating.__table__,  # type: ignore[arg-type]
        "poll_id",
        lambda row: row["person_id"],
        said_if=lambda row: row["room"] != "full",
    )
    closed = Schema(
        SessionRating.__table__,  # type: ignore[arg-type]
        SessionRating.__table__,  # type: ignore[arg-type]
        "poll_id",
        lambda row: int(row["remark"].split()[1]) if row["room"] == "full" else None,
        lambda row: row["room"] == "full",
        lambda row: row["room"] != "full",
    )

    def begin(self, unit: UnitOfWork, people: int) -> tuple[int, list[int]]:
        scope = super().begin(unit, people)
        with unit() as session:
            event = session.get_one(Event, self.event_id)
            self.sessions = [make_proposal(session, event).id for _ in range(2)]
        self.key = self.keys.read(running.key_name(scope[0]))
        self.wrote = dict[str, int]()
        return scope

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        # Bytes that one remark alone has: a row is sought in the files by them.
        words, known = f"Great {new_id()}", f"I, {person_id} of {new_id()}"
        self.wrote[words] = person_id
        first, second = self.sessions
        self._rate(unit, scope, person_id, first, Rating(5, "full", known))
        tag = self._rate(unit, scope, person_id, second, Rating(4, "right", words))
        with unit() as session:
            row = select(SessionRating.id).where(SessionRating.tag == tag)
            return session.scalars(row).one(), []

    def _rate(
        self, unit: UnitOfWork, scope: int, person_id: int, proposal_id: int, rated: Rating
    ) -> str:
        tag = tag_for(self.key, person_id, proposal_id)
        with unit() as session:
            rating.rate_session(
                session,
                poll=session.get_one(Poll, scope),
                proposal_id=proposal_id,
                tag=tag,
                rating=rated,
                starts_at=NOON - timedelta(hours=1),
                now=LATER,
            )
        return tag

    def end(self, unit: UnitOfWork, scope: int) -> Truth:
        self.close(unit, scope)
        with unit() as session:
            rows = session.scalars(select(SessionRating).where(SessionRating.poll_id == scope))
            return {one.id: self.wrote[one.remark] for one in rows if one.remark in self.wrote}


def test_nobody_finds_out_who_gave_an_answer_before_or_after_the_close(
    engine: Engine, unit: UnitOfWork, tmp_path: Path
) -> None:
    found = besiege(engine, unit, PollScene(tmp_path))

    assert found.open.faults() == []
    assert found.closed.faults() == []
    assert found.watched.faults() == []


def test_nobody_finds_out_who_rated_nor_by_one_rating_who_wrote_another(
    engine: Engine, unit: UnitOfWork, tmp_path: Path
) -> None:
    found = besiege(engine, unit, RatingScene(tmp_path))

    assert found.open.faults() == []
    assert found.closed.faults() == []
    assert found.watched.faults() == []
