"""Lots and reasons of a matching, from values alone."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def full_order(seat: int, people: Iterable[int], said: Mapping[int, int | None]) -> list[int]:
    """Whom a mentor takes, the best first.

    Those with a rank by it; then those not spoken of, in the order of a lot that depends on
    seat and person alone; nobody with a "not" (a rank of None).
    """
    spoken = sorted((rank, one) for one, rank in said.items() if rank is not None)
    known = {one for _rank, one in spoken}
    silent = [one for one in people if one not in said]
    here = set(people)
    return [one for _rank, one in spoken if one in here] + sorted(
        (one for one in silent if one not in known), key=lambda one: lot(seat, one)
    )


def lot(seat: int, person: int) -> str:
    """The same lot for the same two, whenever it is drawn."""
    return sha256(f"{seat}:{person}".encode()).hexdigest()


def passed_over(
    choices: Sequence[int], got: int | None, full: Iterable[int]
) -> list[tuple[int, bool]]:
    """The choices better than the one somebody ``got``, and whether each was full."""
    taken = set(full)
    better = choices if got is None else choices[: choices.index(got)]
    return [(seat, seat in taken) for seat in better]
