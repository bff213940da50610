"""What people do about themselves: found an installation, sign in and out, say who they are."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import CursorResult, Update, delete, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.people import queries, rules
from offsite.people.models import Person, SignIn, SignInLink
from offsite.people.rules import Profile
from offsite.people.secrets import hash_of, new_code, new_token


class AlreadyFounded(RuleBroken):
    """The first organizer is there; nobody else can become the first."""


class LinkUnusable(RuleBroken):
    """No such link, or it was used, or its ten minutes are over."""


class OtherBrowser(RuleBroken):
    """The link is fine, but another browser asked for it."""


class WrongCode(RuleBroken):
    """The code is not the one in the mail."""


class NoTriesLeft(RuleBroken):
    """The code was mistyped too often."""


class CannotSignIn(RuleBroken):
    """The person exists, and may not come in."""


@dataclass(frozen=True)
class AskedLink:
    """What the mail needs.  Without a person nobody gets one."""

    link_id: int
    token: str
    code: str
    person: Person | None


@dataclass(frozen=True)
class OpenedSignIn:
    """What the browser keeps: ``token`` is shown once, here."""

    person: Person
    token: str
    next_path: str = ""


# Becoming known


def found_installation(session: Session, *, name: str, email: str, now: datetime) -> Person:
    """Make the first person, who may create series and events.

    Raises:
        AlreadyFounded: somebody is there already.
        BadInput: the name or the address cannot be kept.
    """
    _hold_people(session)
    if queries.has_anybody(session):
        raise AlreadyFounded("This installation has its first organizer already. Please sign in.")
    person = _add_person(session, email=email, name=name, now=now)
    person.founded_at = now
    session.flush()
    return person


def _hold_people(session: Session) -> None:
    # Two first organizers at once: on SQLite the writer is alone already.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE"))


def find_or_create_person(session: Session, *, email: str, name: str, now: datetime) -> Person:
    """The person with this address; a new one, called ``name``, if there is none.

    An existing person keeps their own name.  An empty ``name`` is guessed from the address.

    Raises:
        BadInput: the name or the address cannot be kept.
    """
    if found := queries.person_by_email(session, email):
        return found
    try:
        with session.begin_nested():
            return _add_person(session, email=email, name=name, now=now)
    except IntegrityError:
        # Somebody else added them between our look and our insert.
        if found := queries.person_by_email(session, email):
            return found
        raise


def _add_person(session: Session, *, email: str, name: str, now: datetime) -> Person:
    address = email.strip().lower()
    if not rules.is_address(address):
        raise BadInput("This is not a mail address that we can write to.")
    called = " ".join(name.split()) or rules.name_of_address(address)
    if faults := rules.faults_of(Profile(name=called)):
        raise BadInput(*faults)
    person = Person(guid=str(uuid.uuid4()), name=called, email=address, created_at=now)
    session.add(person)
    session.flush()
    return person


# Signing in by mail


def start_sign_in(
    session: Session, *, email: str, browser: str, next_path: str, now: datetime
) -> AskedLink:
    """Make a link and a code for ``email``, good for ten minutes in this ``browser``.

    Whether or not anybody has this address, the same is done and kept; only the answer's
    ``person`` differs, and nobody but the writer of the mail looks at it.
    """
    person = queries.person_by_email(session, email)
    if person is not None and not person.can_sign_in():
        person = None
    _forget_old_links(session, now)
    token, code = new_token(), new_code()
    link = SignInLink(
        person_id=person.id if person else None,
        token_hash=hash_of(token),
        code_hash=hash_of(token_of_code(code, browser)),
        browser_hash=hash_of(browser),
        next_path=next_path[: rules.LONGEST_NEXT],
        created_at=now,
        expires_at=now + rules.LINK_LIVES,
    )
    session.add(link)
    session.flush()
    return AskedLink(link_id=link.id, token=token, code=code, person=person)


def token_of_code(code: str, browser: str) -> str:
    """A code is short: hashed together with the browser's secret it cannot be looked up."""
    return f"{code}:{browser}"


def _forget_old_links(session: Session, now: datetime) -> None:
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now - rules.LINK_IS_KEPT))


def finish_sign_in(
    session: Session, *, token: str, browser: str, agent: str, now: datetime
) -> OpenedSignIn:
    """Sign in the person to whom the link with ``token`` was mailed.

    Raises:
        LinkUnusable: it never was, was used, or is older than ten minutes.
        OtherBrowser: ``browser`` did not ask for it; the link stays usable.
        CannotSignIn: the person was disabled meanwhile.
    """
    link = usable_link(session, token=token, browser=browser, now=now)
    return _use(session, link, agent=agent, now=now)


