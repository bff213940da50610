"""What the invented people do before the schedule: propose, talk, vote, decide, confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.demo import content
from offsite.demo.casting import Cast, Part
from offsite.demo.company import ORGANIZER
from offsite.demo.content_voices import WANTED, Topic
from offsite.demo.editions import Dates
from offsite.events.models import Event, Membership
from offsite.outbox import services as outbox
from offsite.outbox.models import Mail
from offsite.people.models import Person
from offsite.proposals import queries
from offsite.proposals.letters import Desk
from offsite.proposals.models import Proposal, Wanted
from offsite.proposals.services import comments, decisions, hosts, voting, wanted, writing
from offsite.proposals.services.content import Content

EARLY_MINUTES, LATE_MINUTES = 180, 150
"""Who comes late misses so much of the first day; who leaves early, so much of the last."""


def desk_at(base_url: str) -> Desk:
    """Addresses for letters, as CONTRACT promises them."""

    def of_proposal(proposal: Proposal) -> str:
        return f"{base_url}/{proposal.event.slug}/proposals/{proposal.code}/"

    def of_wanted(topic: Wanted) -> str:
        return f"{base_url}/{topic.event.slug}/wanted/#wanted-{topic.id}"

    return Desk(address_of=of_proposal, address_of_wanted=of_wanted)


@dataclass(frozen=True)
class Stage:
    """An edition with its people by their place in the cast."""

    event: Event
    people: Sequence[Person]
    members: Mapping[int, Membership]
    dates: Dates
    desk: Desk

    def spread(self, period: tuple[datetime, datetime], share: float) -> datetime:
        """The instant after ``share`` of ``period``, to the second."""
        opens_at, closes_at = period
        seconds = int((closes_at - opens_at).total_seconds() * share)
        return opens_at + timedelta(seconds=seconds)


def propose_all(session: Session, *, stage: Stage, parts: Sequence[Part]) -> list[Proposal]:
    """Every part becomes a submitted proposal, one after the other through the call."""
    found = []
    for number, part in enumerate(parts):
        now = stage.spread(stage.dates.call, 0.02 + 0.9 * number / len(parts))
        found.append(_propose(session, stage, part, now))
    return found


def _propose(session: Session, stage: Stage, part: Part, now: datetime) -> Proposal:
    proposal = writing.propose(
        session,
        event=stage.event,
        author=stage.members[part.author],
        content=_content(stage.event, part),
        now=now,
    )
    author = stage.people[part.author]
    for place in part.cohosts:
        asked = stage.people[place]
        hosts.invite(
            session,
            proposal=proposal,
            text=asked.email,
            inviter=author.name,
            desk=stage.desk,
            now=now,
        )
        answered = now + timedelta(hours=20)
        hosts.accept_invitation(session, proposal=proposal, person_id=asked.id, now=answered)
    return writing.submit(session, proposal=proposal, now=now + timedelta(hours=1))


def _content(event: Event, part: Part) -> Content:
    pitch = part.pitch
    formats = {one.key: one.id for one in event.formats}
    tracks = {one.name: one.id for one in event.tracks}
    return Content(
        title=pitch.title,
        abstract=pitch.abstract,
        format_id=formats[pitch.format],
        minutes=pitch.minutes,
        track_id=tracks[pitch.theme],
        language=pitch.language,
        leadership=pitch.leadership,
        needs=pitch.needs,
        seats=pitch.seats,
    )


def talk(session: Session, *, stage: Stage, cast: Cast, proposals: Sequence[Proposal]) -> int:
    """Remarks on proposals during the call; returns how many."""
    for number, remark in enumerate(cast.remarks):
        proposal = proposals[remark.part]
        begins = proposal.submitted_at or stage.dates.call[0]
        period = (begins, stage.dates.voting[0])
        comments.add_comment(
            session,
            proposal=proposal,
            person_id=stage.people[remark.person].id,
            body=remark.body,
            now=stage.spread(period, 0.1 + 0.8 * number / len(cast.remarks)),
        )
    return len(cast.remarks)


def want_all(session: Session, *, stage: Stage, proposals: Sequence[Proposal], rng: Random) -> None:
    """Topics somebody should talk about; one of them finds somebody."""
    by_title = {one.title: one for one in proposals}
    for number, topic in enumerate(WANTED):
        now = stage.spread(stage.dates.call, 0.05 + 0.1 * number)
        _want(session, stage, topic, by_title, now, rng)


def _want(
    session: Session,
    stage: Stage,
    topic: Topic,
    by_title: Mapping[str, Proposal],
    now: datetime,
    rng: Random,
) -> None:
    asking, *others = rng.sample(sorted(stage.members), min(topic.others + 2, len(stage.members)))
    found = wanted.want(
        session,
        event=stage.event,
        person_id=stage.people[asking].id,
        title=topic.title,
        description=topic.description,
        now=now,
    )
    for place in others[1:]:
        person_id = stage.people[place].id
        wanted.say_me_too(session, wanted=found, person_id=person_id, now=now)
    if topic.nominate:
        email, by = stage.people[others[0]].email, stage.people[asking].name
        wanted.nominate(session, wanted=found, text=email, by=by, desk=stage.desk, now=now)
    if topic.became in by_title:
        wanted.take(session, wanted=found, proposal=by_title[topic.became])


def be_away(session: Session, *, stage: Stage, cast: Cast) -> None:
    """A few hosts say when they cannot: the first morning, or the last afternoon."""
    first, last = stage.event.slots[0].starts_at, stage.event.slots[-1].ends_at
    morning = first + timedelta(minutes=EARLY_MINUTES)
    evening = last - timedelta(minutes=LATE_MINUTES)
    away = {
        "early": {one.id for one in stage.event.slots if one.starts_at < morning},
        "late": {one.id for one in stage.event.slots if one.ends_at > evening},
    }
    for place, when in cast.away:
        writing.set_absences(session, member=stage.members[place], slot_ids=away[when])


def withdraw_some(
    session: Session, *, stage: Stage, parts: Sequence[Part], proposals: Sequence[Proposal]
) -> None:
    """Hosts who changed their mind before the vote."""
    now = stage.spread(stage.dates.call, 0.97)
    for part, proposal in zip(parts, proposals, strict=True):
        if part.pitch.fate == content.WITHDRAWN:
            writing.withdraw(session, proposal=proposal, now=now)


def vote_all(session: Session, *, stage: Stage, cast: Cast, proposals: Sequence[Proposal]) -> int:
    """Ballots of the voters, each in one sitting; returns how many votes were cast."""
    number = 0
    for nth, (place, choices) in enumerate(cast.ballots):
        now = stage.spread(stage.dates.voting, 0.02 + 0.95 * nth / len(cast.ballots))
        for proposal, choice in zip(proposals, choices, strict=True):
            if choice is None or proposal.state != "submitted":
                continue
            now += timedelta(seconds=7)
            voting.cast_vote(
                session, proposal=proposal, member=stage.members[place], choice=choice, now=now
            )
            number += 1
    return number


def decide_all(
    session: Session, *, stage: Stage, parts: Sequence[Part], proposals: Sequence[Proposal]
) -> None:
    """Pending decisions with their notes, announced in one go; then hosts confirm."""
    pairs = [
        (part.pitch, one)
        for part, one in zip(parts, proposals, strict=True)
        if one.state == "submitted" and part.pitch.fate != content.LATE
    ]
    kept = [one.code for pitch, one in pairs if pitch.fate != content.REJECTED]
    decisions.decide(session, event=stage.event, codes=kept, decision="accepted")
    for pitch, one in pairs:
        if pitch.fate == content.REJECTED:
            decisions.decide(
                session, event=stage.event, codes=[one.code], decision="rejected", note=pitch.note
            )
    shown = decisions.fingerprint(queries.pending(session, stage.event))
    decisions.announce(
        session, event=stage.event, shown=shown, desk=stage.desk, now=stage.dates.decided
    )
    send_decisions(session, stage=stage, now=stage.dates.decided + timedelta(hours=1))
    for nth, (pitch, one) in enumerate(pairs):
        if pitch.fate == content.CONFIRMED:
            period = (stage.dates.decided, stage.dates.confirmed)
            hosts.confirm(session, proposal=one, now=stage.spread(period, (nth + 1) / len(pairs)))


def send_decisions(session: Session, *, stage: Stage, now: datetime) -> None:
    """The organizer lets the mails about decisions go."""
    waiting = session.scalars(
        select(Mail.id).where(Mail.event_id == stage.event.id, Mail.let_go_at.is_(None))
    ).all()
    outbox.let_go(
        session,
        event_id=stage.event.id,
        mail_ids=waiting,
        now=now,
        person_id=stage.people[ORGANIZER].id,
    )
