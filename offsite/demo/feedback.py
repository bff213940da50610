"""What the invented people say after an edition: the poll, the ratings, and their close."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from offsite.anonymity.keys import KeyFolder
from offsite.demo.company import ORGANIZER
from offsite.demo.content_feedback import (
    LINES,
    NINTH,
    REMARKS,
    STATUS_REPORTS,
    TENTH,
    WHOLE,
    Opinion,
)
from offsite.demo.filling import Stage
from offsite.polls.catalogue import LINES as LINE_PLANS
from offsite.polls.catalogue import OVERALL, TEMPLATES, TOGETHER, ItemPlan
from offsite.polls.models import NEXT, ROOM_FITS, WORTH, Poll
from offsite.polls.services import answering, composing, rating, running
from offsite.polls.services.answering import Respondent
from offsite.polls.services.composing import Composition
from offsite.polls.services.rating import Rating
from offsite.polls.sheets import RowAnswer, Sheet
from offsite.schedule.queries import latest_release

ANSWERED = 0.62
RATED, MOST_RATERS = 0.3, 40
EDITIONS: Mapping[str, Mapping[str, Opinion]] = {"9": NINTH, "10": TENTH}


def ask_edition(session: Session, *, stage: Stage, seed: int) -> None:
    """Let an earlier edition be judged: a poll of everything, and ratings of its sessions."""
    number = stage.event.slug.rpartition("-")[2]
    rng = Random(f"feedback-{number}-{seed}")  # noqa: S311 - invented people, no secrets
    ends_at = stage.event.slots[-1].ends_at
    with TemporaryDirectory() as folder:
        keys = KeyFolder(Path(folder))
        _judge(session, stage, number, keys, ends_at, rng)
        _rate(session, stage, keys, ends_at, rng)


@contextmanager
def _unit(session: Session) -> Iterator[Session]:
    with session.begin_nested():
        yield session


def _judge(
    session: Session, stage: Stage, number: str, keys: KeyFolder, now: datetime, rng: Random
) -> None:
    opinions = EDITIONS[number]
    poll = composing.start_poll(
        session,
        event=stage.event,
        template=TEMPLATES[0],
        composition=_composition(stage, opinions),
        person_id=stage.people[ORGANIZER].id,
        now=now - timedelta(days=7),
    )
    running.open_now(session, poll=poll, keys=keys, now=now - timedelta(minutes=20))
    asked = {one.key for one in poll.items}
    opinions = {label: one for label, one in opinions.items() if _key(label) in asked}
    places = sorted(stage.members)
    speaking = sorted(rng.sample(places, round(ANSWERED * len(places))))
    for turn, place in enumerate(speaking):
        answering.give_answer(
            lambda: _unit(session),
            poll_id=poll.id,
            who=Respondent(stage.people[place].id, f"{rng.getrandbits(256):064x}"),
            sheet=_sheet(WHOLE[number], opinions, turn, rng),
            keys=keys,
            now=now,
        )
    running.close_now(session, poll=poll, keys=keys, now=now + timedelta(days=3))


def _composition(stage: Stage, opinions: Mapping[str, Opinion]) -> Composition:
    formats = {one.key: one for one in composing.format_plans(stage.event)}
    together = {one.key: one for one in TOGETHER}
    reports = {STATUS_REPORTS: ItemPlan("row", _key(STATUS_REPORTS), STATUS_REPORTS, 12)}
    known = {**formats, **reports, **together}
    return Composition(
        title="How was the meeting?",
        intro="Seven minutes. We read every line, and the next plan begins with what you say.",
        split="newcomer",
        items=(OVERALL, *(known[one] for one in opinions if one in known), *LINE_PLANS),
    )


def _key(label: str) -> str:
    return "own-reports" if label == STATUS_REPORTS else label


def _sheet(whole: Opinion, opinions: Mapping[str, Opinion], turn: int, rng: Random) -> Sheet:
    rows = {OVERALL.key: RowAnswer(worth=rng.choices(WORTH, whole.worth)[0])}
    for label, opinion in opinions.items():
        rows[_key(label)] = _row(opinion, turn, rng)
    lines = {key: texts[turn] for key, texts in LINES.items() if turn < len(texts)}
    return Sheet("first" if rng.random() < 0.3 else "before", rows, lines)


def _row(opinion: Opinion, turn: int, rng: Random) -> RowAnswer:
    if rng.random() > opinion.there:
        return RowAnswer(attended=False)
    better = opinion.texts[turn] if turn < len(opinion.texts) else ""
    worth = rng.choices(WORTH, opinion.worth)[0]
    return RowAnswer(worth=worth, next=rng.choices(NEXT, opinion.next)[0], better=better)


def _rate(session: Session, stage: Stage, keys: KeyFolder, ends_at: datetime, rng: Random) -> None:
    release = latest_release(session, stage.event)
    template = TEMPLATES[-1]
    plan = Composition(title=str(template.title))
    poll = composing.start_poll(
        session,
        event=stage.event,
        template=template,
        composition=plan,
        person_id=stage.people[ORGANIZER].id,
        now=ends_at - timedelta(days=7),
    )
    running.open_now(session, poll=poll, keys=keys, now=ends_at - timedelta(days=2))
    key = keys.read(running.key_name(poll.id))
    for item in release.items if release else ():
        if item.proposal_id is not None:
            _rate_one(session, stage, poll, key, (item.proposal_id, item.starts_at), rng)
    running.close_now(session, poll=poll, keys=keys, now=ends_at + timedelta(days=3))


def _rate_one(
    session: Session,
    stage: Stage,
    poll: Poll,
    key: bytes,
    item: tuple[int, datetime],
    rng: Random,
) -> None:
    """A few to many people, most of them content; now and then a room too small."""
    proposal_id, starts_at = item
    places = sorted(stage.members)
    most = min(MOST_RATERS, round(RATED * len(places)))
    good, fits = rng.choice((2, 4, 7)), rng.choice(((5, 4, 0), (1, 8, 1), (0, 6, 3)))
    for turn, place in enumerate(rng.sample(places, rng.randint(min(3, most), most))):
        rating.rate_session(
            session,
            poll=poll,
            proposal_id=proposal_id,
            tag=rating.tag_for(key, stage.people[place].id, proposal_id),
            rating=Rating(
                rng.choices(WORTH, (1, 1, 3, 6, good))[0],
                rng.choices(ROOM_FITS, fits)[0],
                REMARKS[turn] if turn < len(REMARKS) and good > 2 else "",
            ),
            starts_at=starts_at,
            now=starts_at + timedelta(minutes=50),
        )