def usable_link(session: Session, *, token: str, browser: str, now: datetime) -> SignInLink:
    """The link with ``token``, if this browser could use it now.  Changes nothing.

    Raises:
        LinkUnusable, OtherBrowser: as `finish_sign_in`.
    """
    link = queries.link_by_token(session, token)
    if link is None or not link.is_usable(now):
        raise _unusable()
    if link.browser_hash != hash_of(browser):
        raise OtherBrowser(
            "This link works in the browser where you asked for it. "
            "There you can also type the code from the mail."
        )
    return link


def spend_code_try(session: Session, *, browser: str, now: datetime) -> None:
    """Count one try at the code, before the code is looked at.

    Commit this on its own: a wrong code must not take the count back.

    Raises:
        LinkUnusable: this browser asked for nothing, or too long ago.
        NoTriesLeft: all five tries are spent.
    """
    link = queries.newest_link_of_browser(session, browser)
    if link is None or not link.is_usable(now):
        raise _unusable()
    spent = _changed(
        session,
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.code_tries < rules.CODE_TRIES)
        .values(code_tries=SignInLink.code_tries + 1),
    )
    if not spent:
        raise NoTriesLeft("The code was mistyped too often. Ask for a new mail.")


def finish_sign_in_by_code(
    session: Session, *, code: str, browser: str, agent: str, now: datetime
) -> OpenedSignIn:
    """Sign in by the code of the mail that this browser asked for last.

    Call `spend_code_try` first, in a transaction of its own.

    Raises:
        LinkUnusable, CannotSignIn: as `finish_sign_in`.
        WrongCode: it is not the code of that mail.
    """
    link = queries.newest_link_of_browser(session, browser)
    if link is None or not link.is_usable(now):
        raise _unusable()
    typed = "".join(code.split()).replace("-", "").upper()
    if link.person is None or link.code_hash != hash_of(token_of_code(typed, browser)):
        left = rules.CODE_TRIES - link.code_tries
        raise WrongCode(
            "That is not the code of the last mail. Tries left: %(left)s.", left=max(left, 0)
        )
    return _use(session, link, agent=agent, now=now)


def _use(session: Session, link: SignInLink, *, agent: str, now: datetime) -> OpenedSignIn:
    # Of many uses at once the database lets one through.
    used = _changed(
        session,
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=now),
    )
    if not used or link.person is None:
        raise _unusable()
    opened = open_sign_in(session, person=link.person, method="mail", agent=agent, now=now)
    return OpenedSignIn(opened.person, opened.token, link.next_path)


def _changed(session: Session, statement: Update) -> bool:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount == 1


def _unusable() -> LinkUnusable:
    return LinkUnusable(
        "This link was used already or is older than ten minutes. Ask for a new one."
    )


# Being signed in


def open_sign_in(
    session: Session, *, person: Person, method: str, agent: str, now: datetime
) -> OpenedSignIn:
    """Let one more browser be signed in as ``person``, for thirty days.

    Raises:
        CannotSignIn: the person is disabled.
    """
    if not person.can_sign_in():
        raise CannotSignIn("This account is closed. Ask an organizer of your event.")
    token = new_token()
    sign_in = SignIn(
        person_id=person.id,
        token_hash=hash_of(token),
        method=method,
        agent=agent[:200],
        created_at=now,
        expires_at=now + rules.SIGN_IN_LIVES,
    )
    session.add(sign_in)
    session.flush()
    return OpenedSignIn(person, token)


def sign_out(session: Session, *, sign_in: SignIn, now: datetime) -> None:
    """End one browser's sign-in; every copy of its cookie is dead.  Twice is once."""
    sign_in.ended_at = sign_in.ended_at or now
    session.flush()


def sign_out_everywhere(session: Session, *, person: Person, now: datetime) -> int:
    """End the sign-ins of all browsers of ``person``; how many there were."""
    living = queries.live_sign_ins(session, person_id=person.id, now=now)
    for sign_in in living:
        sign_in.ended_at = now
    session.flush()
    return len(living)


def disable_person(session: Session, *, person: Person, now: datetime) -> None:
    """Close the account: no way in from now on, and every browser is out.  Twice is once."""
    person.disabled_at = person.disabled_at or now
    sign_out_everywhere(session, person=person, now=now)


# Saying who one is


def change_profile(session: Session, *, person: Person, profile: Profile) -> None:
    """Keep what the person says about themselves.

    Raises:
        BadInput: something cannot be kept; nothing is changed.
    """
    if faults := rules.faults_of(profile):
        raise BadInput(*faults)
    for column, value in asdict(profile).items():
        setattr(person, column, list(value) if isinstance(value, tuple) else value)
    session.flush()


def choose_language(session: Session, *, person: Person, locale: str) -> None:
    """Remember the language of pages and mails; empty follows the browser."""
    person.locale = locale
    session.flush()
