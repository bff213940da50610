"""Challenges are raised, everybody gives voices, one or two are taken."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from offsite.errors import BadInput, RuleBroken
from offsite.facilitation import queries, rules
from offsite.facilitation.models import Challenge, Run, Voice
from offsite.facilitation.pulse import touch
from offsite.proposals.services.locking import lock

LONGEST = 300


class NotRaising(RuleBroken):
    """Challenges are not raised in this phase."""


class NotVoting(RuleBroken):
    """Voices are not given now."""


class NoVoicesLeft(RuleBroken):
    """The person has given every voice."""


class NotPicking(RuleBroken):
    """It cannot be picked, or not now."""


class BadChallenge(BadInput):
    """The words cannot be a challenge."""


def raise_challenge(
    session: Session, *, run: Run, text: str, person_id: int, told_by: str = "", now: datetime
) -> Challenge:
    """Write a challenge down; ``told_by`` names who said it, if that is somebody else.

    Raises:
        BadChallenge: no words, or too many.
        NotRaising: another phase runs, or the person has raised enough.
    """
    text, told_by = " ".join(text.split()), " ".join(told_by.split())
    if not text or len(text) > LONGEST or len(told_by) > 100:
        raise BadChallenge("Say it in one or two sentences, at most 300 characters.")
    lock(session, run)
    if not run.takes_challenges:
        raise NotRaising("Challenges are not raised in this phase.")
    own = [one for one in run.challenges if one.person_id == person_id and not one.told_by]
    if not told_by and len(own) >= rules.MOST_EACH:
        raise NotRaising("You have raised %(most)s. Leave room for others.", most=rules.MOST_EACH)
    challenge = Challenge(
        run_id=run.id, text=text, person_id=person_id, told_by=told_by, raised_at=now
    )
    session.add(challenge)
    _done(session, run)
    return challenge


def withdraw(session: Session, *, challenge: Challenge) -> None:
    """Take a challenge back, with the voices it has.

    Raises:
        NotRaising: the voices are counted.
    """
    run = challenge.run
    lock(session, run)
    if run.counted_at is not None:
        raise NotRaising("The voices are counted. It stays on the list.")
    session.delete(challenge)
    _done(session, run)


def give_voice(session: Session, *, challenge: Challenge, person_id: int) -> None:
    """Say that one wants it.  Twice is once.

    Raises:
        NotVoting: voices are not given now.
        NoVoicesLeft: the person's two are given.
    """
    run = challenge.run
    # Two taps at once must not spend the last voice twice.
    lock(session, run)
    _need_voting(run)
    given = queries.voices_of(session, run, person_id=person_id)
    if challenge.id in given:
        return
    if not rules.voices_left(len(given)):
        raise NoVoicesLeft(
            "You have given both of your %(voices)s voices. Take one back first.",
            voices=rules.VOICES,
        )
    session.add(Voice(challenge_id=challenge.id, person_id=person_id))
    _done(session, run)


def take_voice(session: Session, *, challenge: Challenge, person_id: int) -> None:
    """Take one's voice back.  Without one nothing changes.

    Raises:
        NotVoting: voices are not given now.
    """
    lock(session, challenge.run)
    _need_voting(challenge.run)
    session.execute(
        delete(Voice).where(Voice.challenge_id == challenge.id, Voice.person_id == person_id)
    )
    _done(session, challenge.run)


def _need_voting(run: Run) -> None:
    if not run.takes_voices:
        raise NotVoting("Voices are not given now.")


def count(session: Session, *, run: Run, now: datetime) -> None:
    """Count the voices, show the sums, and forget who gave which.  Twice is once.

    Raises:
        NotVoting: voices are not given now.
    """
    lock(session, run)
    if run.counted_at is not None:
        return
    _need_voting(run)
    sums = queries.voices_by_challenge(session, run)
    for one in run.challenges:
        one.voices = sums.get(one.id, 0)
    ids = select(Challenge.id).where(Challenge.run_id == run.id)
    session.execute(delete(Voice).where(Voice.challenge_id.in_(ids)))
    run.counted_at = now
    _done(session, run)


def vote_again(session: Session, *, run: Run) -> None:
    """Everybody gives voices anew, as after a tie.  Sums and picks are forgotten.

    Raises:
        NotVoting: this is not the phase in which the group picks.
    """
    lock(session, run)
    if not run.is_under_way or run.step.kind != "pick":
        raise NotVoting("Go back to the phase in which the group picks.")
    for one in run.challenges:
        one.voices = one.picked_at = None
    run.counted_at = None
    _done(session, run)


def pick(session: Session, *, challenge: Challenge, now: datetime) -> None:
    """The group takes this one.  Twice is once.

    Raises:
        NotPicking: the voices are not counted, or two are picked.
    """
    run = challenge.run
    lock(session, run)
    if run.counted_at is None:
        raise NotPicking("Count the voices first.")
    if challenge.picked_at is not None:
        return
    if sum(one.picked_at is not None for one in run.challenges) >= rules.MOST_PICKED:
        raise NotPicking("Two are picked. There is no time for a third.")
    challenge.picked_at = now
    _done(session, run)


def drop_pick(session: Session, *, challenge: Challenge) -> None:
    """Not this one after all."""
    lock(session, challenge.run)
    challenge.picked_at = None
    _done(session, challenge.run)


def _done(session: Session, run: Run) -> None:
    session.flush()
    session.expire(run, ["challenges"])
    touch(session, run)
