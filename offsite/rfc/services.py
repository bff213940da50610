"""A text's way from a draft to what stands: versions, comments, the last call."""

from datetime import datetime

from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken, Stale
from offsite.events.models import Event
from offsite.proposals.services.locking import lock
from offsite.rfc import queries
from offsite.rfc.models import Rfc, RfcComment, RfcFollower, RfcReply, RfcVersion
from offsite.rfc.rules import last_call_end

LONGEST_TITLE, LONGEST_BODY, LONGEST_WORD = 200, 50_000, 500


class BadText(BadInput):
    """The words cannot be a text, a comment or a reason."""


class NotNow(RuleBroken):
    """The text is not in a state in which this can be done."""


class OpenConcern(RuleBroken):
    """Somebody's concern is not resolved."""


class TextChanged(Stale):
    """Somebody wrote a newer version meanwhile."""


def write(
    session: Session,
    *,
    event: Event,
    title: str,
    body: str,
    person_id: int | None,
    now: datetime,
    kind: str = "text",
) -> Rfc:
    """Write a text down as a draft; only its author and the organizers see it.

    Raises:
        BadText: there is no title or no text, or they are too long.
    """
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadText("Give the text a title of at most 200 characters.")
    rfc = Rfc(
        event_id=event.id,
        kind=kind,
        title=title,
        created_by_id=person_id,
        created_at=now,
        changed_at=now,
    )
    rfc.versions.append(
        RfcVersion(number=1, body=_checked_body(body), written_by_id=person_id, written_at=now)
    )
    session.add(rfc)
    session.flush()
    if person_id is not None:
        follow(session, rfc=rfc, person_id=person_id, now=now)
    return rfc


def _checked_body(body: str) -> str:
    body = body.strip()
    if not body:
        raise BadText("Write the text that people shall comment on.")
    if len(body) > LONGEST_BODY:
        raise BadText("The text is too long to be read: keep it below 50,000 characters.")
    return body


def revise(
    session: Session,
    *,
    rfc: Rfc,
    body: str,
    note: str,
    seen: int,
    person_id: int | None,
    now: datetime,
) -> RfcVersion:
    """Write the next version.  A last call that runs ends with it: people agreed to other words.

    A draft's only version is written over.  ``seen`` is the version the page showed.

    Raises:
        BadText: there is no text, or, once it is open, no note of what changed.
        NotNow: it is settled or withdrawn.
        TextChanged: there is a newer version.
    """
    body = _checked_body(body)
    lock(session, rfc)
    if rfc.state in ("settled", "withdrawn"):
        raise NotNow("This text is closed; it cannot change any more.")
    if rfc.version != seen:
        raise TextChanged(
            "Somebody wrote version %(number)s meanwhile. Compare it with yours; your words are "
            "still in the form.",
            number=rfc.version,
        )
    newest = rfc.versions[-1]
    if newest.body == body:
        return newest
    rfc.changed_at = now
    if rfc.state == "draft":
        newest.body, newest.written_at = body, now
        session.flush()
        return newest
    note = " ".join(note.split())
    if not note:
        raise BadText("Say in a line what changed: people have read the version before.")
    rfc.version += 1
    rfc.state, rfc.last_call_ends_at = "open", None
    written = RfcVersion(
        rfc_id=rfc.id,
        number=rfc.version,
        body=body,
        note=note[:LONGEST_WORD],
        written_by_id=person_id,
        written_at=now,
    )
    session.add(written)
    session.flush()
    session.refresh(rfc)
    return written


def open_for_comments(session: Session, *, rfc: Rfc, now: datetime) -> None:
    """Put the draft before everybody.  Twice is once; a withdrawn text comes back.

    Raises:
        NotNow: it is settled.
    """
    lock(session, rfc)
    if rfc.takes_comments:
        return
    if rfc.state == "settled":
        raise NotNow("This text stands already.")
    rfc.state, rfc.changed_at = "open", now
    rfc.opened_at = rfc.opened_at or now
    session.flush()


def comment(
    session: Session,
    *,
    rfc: Rfc,
    person_id: int,
    body: str,
    now: datetime,
    is_concern: bool = False,
) -> RfcComment:
    """Say something about the newest version.  A concern ends a last call that runs.

    Raises:
        BadText: there are no words.
        NotNow: it takes no comments.
    """
    body = _checked_words(body)
    lock(session, rfc)
    _require_comments(rfc)
    said = RfcComment(
        rfc_id=rfc.id,
        version=rfc.version,
        person_id=person_id,
        body=body,
        is_concern=is_concern,
        created_at=now,
        changed_at=now,
    )
    session.add(said)
    if is_concern:
        _stop_last_call(rfc)
    rfc.changed_at = now
    session.flush()
    follow(session, rfc=rfc, person_id=person_id, now=now)
    return said


def _checked_words(body: str) -> str:
    body = body.strip()
    if not body:
        raise BadText("Write something first.")
    if len(body) > 5000:
        raise BadText("Keep a comment below 5,000 characters; several comments are fine.")
    return body


def _require_comments(rfc: Rfc) -> None:
    if not rfc.takes_comments:
        raise NotNow("This text takes no comments at the moment.")


