"""How the invented people vote: what is near to their work attracts them, and so do names."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from offsite.demo.company import Colleague
from offsite.demo.content import Pitch

SHARE_OF_VOTERS = 0.6
ABSTAINS = 0.15
"""The share of cards that a voter does not answer."""

APPEAL, NEARNESS, OWN_TEAM, CHANCE, FOREIGN = 1.5, 1.3, 1.2, 0.8, 1.2
MUSTS, WOULDS = (2, 6), (6, 13)


@dataclass(frozen=True)
class Card:
    """A proposal as a voter sees it."""

    pitch: Pitch
    host_team: str


def votes(voter: Colleague, cards: Sequence[Card], rng: Random) -> list[str | None]:
    """The voter's choice for each card; None where they say nothing."""
    pull = [_pull(voter, card, rng) for card in cards]
    ranked = sorted(range(len(cards)), key=lambda place: -pull[place])
    musts = rng.randint(*MUSTS)
    woulds = musts + rng.randint(*WOULDS)
    choices: list[str | None] = ["no"] * len(cards)
    for rank, place in enumerate(ranked[:woulds]):
        choices[place] = "must" if rank < musts else "would"
    return [None if rng.random() < ABSTAINS else choice for choice in choices]


def _pull(voter: Colleague, card: Card, rng: Random) -> float:
    pitch = card.pitch
    near = (voter.function in pitch.draws) + (voter.track in pitch.draws)
    # Two reasons to come are more than one, but not twice as much.
    nearness = (0.0, 1.0, 1.5)[near]
    speaks = pitch.language in voter.languages
    return (
        APPEAL * pitch.appeal
        + NEARNESS * nearness
        + OWN_TEAM * (voter.team == card.host_team)
        + rng.gauss(0, CHANCE)
        - FOREIGN * (not speaks)
    )
