"""Polls, who was asked, what was answered, and results brought from elsewhere.

What people answer without a name stands in tables that know no person, no time and no
order: a random key, and on SQLite no hidden row number either.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.anonymity.ids import WITHOUT_ROWID, RandomlyNamed
from offsite.anonymity.slots import SpentSlot
from offsite.events.models import Event, is_within
from offsite.orm import Base, one_of
from offsite.people.models import Person
from offsite.proposals.models import Proposal

KINDS = ("meeting", "sessions")
ITEM_KINDS = ("overall", "row", "line")
SPLITS = ("", "newcomer", "role")
"""The lists of groups by which results may be looked at; fixed before a poll opens."""

GROUPS = {
    "": (),
    "newcomer": ("first", "before"),
    "role": ("people", "technical", "both", "other"),
}
WORTH = (1, 2, 3, 4, 5)
NEXT = ("more", "same", "less", "drop")
ROOM_FITS = ("full", "right", "empty")


class Poll(Base):
    """Questions about one event, asked within a period.

    It is a draft until it has a beginning, and its results exist once it is sealed: then
    nothing of it changes any more.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint(one_of("kind", KINDS), name="kind_known"),
        CheckConstraint(one_of("split", SPLITS), name="split_known"),
        CheckConstraint("attended IS NULL OR attended > 0", name="attended_positive"),
        CheckConstraint("closes_at IS NULL OR opens_at IS NOT NULL", name="end_has_a_beginning"),
        CheckConstraint("sealed_at IS NULL OR closes_at IS NOT NULL", name="sealed_when_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text, default="")
    is_anonymous: Mapped[bool] = mapped_column(default=True)
    split: Mapped[str] = mapped_column(String(10), default="")
    attended: Mapped[int | None]
    """How many people were there, when the organizers counted; else all who were asked."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    event: Mapped[Event] = relationship()
    items: Mapped[list["PollItem"]] = relationship(
        order_by="PollItem.position", back_populates="poll", cascade="all, delete-orphan"
    )

    def is_open(self, now: datetime) -> bool:
        return self.sealed_at is None and is_within(now, self.opens_at, self.closes_at)

    def may_change(self, now: datetime) -> bool:
        """Whether its questions and its anonymity are not yet fixed."""
        return self.opens_at is None or now < self.opens_at

    def is_due(self, now: datetime) -> bool:
        """Whether its time is over and it waits to be sealed."""
        return self.sealed_at is None and self.closes_at is not None and now >= self.closes_at

    def state(self, now: datetime) -> str:
        """One of draft, planned, open, ending, closed."""
        if self.sealed_at is not None:
            return "closed"
        if self.opens_at is None:
            return "draft"
        if now < self.opens_at:
            return "planned"
        return "ending" if self.is_due(now) else "open"


class PollItem(Base):
    """One question: about the whole meeting, about a format, or a line for free text.

    ``key`` is the same from year to year, so that years can be compared; of a format it is
    the key of the format.
    """

    __tablename__ = "poll_item"
    __table_args__ = (
        UniqueConstraint("poll_id", "key"),
        CheckConstraint(one_of("kind", ITEM_KINDS), name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(50))
    label: Mapped[str] = mapped_column(String(200))
    hue: Mapped[int] = mapped_column(default=1)

    poll: Mapped[Poll] = relationship(back_populates="items")


class Participation(Base):
    """A person was asked, and whether they answered: a flag, and no time.

    The rows of all who are invited are made together when the poll is planned, so that
    their order says nothing.  Without names the flag is only written when the poll is
    sealed, for all at once: until then `PollSlot` knows.
    """

    __tablename__ = "poll_participation"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    done: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()


class PollSlot(SpentSlot, Base):
    """Somebody answered: a mark that only the poll's key can tell apart, gone at the end."""

    __tablename__ = "poll_slot"
    __table_args__ = (WITHOUT_ROWID,)

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), index=True)


class Answer(RandomlyNamed, Base):
    """What somebody answered: no person, no time, no order.

    ``id`` can be found again only with the secret of the answering device, until the poll is
    sealed and every row gets another one.  ``payload`` is a `sheets.Sheet`.
    """

    __tablename__ = "poll_answer"
    __table_args__ = (WITHOUT_ROWID,)

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]]


class NamedAnswer(Base):
    """What a person answered in a poll that says openly that it has names."""

    __tablename__ = "poll_named_answer"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("poll.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    payload: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class SessionRating(RandomlyNamed, Base):
    """What somebody thought of one session: no person, no time, no order.

    ``tag`` lets the same person change it while the poll is open; it is made with a key
    that the database does not hold, and is forgotten when the poll is sealed.
    """

    __tablename__ = "session_rating"
    __table_args__ = (
        UniqueConstraint("poll_id", "proposal_id", "tag"),
        CheckConstraint("worth BETWEEN 1 AND 5", name="worth_on_scale"),
        CheckConstraint(f"room = '' OR {one_of('room', ROOM_FITS)}", name="room_known"),
        WITHOUT_ROWID,
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id", ondelete="CASCADE"))
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    tag: Mapped[str | None] = mapped_column(String(64))
    worth: Mapped[int]
    room: Mapped[str] = mapped_column(String(5), default="")
    remark: Mapped[str] = mapped_column(Text, default="")

    proposal: Mapped[Proposal] = relationship()


class PastResult(Base):
    """Counts of a survey that was held elsewhere; its rows were never kept."""

    __tablename__ = "past_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(100), default="")
    answered: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )

    event: Mapped[Event] = relationship()
    questions: Mapped[list["PastQuestion"]] = relationship(
        order_by="PastQuestion.position", cascade="all, delete-orphan"
    )


class PastQuestion(Base):
    """One question of a survey held elsewhere: how many gave each answer.

    ``subject`` is what was asked about (a session), empty for the whole.  ``counts`` are
    pairs [answer, people] in their order.
    """

    __tablename__ = "past_question"
    __table_args__ = (
        CheckConstraint("kind IN ('choice', 'rating', 'text')", name="kind_known"),
        CheckConstraint("n >= 0", name="n_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    past_result_id: Mapped[int] = mapped_column(
        ForeignKey("past_result.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(300), default="")
    label: Mapped[str] = mapped_column(Text)
    seats: Mapped[int | None]
    n: Mapped[int]
    counts: Mapped[list[Any]] = mapped_column(default=list)


class PastRemark(RandomlyNamed, Base):
    """A free text of a survey held elsewhere, beside nothing else its author said."""

    __tablename__ = "past_remark"
    __table_args__ = (WITHOUT_ROWID,)

    past_question_id: Mapped[int] = mapped_column(
        ForeignKey("past_question.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
