"""Order by what people want, without claiming more than the votes say.

Made for proposals (must / would / no) and, with the same values, for questions (up / seen).
An item is anything with a key.  All shares are fractions in 0..1, all counts are people.

Source of the estimate and of the interval: the Wilson score interval (E. B. Wilson, 1927),
computed on counts to which a prior of ``STRENGTH`` average voters was added.
"""

import hashlib
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

STRENGTH = 10
"""How many average voters every item is given in advance: few votes cannot win alone."""

Z_80 = 1.2815515655446004
"""The normal quantile that leaves 10 % on each side."""

NEUTRAL = 0.5
"""The share assumed while nobody has voted on anything."""


@dataclass(frozen=True)
class Ballot(Generic[Key]):
    """One answer: ``choice`` is must, would or no."""

    voter: int
    item: Key
    choice: str
    cast_at: datetime


@dataclass(frozen=True)
class Tally:
    """What was said about one item.

    ``voters`` are those whose silence or answer counts for it: it is at least
    ``must + would + no``.
    """

    must: int = 0
    would: int = 0
    no: int = 0
    voters: int = 0

    @property
    def wanted(self) -> int:
        return self.must + self.would

    @property
    def must_share(self) -> float:
        return self.must / self.voters if self.voters else 0.0


@dataclass(frozen=True)
class Standing(Generic[Key]):
    """Where one item stands: estimated share of people who want it, with an 80 % interval."""

    item: Key
    tally: Tally
    estimate: float
    low: float
    high: float


def count(appeared_at: Mapping[Key, datetime], ballots: Iterable[Ballot[Key]]) -> dict[Key, Tally]:
    """A tally for every item of ``appeared_at``; ballots on other items are ignored.

    Somebody who says *no* to some items goes through the list: what they left open they
    have not seen.  Somebody who never says no ticks what they like: what they left open
    counts as not wanted, but only if they cast a vote since it appeared, so that a late
    item is not measured against people who had already finished.

    Cost: O(items * voters without a no + ballots).
    """
    known = [ballot for ballot in ballots if ballot.item in appeared_at]
    answers: dict[Key, Counter[str]] = {item: Counter() for item in appeared_at}
    answered: dict[int, set[Key]] = defaultdict(set)
    last_vote: dict[int, datetime] = {}
    for ballot in known:
        answers[ballot.item][ballot.choice] += 1
        answered[ballot.voter].add(ballot.item)
        last_vote[ballot.voter] = max(last_vote.get(ballot.voter, ballot.cast_at), ballot.cast_at)
    tickers = set(answered) - {ballot.voter for ballot in known if ballot.choice == "no"}
    return {
        item: _tally(
            answers[item],
            silent=sum(
                item not in answered[voter] and last_vote[voter] >= appeared for voter in tickers
            ),
        )
        for item, appeared in appeared_at.items()
    }


def _tally(answers: Counter[str], *, silent: int) -> Tally:
    return Tally(
        must=answers["must"],
        would=answers["would"],
        no=answers["no"],
        voters=answers.total() + silent,
    )


def average_share(tallies: Iterable[Tally]) -> float:
    """The share of *wanted* over all items together: the prior p0."""
    found = list(tallies)
    voters = sum(tally.voters for tally in found)
    return sum(tally.wanted for tally in found) / voters if voters else NEUTRAL


def estimate(wanted: int, voters: int, *, prior: float, strength: float = STRENGTH) -> float:
    """(wanted + m * p0) / (voters + m): the share of people who want the item."""
    _check_counts(wanted, voters, prior)
    return (wanted + strength * prior) / (voters + strength)