def _stop_last_call(rfc: Rfc) -> None:
    if rfc.state == "last_call":
        rfc.state, rfc.last_call_ends_at = "open", None


def reply(
    session: Session, *, comment: RfcComment, person_id: int, body: str, now: datetime
) -> RfcReply:
    """Answer a comment; somebody else's answer marks it answered.

    Raises:
        BadText: there are no words.
        NotNow: the text takes no comments.
    """
    body = _checked_words(body)
    lock(session, comment)
    _require_comments(comment.rfc)
    said = RfcReply(comment_id=comment.id, person_id=person_id, body=body, created_at=now)
    session.add(said)
    if comment.state == "open" and comment.person_id != person_id:
        comment.state = "answered"
    comment.changed_at = comment.rfc.changed_at = now
    session.flush()
    session.refresh(comment)
    follow(session, rfc=comment.rfc, person_id=person_id, now=now)
    return said


def resolve(
    session: Session, *, comment: RfcComment, person_id: int, word: str, now: datetime
) -> None:
    """Close a comment with one line why.  Twice is once.

    Raises:
        BadText: there is no reason.
        NotNow: the text takes no comments.
    """
    word = " ".join(word.split())
    if not word:
        raise BadText("Say in one line how it was resolved.")
    lock(session, comment)
    if comment.state == "resolved":
        return
    _require_comments(comment.rfc)
    comment.state, comment.resolution = "resolved", word[:LONGEST_WORD]
    comment.resolved_by_id, comment.resolved_at = person_id, now
    comment.changed_at = comment.rfc.changed_at = now
    session.flush()


def reopen(session: Session, *, comment: RfcComment, now: datetime) -> None:
    """Take a resolution back; a concern ends a last call again.

    Raises:
        NotNow: the text takes no comments.
    """
    lock(session, comment)
    if comment.state != "resolved":
        return
    lock(session, comment.rfc)
    _require_comments(comment.rfc)
    comment.state = "answered" if comment.replies else "open"
    comment.resolution, comment.resolved_by_id, comment.resolved_at = "", None, None
    comment.changed_at = now
    if comment.is_concern:
        _stop_last_call(comment.rfc)
    session.flush()


def start_last_call(session: Session, *, rfc: Rfc, now: datetime) -> datetime:
    """Give everybody three more working days; returns when they end.

    Raises:
        NotNow: it is not open.
        OpenConcern: a concern is not resolved.
    """
    lock(session, rfc)
    if rfc.state == "last_call" and rfc.last_call_ends_at is not None:
        return rfc.last_call_ends_at
    if rfc.state != "open":
        raise NotNow("Only a text that is open for comments can have a last call.")
    _require_no_concern(session, rfc)
    rfc.state, rfc.changed_at = "last_call", now
    rfc.last_call_ends_at = last_call_end(now, rfc.event.zone)
    session.flush()
    return rfc.last_call_ends_at


def _require_no_concern(session: Session, rfc: Rfc) -> None:
    if queries.tally(session, rfc).concerns:
        raise OpenConcern("A concern is open. Resolve it first, with whoever raised it.")


def stop_last_call(session: Session, *, rfc: Rfc, now: datetime) -> None:
    """Let comments come without an end again."""
    lock(session, rfc)
    _stop_last_call(rfc)
    rfc.changed_at = now
    session.flush()


def settle(session: Session, *, rfc: Rfc, now: datetime) -> None:
    """Let the text stand: its last call is over and no concern is open.  Twice is once.

    Raises:
        NotNow: the last call still runs, or there was none.
        OpenConcern: a concern is not resolved.
    """
    lock(session, rfc)
    if rfc.state == "settled":
        return
    if rfc.state != "last_call" or rfc.last_call_ends_at is None:
        raise NotNow("A text stands after its last call: start that first.")
    if now < rfc.last_call_ends_at:
        raise NotNow("The last call still runs.")
    _require_no_concern(session, rfc)
    rfc.state, rfc.settled_at, rfc.changed_at = "settled", now, now
    session.flush()


def withdraw(session: Session, *, rfc: Rfc, now: datetime) -> None:
    """Take the text back; opening it again undoes that.

    Raises:
        NotNow: it stands already.
    """
    lock(session, rfc)
    if rfc.state == "settled":
        raise NotNow("This text stands already; write another one that replaces it.")
    rfc.state, rfc.last_call_ends_at, rfc.changed_at = "withdrawn", None, now
    session.flush()


def follow(session: Session, *, rfc: Rfc, person_id: int, now: datetime) -> None:
    """Hear of what is new from ``now`` on, unless the person has asked not to."""
    if queries.follower(session, rfc_id=rfc.id, person_id=person_id) is None:
        session.add(RfcFollower(rfc_id=rfc.id, person_id=person_id, told_up_to=now))
        session.flush()


def set_following(
    session: Session, *, rfc: Rfc, person_id: int, follows: bool, now: datetime
) -> None:
    """Say whether to hear of it."""
    lock(session, rfc)
    follow(session, rfc=rfc, person_id=person_id, now=now)
    found = queries.follower(session, rfc_id=rfc.id, person_id=person_id)
    assert found is not None
    if follows and not found.follows:
        found.told_up_to = now
    found.follows = follows
    session.flush()
