"""Lists of rooms, pools, sizes, and which bedroom is for which pool."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.mixing.models import SINGLE
from offsite.mixing.rules import (
    BadPools,
    BadRooms,
    Bedroom,
    RoomLine,
    allot,
    read_pools,
    read_rooms,
    sizes_for,
)

POOLS = (SINGLE, "anybody", "quiet")


def test_rooms_come_by_name_or_by_number():
    text = "Room;Beds\n101; 2\nTower, 1, Single Room\n\n3 x 2, quiet"

    assert read_rooms(text, pools=POOLS) == [
        RoomLine("101", 2),
        RoomLine("Tower", 1, SINGLE),
        RoomLine("Room 3", 2, "quiet"),
        RoomLine("Room 4", 2, "quiet"),
        RoomLine("Room 5", 2, "quiet"),
    ]


def test_every_line_that_cannot_be_read_is_named():
    with pytest.raises(BadRooms) as refused:
        read_rooms("101, 2\n102, many\n103, 2, nobody\nx\n101, 1", pools=POOLS)

    assert list(refused.value.faults) == [
        "Line 2: beds are a number from 1 to 20.",
        "Line 3: there is no pool “nobody”.",
        "Line 4: write “name, beds” or “number x beds”.",
        "There are two rooms “101”.",
    ]


def test_an_empty_list_says_what_to_write():
    with pytest.raises(BadRooms, match="at least one room"):
        read_rooms(" \n", pools=POOLS)


def test_pools_begin_with_the_single_room_and_stand_once():
    assert read_pools("anybody\n quiet \nanybody\nSingle room") == [SINGLE, "anybody", "quiet"]


def test_a_pool_that_means_no_bed_is_refused():
    with pytest.raises(BadPools, match="offered anyway"):
        read_pools("No bed")


def test_rooms_go_to_the_pools_that_need_them_and_the_rest_stays_closed():
    rooms = [Bedroom(1, 2), Bedroom(2, 2), Bedroom(3, 1), Bedroom(4, 3), Bedroom(5, 2)]

    assert allot(rooms, {SINGLE: 1, "anybody": 4, "quiet": 1}) == {
        3: SINGLE,
        4: "anybody",
        1: "anybody",
        2: "quiet",
    }


def test_a_room_stays_with_the_pool_it_has():
    assert allot([Bedroom(1, 2, "quiet"), Bedroom(2, 2)], {"anybody": 2}) == {
        1: "quiet",
        2: "anybody",
    }


@given(
    st.lists(st.integers(1, 4), max_size=12),
    st.dictionaries(st.sampled_from(POOLS), st.integers(0, 8)),
)
def test_a_pool_gets_no_room_that_it_does_not_need(beds, demand):
    rooms = [Bedroom(number, count) for number, count in enumerate(beds)]

    given_ = allot(rooms, demand)

    held = Counter()
    for room, pool in given_.items():
        held[pool] += 1 if pool == SINGLE else beds[room]
    for pool, seats in held.items():
        largest = max(
            1 if pool == SINGLE else beds[room] for room in given_ if given_[room] == pool
        )
        assert seats - largest < demand[pool]
    if len(given_) < len(rooms):
        assert all(held[pool] >= count for pool, count in demand.items())


@given(st.integers(1, 300), st.integers(2, 12))
def test_groups_hold_everybody_and_survive_one_cancellation(people, size):
    found = sizes_for(people, size)

    assert found.groups * found.most >= people
    assert found.groups * found.least <= people


@given(st.integers(2, 200))
def test_pairs_hold_everybody_whether_odd_or_even(people):
    found = sizes_for(people, 2, in_pairs=True)

    assert (found.groups - 1) * found.most + found.last >= people
