"""Whose seat differs between two plans."""

from dataclasses import dataclass

from offsite.engines.mixing.plan import Plan, Seating


@dataclass(frozen=True, slots=True)
class Change:
    """``person`` sits in group ``after`` of ``round`` and sat in ``before``."""

    round: str
    person: str
    before: str
    after: str


def changes(before: Seating, after: Plan) -> tuple[Change, ...]:
    """Whose seat differs, of the people who had and have one."""
    old = Plan(before)
    return tuple(
        Change(round, person, old.seats(round)[person], group)
        for round in after.groups
        for person, group in after.seats(round).items()
        if old.seats(round).get(person, group) != group
    )
