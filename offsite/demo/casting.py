"""Who proposes what, who says what, who votes: every choice of the dice, as plain values.

People and pitches are named by their place in the lists; nothing here knows the database.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from offsite.demo.company import (
    ATTENDEE,
    FACILITATOR,
    ORGANIZER,
    PROGRAMME,
    TRAVEL,
    Colleague,
    colleagues,
)
from offsite.demo.content import TALKS, Pitch
from offsite.demo.content_sessions import SESSIONS
from offsite.demo.content_together import TOGETHER
from offsite.demo.content_voices import ANSWERS, REMARKS
from offsite.demo.venue import seats_for
from offsite.demo.wishes import SHARE_OF_VOTERS, Card, votes

FEWEST, MOST = 12, 5000
"""How many people a demo can have."""
WHOLE = 90
"""From so many people on, everything that was written is proposed."""
MOST_AWAY = 4
EDITION_SHARES = (0.75, 0.88, 1.0)
"""How many of the people took part in each of the editions."""


@dataclass(frozen=True)
class Part:
    """A pitch and its hosts: the author, and who was asked to join."""

    pitch: Pitch
    author: int
    cohosts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Remark:
    """A comment; ``person`` says ``body`` on the part at ``part``."""

    part: int
    person: int
    body: str


@dataclass(frozen=True)
class Cast:
    """Everything that was rolled for one demo."""

    people: tuple[Colleague, ...]
    parts: tuple[Part, ...]
    together: tuple[Part, ...]
    remarks: tuple[Remark, ...]
    ballots: tuple[tuple[int, tuple[str | None, ...]], ...]
    """(person, their choice for each part in order, None where they say nothing)."""
    away: tuple[tuple[int, str], ...]
    """(person, ``early`` or ``late``): hosts who miss the first morning or the last hours."""
    editions: tuple[tuple[int, ...], ...]
    """The people of each edition, the upcoming one last."""


def cast(number: int, seed: int) -> Cast:
    """Roll a demo of ``number`` people.  The same arguments give the same cast."""
    rng = Random(f"cast-{number}-{seed}")  # noqa: S311 - invented people, no secrets
    people = colleagues(number, seed)
    parts = _parts(people, pitches(number), rng)
    return Cast(
        people=people,
        parts=parts,
        together=tuple(
            Part(point.pitch, host) for point, host in zip(TOGETHER, _plenary_hosts(), strict=True)
        ),
        remarks=_remarks(people, parts, rng),
        ballots=_ballots(people, parts, rng),
        away=_away(parts, rng),
        editions=tuple(_edition(number, share, rng) for share in EDITION_SHARES),
    )


def pitches(number: int) -> tuple[Pitch, ...]:
    """What ``number`` people propose: everything, or an even choice of it in a small group."""
    written = (*TALKS, *SESSIONS)
    wanted = max(10, len(written) * min(number, WHOLE) // WHOLE)
    chosen = [written[place * len(written) // wanted] for place in range(wanted)]
    return tuple(replace(one, seats=one.seats and seats_for(one.seats, number)) for one in chosen)


def _plenary_hosts() -> tuple[int, ...]:
    return (ORGANIZER, FACILITATOR, ORGANIZER, PROGRAMME, TRAVEL, FACILITATOR)


def _parts(people: Sequence[Colleague], chosen: Sequence[Pitch], rng: Random) -> tuple[Part, ...]:
    busy: Counter[int] = Counter()
    parts = []
    for pitch in chosen:
        hosts: list[int] = []
        for _ in range(1 + pitch.cohosts):
            hosts.append(_host_for(pitch, people, busy, hosts, rng))
            busy[hosts[-1]] += 1
        parts.append(Part(pitch, hosts[0], tuple(hosts[1:])))
    return tuple(parts)


def _host_for(
    pitch: Pitch,
    people: Sequence[Colleague],
    busy: Counter[int],
    taken: Sequence[int],
    rng: Random,
) -> int:
    """Somebody who speaks the language, knows the subject, and hosts the least so far."""

    def worth(place: int) -> tuple[float, ...]:
        one = people[place]
        near = (one.function in pitch.draws) + (one.track in pitch.draws)
        # The attendee that visitors look through hosts exactly one thing.
        spare = place == ATTENDEE and bool(busy[place])
        return (
            -(pitch.language == one.languages[0] and pitch.language != "en"),
            -(pitch.language in one.languages),
            busy[place] + spare,
            -near,
            -(place == ATTENDEE),
            rng.random(),
        )

    return min((place for place in range(len(people)) if place not in taken), key=worth)


def _remarks(people: Sequence[Colleague], parts: Sequence[Part], rng: Random) -> tuple[Remark, ...]:
    """One to three remarks on two of five proposals, and sometimes the author's answer."""
    found = []
    for place, part in enumerate(parts):
        if rng.random() > 0.4:
            continue
        others = [one for one in range(len(people)) if one not in (part.author, *part.cohosts)]
        speakers = rng.sample(others, rng.randint(1, 3))
        bodies = rng.sample(_understood(part.pitch), len(speakers))
        found += [Remark(place, *said) for said in zip(speakers, bodies, strict=True)]
        if rng.random() < 0.5:
            found.append(Remark(place, part.author, rng.choice(ANSWERS)))
    return tuple(found)


def _understood(pitch: Pitch) -> list[str]:
    """Remarks in English, and in the language of the proposal."""
    marks = {"de": "Wir ", "pl": "Bardzo ", "ja": "昨年"}
    foreign = tuple(mark for language, mark in marks.items() if language != pitch.language)
    return [one for one in REMARKS if not one.startswith(foreign)]


def _ballots(
    people: Sequence[Colleague], parts: Sequence[Part], rng: Random
) -> tuple[tuple[int, tuple[str | None, ...]], ...]:
    cards = [Card(part.pitch, people[part.author].team) for part in parts]
    number = round(SHARE_OF_VOTERS * len(people))
    others = [place for place in range(len(people)) if place != ATTENDEE]
    voters = sorted([ATTENDEE, *rng.sample(others, number - 1)])
    return tuple((place, _ballot(place, people, parts, cards, rng)) for place in voters)


def _ballot(
    place: int,
    people: Sequence[Colleague],
    parts: Sequence[Part],
    cards: Sequence[Card],
    rng: Random,
) -> tuple[str | None, ...]:
    choices = votes(people[place], cards, rng)
    return tuple(
        None if place in (part.author, *part.cohosts) else choice
        for part, choice in zip(parts, choices, strict=True)
    )


def _away(parts: Sequence[Part], rng: Random) -> tuple[tuple[int, str], ...]:
    """A few hosts who come later or leave earlier than the others."""
    needed = {*_plenary_hosts(), ATTENDEE}
    lunch = {part.author for part in parts if part.pitch.format == "lunch-and-learn"}
    hosts = sorted({part.author for part in parts} - needed - lunch)
    chosen = rng.sample(hosts, min(MOST_AWAY, len(hosts) // 3))
    return tuple((place, ("early", "late")[n % 2]) for n, place in enumerate(chosen))


def _edition(number: int, share: float, rng: Random) -> tuple[int, ...]:
    known = {ORGANIZER, PROGRAMME, ATTENDEE, TRAVEL, FACILITATOR}
    others = [place for place in range(number) if place not in known]
    return tuple(sorted({*known, *rng.sample(others, round(share * len(others)))}))