def interval_80(
    wanted: int, voters: int, *, prior: float, strength: float = STRENGTH
) -> tuple[float, float]:
    """The 80 % Wilson interval around ``estimate``; it always contains it.

    Raises:
        ValueError: more people want it than voted, or the prior is not a share.
    """
    share = estimate(wanted, voters, prior=prior, strength=strength)
    size = voters + strength
    square = Z_80 * Z_80 / size
    centre = (share + square / 2) / (1 + square)
    half = math.sqrt(share * (1 - share) * square + square * square / 4) / (1 + square)
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def _check_counts(wanted: int, voters: int, prior: float) -> None:
    if not 0 <= wanted <= voters:
        raise ValueError(f"{wanted} of {voters} voters cannot want an item.")
    if not 0 <= prior <= 1:
        raise ValueError(f"A prior is a share between 0 and 1, not {prior}.")


def rank(
    tallies: Mapping[Key, Tally], *, appeared_at: Mapping[Key, datetime]
) -> list[Standing[Key]]:
    """The best first.  The share of *must* breaks ties, then the older item comes first."""
    prior = average_share(tallies.values())
    standings = [_standing(item, tally, prior) for item, tally in tallies.items()]
    return sorted(
        standings,
        key=lambda one: (
            -one.estimate,
            -one.tally.must_share,
            appeared_at[one.item],
            str(one.item),
        ),
    )


def _standing(item: Key, tally: Tally, prior: float) -> Standing[Key]:
    low, high = interval_80(tally.wanted, tally.voters, prior=prior)
    share = estimate(tally.wanted, tally.voters, prior=prior)
    return Standing(item=item, tally=tally, estimate=share, low=low, high=high)


@dataclass(frozen=True)
class Cut(Generic[Key]):
    """A ranking cut at a number of places.

    ``line`` is the share midway between the last item inside and the first outside, or
    None when all fit or none does.  ``band`` holds the items whose interval contains it:
    the votes do not decide between them.  ``places_in_band`` of them get a place.
    """

    above: tuple[Key, ...]
    band: tuple[Key, ...]
    below: tuple[Key, ...]
    places_in_band: int
    line: float | None


def cut(ranking: Sequence[Standing[Key]], places: int) -> Cut[Key]:
    """Divide ``ranking`` (best first) into surely in, undecided, and surely out."""
    items = tuple(one.item for one in ranking)
    if places >= len(ranking):
        return Cut(above=items, band=(), below=(), places_in_band=0, line=None)
    if places <= 0:
        return Cut(above=(), band=(), below=items, places_in_band=0, line=None)
    line = (ranking[places - 1].estimate + ranking[places].estimate) / 2
    band = tuple(one.item for one in ranking if one.low <= line <= one.high)
    above = tuple(one.item for one in ranking if one.low > line)
    below = tuple(one.item for one in ranking if one.high < line)
    return Cut(above, band, below, places_in_band=places - len(above), line=line)


@dataclass(frozen=True)
class Candidate(Generic[Key]):
    """An item of the tie band: its topic may be missing so far, its host may be new."""

    item: Key
    topic: str = ""
    has_new_host: bool = False


def settle(
    candidates: Sequence[Candidate[Key]], *, places: int, covered: Iterable[str], seed: str
) -> list[Key]:
    """Who of the tie band gets a place, best first.

    The rules, in this order: a topic that nothing chosen so far covers; a host who was
    never on the programme; a lot (`lot`) with a seed that was published beforehand.
    """
    topics = set(covered)
    left = list(candidates)
    chosen: list[Key] = []
    while left and len(chosen) < places:
        best = min(
            left,
            key=lambda one: (
                not (one.topic and one.topic not in topics),
                not one.has_new_host,
                lot(one.item, seed),
            ),
        )
        left.remove(best)
        topics.add(best.topic)
        chosen.append(best.item)
    return chosen


def lot(item: Hashable, seed: str) -> str:
    """The number an item drew: hex SHA-256 of "seed:item".  The lowest wins.

    Anybody can repeat it: ``printf 'seed:item' | sha256sum``.
    """
    return hashlib.sha256(f"{seed}:{item}".encode()).hexdigest()


def shuffled(items: Iterable[Key], seed: str) -> list[Key]:
    """``items`` in the order of their lots: the same for the same seed, whatever came when."""
    return sorted(items, key=lambda item: lot(item, seed))


