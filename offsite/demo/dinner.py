"""The AMA dinner of the upcoming edition: asked in advance, voted on, partly answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy.orm import Session

from offsite.anonymity.apart import UnitOfWork
from offsite.anonymity.keys import KeyFolder
from offsite.demo.company import ORGANIZER
from offsite.demo.filling import Stage
from offsite.people.models import Person
from offsite.proposals.models import Proposal
from offsite.questions.models import Question, Queue
from offsite.questions.services import asking, merging, moderating, queues, voting

PANEL = (ORGANIZER, 1, 4)
"""Places of those who answer among the people."""

SOME = 40
"""So many at most vote on one question."""

INTRO = (
    "Both evenings over dinner. Ask what you would not ask in a meeting: everything that gets "
    "votes gets an answer, here or in writing afterwards."
)


@dataclass(frozen=True)
class Asked:
    """A question: how many of ten like it, whether it has a name, and what became of it."""

    body: str
    liked: int
    named: bool = False
    fate: str = "shown"
    reply: str = ""


QUESTIONS = (
    Asked(
        "Why did we freeze hiring for juniors while we lost four of them to other teams?",
        9,
    ),
    Asked(
        "Which decision of last year would you take differently today?",
        8,
        named=True,
        fate="answered",
        reply="Splitting the platform budget by team. It looked fair and made everybody buy "
        "the same thing six times. From January it is **one** budget again.",
    ),
    Asked("Will there be a second office day, yes or no? Rumours cost us more than the day.", 7),
    Asked("Is it true that a second day in the office is coming?", 5, fate="merged"),
    Asked("How do you find out that a lead is overloaded before they leave?", 6),
    Asked("What does a staff engineer have to do here to be promoted?", 6, named=True),
    Asked("Which of our products would you stop if you were alone to decide?", 5),
    Asked("Do you read the incident reports? Which one changed your mind?", 4, named=True),
    Asked("Why do we still estimate in days when nobody believes them?", 3),
    Asked("Could the conference budget be opened in October, not in January?", 2, named=True),
    Asked("When do the showers on the third floor work again?", 1, fate="parked"),
    Asked("Why was my colleague from Search passed over again?", 0, fate="declined"),
    Asked("What happens to the Tuesday lunch when the canteen moves?", 0, fate="waiting"),
)
REASON = "It is about one person. Ask them, or ask how we decide on promotions: that we answer."
SESSION_QUESTIONS = (
    Asked("How long did it take until the numbers moved?", 5),
    Asked("What would you leave out if you started again?", 4, named=True),
    Asked("Does this work for a team of three?", 2),
)


class Dinner:
    """Asks, votes and moderates as people would; the same dice give the same questions."""

    def __init__(self, unit: UnitOfWork, stage: Stage, keys: KeyFolder, rng: Random) -> None:
        self.unit, self.stage, self.keys, self.rng = unit, stage, keys, rng
        self.now = stage.dates.released

    def hold(self) -> None:
        """The dinner's questions, with a panel, votes, a merge and a written answer."""
        event, people = self.stage.event, self.stage.people
        panel = [people[place % len(people)].id for place in PANEL]
        with self.unit() as session:
            plan = queues.QueuePlan("AMA dinner", INTRO)
            queue = queues.open_queue(session, event=event, plan=plan, now=self.now)
            queues.seat_panel(session, queue=queue, person_ids=panel)
        asked = self._ask(queue, QUESTIONS)
        with self.unit() as session:
            for one, question in asked.items():
                self._moderate(session, question, one, panel[0])
            first, second = (asked[one] for one in QUESTIONS[2:4])
            merging.merge(session, question=second, into=first, key=self.keys.read(queue.key_file))
            moderating.pin(session, question=asked[QUESTIONS[0]], is_pinned=True, now=self.now)
            moderating.assign(session, question=asked[QUESTIONS[4]], person_id=panel[1])

    def at_session(self, proposal: Proposal) -> None:
        """Questions of a session, asked before it begins."""
        with self.unit() as session:
            plan = queues.QueuePlan(proposal.title, is_moderated=False)
            queue = queues.open_queue(
                session, event=self.stage.event, plan=plan, now=self.now, proposal=proposal
            )
        self._ask(queue, SESSION_QUESTIONS)

    def _ask(self, queue: Queue, questions: Sequence[Asked]) -> dict[Asked, Question]:
        key = self.keys.make(queue.key_file)
        members = [one.person for one in self.stage.members.values()]
        found: dict[Asked, Question] = {}
        for one in questions:
            ident = asking.ask(
                self.unit,
                queue_id=queue.id,
                asker=asking.Asker(self.rng.choice(members).id, self._random_hex(64), key),
                form_key=self._random_hex(32),
                body=one.body,
                is_anonymous=not one.named,
                now=self.now,
            )
            with self.unit() as session:
                question = found[one] = session.get_one(Question, ident)
                if one.fate in ("declined", "waiting"):
                    continue
                if question.state == "waiting":
                    moderating.move(session, question=question, to="shown")
                self._vote(session, question, one.liked, members, key)
        return found

    def _vote(
        self,
        session: Session,
        question: Question,
        liked: int,
        members: Sequence[Person],
        key: bytes,
    ) -> None:
        saw = self.rng.sample(members, len(members) * 2 // 3)
        for person in saw[:SOME]:
            choice = "up" if self.rng.random() * 10 < liked else "pass"
            voting.cast_vote(
                session, question=question, person_id=person.id, key=key, choice=choice
            )
        question.seen = len(saw)
        session.flush()

    def _moderate(self, session: Session, question: Question, one: Asked, panelist: int) -> None:
        if one.fate == "declined":
            moderating.decline(session, question=question, reason=REASON)
        elif one.fate == "parked":
            moderating.move(session, question=question, to="parked")
        elif one.reply:
            moderating.write_answer(
                session, question=question, person_id=panelist, body=one.reply, now=self.now
            )

    def _random_hex(self, digits: int) -> str:
        return f"{self.rng.getrandbits(4 * digits):0{digits}x}"
