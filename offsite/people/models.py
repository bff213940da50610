"""People and the ways they prove who they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from offsite.orm import Base


class Person(Base):
    """An account.  The mail address is kept in lower case and is unique."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("email"),
        UniqueConstraint("guid"),
        UniqueConstraint("oidc_issuer", "oidc_subject"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("length(name) > 0", name="has_a_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guid: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    team: Mapped[str] = mapped_column(String(100), default="")
    function: Mapped[str] = mapped_column(String(100), default="")
    track: Mapped[str] = mapped_column(String(100), default="")
    leadership: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    topics: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text, default="")
    locale: Mapped[str] = mapped_column(String(12), default="")
    oidc_issuer: Mapped[str | None] = mapped_column(String(500))
    oidc_subject: Mapped[str | None] = mapped_column(String(255))
    """Who the company's provider says this is; a subject means nothing without its issuer."""
    is_demo: Mapped[bool] = mapped_column(default=False)
    founded_at: Mapped[datetime | None]
    """Set on the person who set this installation up: may create series."""
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    def can_sign_in(self) -> bool:
        return self.disabled_at is None


class SignInLink(Base):
    """A mailed way in: single use, short-lived, kept only as hashes.

    Without a person it is a decoy: an address nobody here has is answered in the same way,
    down to the tries its code would have.
    """

    __tablename__ = "sign_in_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str] = mapped_column(String(64), index=True)
    next_path: Mapped[str] = mapped_column(String(500), default="")
    code_tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()

    def is_usable(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


class SignIn(Base):
    """A browser that is signed in.  Ending the row ends every copy of its cookie."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(20))
    agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at
