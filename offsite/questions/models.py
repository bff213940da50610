"""Queues, their questions, and what is known about them.

The row of a question names nobody.  Who asked by name stands in ``QuestionAuthor``; who
voted, and how often somebody asked, are tags that only the queue's key can tell apart.
Foreign keys that point at questions wait for the end of the transaction: at the close all
questions are written anew in random order (`anonymity.rewriting`).
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.anonymity.devices import PROOF_LENGTH
from offsite.anonymity.ids import ID_LENGTH, WITHOUT_ROWID, RandomlyNamed, new_id
from offsite.anonymity.slots import SpentSlot
from offsite.anonymity.tags import TAG_LENGTH
from offsite.events.models import Event
from offsite.orm import Base, one_of
from offsite.people.models import Person
from offsite.proposals.models import Proposal

STATES = ("waiting", "shown", "answering", "answered", "parked", "declined", "withdrawn")
PUBLIC = ("shown", "answering", "answered", "parked")
"""States in which everybody in the event reads a question."""
OPEN = ("shown", "answering")
"""States in which votes are taken."""
CHOICES = ("up", "pass")
KEY_PREFIX = "questions-"


def _question_key() -> ForeignKey:
    return ForeignKey("question.id", deferrable=True, initially="DEFERRED")


class Queue(Base):
    """Where questions are asked: of one session, or a free one.

    It is rehearsed until ``rehearsal_since`` is taken away; what was asked until then
    vanishes.  Once closed it stays closed: its key is gone.
    """

    __tablename__ = "question_queue"
    __table_args__ = (
        UniqueConstraint("event_id", "slug"),
        UniqueConstraint("proposal_id"),
        UniqueConstraint("key_name"),
        CheckConstraint("per_person > 0", name="per_person_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(50))
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text, default="")
    is_moderated: Mapped[bool] = mapped_column(default=True)
    """Questions wait for a moderator before others see them."""
    allows_anonymous: Mapped[bool] = mapped_column(default=True)
    per_person: Mapped[int] = mapped_column(default=10)
    """How often one person may ask, with and without a name together."""
    key_name: Mapped[str] = mapped_column(String(ID_LENGTH), default=new_id)
    created_at: Mapped[datetime]
    rehearsal_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    panelists: Mapped[list["QueuePanelist"]] = relationship(
        back_populates="queue", cascade="all, delete-orphan", order_by="QueuePanelist.person_id"
    )

    @property
    def queue(self) -> "Queue":
        return self

    @property
    def topic(self) -> str:
        """What open pages watch."""
        return f"questions:{self.id}"

    @property
    def key_file(self) -> str:
        return f"{KEY_PREFIX}{self.key_name}"


class QueuePanelist(Base):
    """Somebody who answers in this queue."""

    __tablename__ = "question_panelist"

    queue_id: Mapped[int] = mapped_column(
        ForeignKey("question_queue.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    queue: Mapped[Queue] = relationship(back_populates="panelists")
    person: Mapped[Person] = relationship()


class Question(RandomlyNamed, Base):
    """What somebody asks.  Times are quarters of an hour; ``seen`` is a bare counter."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state_known"),
        WITHOUT_ROWID,
    )

    queue_id: Mapped[int] = mapped_column(ForeignKey("question_queue.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    original: Mapped[str] = mapped_column(Text, default="")
    """The asker's own words, once a moderator has edited them."""
    is_anonymous: Mapped[bool]
    proof: Mapped[str] = mapped_column(String(PROOF_LENGTH))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was declined, for the asker."""
    asked_at: Mapped[datetime]
    pinned_at: Mapped[datetime | None]
    merged_into_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), _question_key(), index=True
    )
    up: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)

    queue: Mapped[Queue] = relationship()
    author: Mapped["QuestionAuthor | None"] = relationship(viewonly=True)
    assignment: Mapped["QuestionAssignment | None"] = relationship(viewonly=True)
    answers: Mapped[list["QuestionAnswer"]] = relationship(
        viewonly=True, order_by="QuestionAnswer.id"
    )

    @property
    def event_id(self) -> int:
        return self.queue.event_id


class QuestionAuthor(Base):
    """Who asked a question by name."""

    __tablename__ = "question_author"

    question_id: Mapped[str] = mapped_column(String(ID_LENGTH), _question_key(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    question: Mapped[Question] = relationship()
    person: Mapped[Person] = relationship()


class QuestionVote(Base):
    """Somebody wants it answered, or says that it is not for them.

    ``merged_from`` names the question whose voter this was before a merge; empty otherwise.
    """

    __tablename__ = "question_vote"
    __table_args__ = (
        CheckConstraint(one_of("choice", CHOICES), name="choice_known"),
        WITHOUT_ROWID,
    )

    question_id: Mapped[str] = mapped_column(String(ID_LENGTH), _question_key(), primary_key=True)
    tag: Mapped[str] = mapped_column(String(TAG_LENGTH), primary_key=True)
    choice: Mapped[str] = mapped_column(String(4))
    merged_from: Mapped[str] = mapped_column(String(ID_LENGTH), default="")


class QuestionSlot(SpentSlot, Base):
    """Somebody has asked once."""

    __tablename__ = "question_slot"
    __table_args__ = (WITHOUT_ROWID,)

    queue_id: Mapped[int] = mapped_column(
        ForeignKey("question_queue.id", ondelete="CASCADE"), index=True
    )


class QuestionAssignment(Base):
    """The panelist who is to answer."""

    __tablename__ = "question_assignment"

    question_id: Mapped[str] = mapped_column(String(ID_LENGTH), _question_key(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)

    question: Mapped[Question] = relationship()
    person: Mapped[Person] = relationship()


class QuestionAnswer(Base):
    """What a panelist wrote, with their name."""

    __tablename__ = "question_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(String(ID_LENGTH), _question_key(), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]

    question: Mapped[Question] = relationship()
    person: Mapped[Person | None] = relationship()
