"""Questions and votes as people ask and cast them: the store gives nobody away."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from offsite.anonymity.apart import UnitOfWork
from offsite.anonymity.devices import new_secret
from offsite.anonymity.ids import new_id
from offsite.anonymity.keys import KeyFolder
from offsite.events.models import Event
from offsite.questions.models import Question, QuestionSlot, QuestionVote, Queue
from offsite.questions.services import asking, merging, queues, voting
from tests.attackers.evidence import Schema, rows_of
from tests.attackers.harness import NONE_ABOVE, besiege, right
from tests.attackers.naive import Clock
from tests.factories import NOON, make_event, make_member, make_person, make_question, make_queue


class AskScene(Clock):
    """Everybody asks once, without a name; then the queue is closed for good.

    No slot is left after the close, so only who watched the room has people to join.
    """

    schema = closed = Schema(
        QuestionSlot.__table__,  # type: ignore[arg-type]
        Question.__table__,  # type: ignore[arg-type]
        "queue_id",
        lambda row: None,
    )

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.keys = KeyFolder(folder)
        self.event_id, self.persons = 0, list[int]()

    def begin(self, unit: UnitOfWork, people: int) -> tuple[int, list[int]]:
        with unit() as session:
            if not self.persons:
                self.event_id = make_event(session).id
                self.persons = [make_person(session).id for _ in range(people)]
            event = session.get_one(Event, self.event_id)
            queue = make_queue(session, event, key_name=new_id())
            self.key = self.keys.make(queue.key_file)
            return queue.id, self.persons

    def act(self, unit: UnitOfWork, scope: int, person_id: int) -> tuple[str, list[str]]:
        ident = asking.ask(
            unit,
            queue_id=scope,
            asker=asking.Asker(person_id, new_secret(), self.key),
            form_key=new_id(),
            body=f"Why, asks somebody, is {new_id()} so?",
            is_anonymous=True,
            now=self.tick(),
        )
        return ident, []

    def end(self, unit: UnitOfWork, scope: Any) -> None:
        with unit() as session:
            queue = session.get_one(Queue, scope)
            queues.close_queue(session, queue=queue, now=NOON)
            self.keys.destroy(queue.key_file)


def test_nobody_finds_out_who_asked_before_or_after_the_close(
    engine: Engine, unit: UnitOfWork, tmp_path: Path
) -> None:
    found = besiege(engine, unit, AskScene(tmp_path))

    assert found.open.faults() == []
    assert found.closed.faults() == []
    assert found.watched.faults() == []


def test_votes_of_a_merge_do_not_lie_in_the_order_of_the_members(
    engine: Engine, unit: UnitOfWork
) -> None:
    """A merge tries the members one after another; its tags must not stand in that order."""
    key = b"k" * 32
    with unit() as session:
        event = make_event(session)
        queue = make_queue(session, event)
        same, first = make_question(session, queue), make_question(session, queue)
        people = [make_member(session, event).person_id for _ in range(50)]
        for person_id in people:
            voting.cast_vote(session, question=same, person_id=person_id, key=key, choice="up")
        merging.merge(session, question=same, into=first, key=key)
        ident = first.id

    with unit() as session:
        votes = rows_of(
            session,
            QuestionVote.__table__,  # type: ignore[arg-type]
            ("question_id", ident),
            lambda _: None,
            None,
        )
        order = sorted(votes, key=lambda one: one.measures.get("ctid_line", 0))
    guess = dict(zip((one.columns["tag"] for one in order), people, strict=True))
    truth = {
        voting.vote_tag(key, person_id=person_id, question_id=ident): person_id
        for person_id in people
    }

    assert right(guess, truth) <= NONE_ABOVE
