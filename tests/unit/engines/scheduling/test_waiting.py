"""Seats by wish and lottery, and a waiting list that moves up by itself."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from offsite.engines.scheduling import Wish
from offsite.engines.scheduling.waiting import lot, seat_list

PEOPLE = [f"p{number}" for number in range(12)]

WISHES = [
    *(Wish(person, "lab", 3 if number < 4 else 1) for number, person in enumerate(PEOPLE)),
    Wish("p0", "talk", 1),
    Wish("other", "talk", 3),
]


def lab(**changes):
    return seat_list(WISHES, **{"item": "lab", "seats": 6, "seed": "2026", **changes})


def test_a_must_comes_before_a_would() -> None:
    found = lab(seats=4)

    assert set(found.seated) == set(PEOPLE[:4])
    assert set(found.waiting) == set(PEOPLE[4:])


def test_the_order_of_the_input_changes_nothing_and_the_seed_does() -> None:
    assert seat_list(WISHES[::-1], item="lab", seats=6, seed="2026") == lab()
    assert lab(seed="2027") != lab()


def test_every_equal_has_the_same_chance() -> None:
    wishes = [Wish(person, "lab", 1) for person in PEOPLE]

    first = Counter(
        seat_list(wishes, item="lab", seats=1, seed=str(seed)).seated[0] for seed in range(1200)
    )

    assert set(first) == set(PEOPLE)
    assert 60 < min(first.values()) <= max(first.values()) < 140


def test_the_first_who_waits_moves_up_when_somebody_leaves() -> None:
    before = lab()

    after = lab(gone=[before.seated[2]])

    stayed = tuple(person for person in before.seated if person != before.seated[2])
    assert after.seated == (*stayed, before.waiting[0])
    assert after.waiting == before.waiting[1:]


def test_hosts_and_people_who_were_promised_a_seat_sit_first() -> None:
    found = lab(seats=2, sure=["host", "p9"])

    assert set(found.seated) == {"host", "p9"}
    assert "p0" in found.waiting


def test_more_promised_seats_than_there_are_stay_promised() -> None:
    assert set(lab(seats=1, sure=["p7", "p8"]).seated) == {"p7", "p8"}


def test_without_a_limit_nobody_waits() -> None:
    assert lab(seats=None).waiting == ()


def test_different_people_and_items_never_draw_one_lot() -> None:
    assert lot("s", item="ab", person="c") != lot("s", item="a", person="bc")


@given(st.integers(0, 14), st.lists(st.sampled_from(PEOPLE), unique=True), st.text(min_size=1))
def test_leaving_never_costs_anyone_else_a_seat(seats: int, gone: list[str], seed: str) -> None:
    before, after = lab(seats=seats, seed=seed), lab(seats=seats, seed=seed, gone=gone)

    assert set(before.seated) - set(gone) <= set(after.seated)
    assert len(after.seated) == min(seats, len(PEOPLE) - len(gone))
    assert [p for p in before.seated + before.waiting if p not in gone] == [
        *after.seated,
        *after.waiting,
    ]
