"""A draft shaped for its page: one round at a time, its groups, and what a move would cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from offsite.mixing.evaluation import Board, Judgement, Offer, judge, without_seat
from offsite.mixing.formulation import (
    Stage,
    fingerprint_of,
    pools_by_group,
    seats_of,
    stage_of,
)
from offsite.mixing.models import Group, Mix, Round
from offsite.mixing.queries import seats_of as seat_rows
from offsite.paging import Page, page_of

PAGE = 24


@dataclass(frozen=True)
class GroupCard:
    """A group with its people; ``repeated`` are pairs of names that meet again in it."""

    group: Group
    people: Sequence[tuple[int, str]]
    pools: Sequence[str]
    repeated: Sequence[tuple[str, str]]
    is_locked: bool
    is_over: bool


@dataclass(frozen=True)
class Panel:
    """Somebody who is to be moved: where they could go, or with whom they could swap."""

    person_id: int
    name: str
    here: Group | None
    is_kept: bool
    offers: Sequence[Offer]
    into: Group | None = None
    swaps: Sequence[Offer] = ()


@dataclass(frozen=True)
class Difference:
    """Somebody who sits elsewhere than in the draft this one came from."""

    name: str
    round_name: str
    before: str
    after: str


@dataclass(frozen=True)
class View:
    """Everything that the page of a draft shows."""

    stage: Stage
    judged: Judgement
    bound: int | None
    """Repeats proven to be unavoidable; None when that is not known any more."""
    unseated: Mapping[int, Sequence[int]]
    round: Round | None
    cards: Page[GroupCard]
    empty_groups: int
    panel: Panel | None
    differences: Sequence[Difference]
    search: str

    @classmethod
    def of(
        cls,
        session: Session,
        mix: Mix,
        *,
        round_id: int,
        person_id: int,
        into: int,
        search: str,
        page: int,
    ) -> "View":
        stage = stage_of(session, mix.event)
        seats = seats_of(session, mix)
        board = Board(stage, seats)
        one = stage.round.get(round_id) or next(iter(stage.rounds), None)
        bound = _bound(stage, mix)
        cards = _cards(board, mix, one) if one else []
        shown = [card for card in cards if card.people and _fits(card, search)]
        return cls(
            stage=stage,
            judged=judge(stage, seats, bound=bound or 0),
            bound=bound,
            unseated=without_seat(stage, seats),
            round=one,
            cards=page_of(shown, page=page, size=PAGE),
            empty_groups=sum(not card.people for card in cards),
            panel=_panel(session, board, mix, one, person_id, into) if one else None,
            differences=_differences(session, stage, mix, seats),
            search=search,
        )


def _bound(stage: Stage, mix: Mix) -> int | None:
    score = mix.plan.get("score")
    if not score or not mix.fingerprint or mix.fingerprint != fingerprint_of(stage):
        return None
    return int(score["repeats_bound"])


def _fits(card: GroupCard, search: str) -> bool:
    wanted = search.casefold()
    return wanted in card.group.name.casefold() or any(
        wanted in name.casefold() for _ident, name in card.people
    )


def _cards(board: Board, mix: Mix, one: Round) -> list[GroupCard]:
    stage = board.stage
    locked = {lock.group_id for lock in mix.locks}
    pools = pools_by_group(stage, one, board.seats[one.id])
    found = []
    for group in one.groups:
        people = [(ident, stage.label[ident]) for ident in board.inside[group.id]]
        # The driver first, then by name.
        people.sort(key=lambda row: (row[0] != group.driver_id, row[1].casefold()))
        found.append(
            GroupCard(
                group=group,
                people=people,
                pools=pools.get(group.id, ()),
                repeated=[
                    (stage.label[first], stage.label[second])
                    for first, second in board.repeated(group.id)
                ],
                is_locked=group.id in locked,
                is_over=len(people) > group.most,
            )
        )
    return found


def _panel(
    session: Session, board: Board, mix: Mix, one: Round, person_id: int, into: int
) -> Panel | None:
    stage = board.stage
    if person_id not in stage.taking_part[one.id]:
        return None
    target = next((group for group in one.groups if group.id == into), None)
    offers = sorted(
        board.offers(one, person_id),
        key=lambda offer: (
            bool(offer.why_not),
            not offer.taken,
            offer.is_full,
            offer.repeats,
            offer.group_id,
        ),
    )
    kept = {
        (seat.round_id, seat.person_id)
        for seat in seat_rows(session, mix_id=mix.id)
        if seat.fixed_at is not None
    }
    swaps = sorted(
        board.swaps(one, person_id, into) if target else (),
        key=lambda offer: (bool(offer.why_not), offer.repeats, offer.other_id),
    )
    return Panel(
        person_id=person_id,
        name=stage.label[person_id],
        here=stage.group.get(board.seats[one.id].get(person_id, 0)),
        is_kept=(one.id, person_id) in kept,
        offers=offers,
        into=target,
        swaps=swaps,
    )


def offers_of(
    session: Session, mix: Mix, *, round_id: int, person_id: int
) -> Sequence[tuple[Group, Offer]]:
    """What it costs to move the person to each other group of the round."""
    stage = stage_of(session, mix.event)
    one = stage.round.get(round_id)
    if one is None or person_id not in stage.taking_part[one.id]:
        return []
    board = Board(stage, seats_of(session, mix))
    return [(stage.group[offer.group_id], offer) for offer in board.offers(one, person_id)]


def _differences(
    session: Session, stage: Stage, mix: Mix, seats: Mapping[int, Mapping[int, int]]
) -> list[Difference]:
    """What changed since the draft that this one stays close to."""
    if mix.base is None:
        return []
    before = seats_of(session, mix.base)
    found = []
    for one in stage.rounds:
        old, new = before.get(one.id, {}), seats.get(one.id, {})
        for person in sorted(old.keys() | new.keys(), key=lambda ident: _name(stage, ident)):
            if old.get(person) != new.get(person):
                found.append(
                    Difference(
                        name=_name(stage, person),
                        round_name=one.name,
                        before=_group_name(stage, old.get(person)),
                        after=_group_name(stage, new.get(person)),
                    )
                )
    return found


def _name(stage: Stage, person_id: int) -> str:
    return stage.label.get(person_id, "")


def _group_name(stage: Stage, group_id: int | None) -> str:
    group: Any = stage.group.get(group_id or 0)
    return group.name if group else ""