@dataclass(frozen=True)
class Overlap(Generic[Key]):
    """``both`` of the ``of`` people who want one item want ``other`` too."""

    other: Key
    both: int
    of: int


def overlaps(
    wanted_by: Mapping[Key, frozenset[int]], limit: int = 5
) -> dict[Key, tuple[Overlap[Key], ...]]:
    """For every item the ``limit`` others that share the most people with it, most first.

    Cost: O(items^2 * people / 64): sets of people become bits of one number.
    """
    bit_of = {
        person: bit for bit, person in enumerate(sorted(frozenset().union(*wanted_by.values())))
    }
    bits = {
        item: sum(1 << bit_of[person] for person in people) for item, people in wanted_by.items()
    }
    return {item: _closest(item, bits, limit) for item in wanted_by}


def _closest(item: Key, bits: Mapping[Key, int], limit: int) -> tuple[Overlap[Key], ...]:
    own = bits[item]
    shared = ((other, (own & people).bit_count()) for other, people in bits.items())
    found = [
        Overlap(other=other, both=both, of=own.bit_count())
        for other, both in shared
        if both and other != item
    ]
    return tuple(sorted(found, key=lambda one: (-one.both, str(one.other)))[:limit])


# Letters that Unicode does not take apart into a letter and an accent.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


def plain(text: str) -> str:
    """``text`` in lower case, without accents and punctuation, words parted by one blank."""
    spread = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_PLAIN)
    kept = "".join(
        one if one.isalnum() else " " for one in spread if not unicodedata.combining(one)
    )
    return " ".join(kept.split())


def trigrams(text: str) -> frozenset[str]:
    """Every three letters in a row of ``plain(text)``, each word padded as ``"  word "``."""
    return frozenset(
        padded[start : start + 3]
        for padded in (f"  {word} " for word in plain(text).split())
        for start in range(len(padded) - 2)
    )


def similarity(first: str, second: str) -> float:
    """Dice's coefficient of the trigrams: 1 for the same words, 0 for nothing in common."""
    return _dice(trigrams(first), trigrams(second))


def _dice(first: frozenset[str], second: frozenset[str]) -> float:
    size = len(first) + len(second)
    return 2 * len(first & second) / size if size else 0.0


def nearest(
    text: str, candidates: Iterable[tuple[Key, str]], *, limit: int = 3, at_least: float = 0.35
) -> list[tuple[Key, float]]:
    """The candidates most like ``text``, most similar first, with their similarity."""
    wanted = trigrams(text)
    found = [(key, _dice(wanted, trigrams(other))) for key, other in candidates]
    close = [one for one in found if one[1] >= at_least]
    return sorted(close, key=lambda one: (-one[1], str(one[0])))[:limit]


@dataclass(frozen=True)
class Asked(Generic[Key]):
    """A question: how many want it answered, of how many devices that showed it."""

    item: Key
    up: int
    seen: int
    asked_at: datetime


def question_prior(asked: Iterable[Asked[Key]]) -> float:
    """The share of *up* among all who saw anything: p0 of `question_score`."""
    found = list(asked)
    seen = sum(max(one.seen, one.up) for one in found)
    return sum(one.up for one in found) / seen if seen else NEUTRAL


def question_score(up: int, seen: int, *, prior: float, strength: float = STRENGTH) -> float:
    """(up + m * p0) / (seen + m): what was seen by few is not punished for it.

    A vote without script is no sight that was counted: ``seen`` is never less than ``up``.
    """
    return estimate(up, max(seen, up), prior=prior, strength=strength)


def rank_questions(asked: Iterable[Asked[Key]], *, prior: float) -> list[Asked[Key]]:
    """The best first; of equals the older, then by key."""
    return sorted(
        asked,
        key=lambda one: (
            -question_score(one.up, one.seen, prior=prior),
            one.asked_at,
            str(one.item),
        ),
    )
