"""Interest groups, who is in them, and when they meet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.events.models import Event
from offsite.orm import Base
from offsite.people.models import Person
from offsite.proposals.models import Proposal, Wanted

KINDS = ("study", "lunch", "other")


class InterestGroup(Base):
    """People who go on with a topic.  One of them convenes; it may come from a proposal or
    a wanted topic."""

    __tablename__ = "interest_group"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name="kind_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(10))
    proposal_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal.id", ondelete="SET NULL"), index=True
    )
    wanted_id: Mapped[int | None] = mapped_column(
        ForeignKey("wanted.id", ondelete="SET NULL"), index=True
    )
    convener_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    proposal: Mapped[Proposal | None] = relationship()
    wanted: Mapped[Wanted | None] = relationship()
    convener: Mapped[Person | None] = relationship()


class GroupMember(Base):
    """Somebody in a group, now or once.  ``turns`` counts joining and leaving: calendars
    that once showed the dates have to hear of each."""

    __tablename__ = "interest_group_member"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("interest_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    turns: Mapped[int] = mapped_column(default=0)

    group: Mapped[InterestGroup] = relationship()
    person: Mapped[Person] = relationship()


class GroupDate(Base):
    """One meeting of a group; ``uid`` names it in calendars for ever, ``sequence`` counts
    its changes there.  ``place`` is a room or a link."""

    __tablename__ = "interest_group_date"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("group_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("interest_group.id", ondelete="CASCADE"))
    uid: Mapped[str] = mapped_column(String(36))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300), default="")
    skipped_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    group: Mapped[InterestGroup] = relationship()

    @property
    def event_id(self) -> int:
        return self.group.event_id
