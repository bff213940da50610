"""Who gets least, from values only."""

from datetime import timedelta

from offsite.schedule.evaluation import Spot
from offsite.schedule.fairness import Help, helps_of, shares_of
from tests.factories import MORNING

ANN, BEN = 1, 2
HOUR = timedelta(hours=1)


def spot(ident, hour):
    return Spot(ident, 1, MORNING + hour * HOUR, MORNING + (hour + 1) * HOUR)


def test_the_worst_off_stands_first():
    wishes = [(ANN, 10, 3), (BEN, 10, 3), (BEN, 11, 1)]

    found = shares_of(wishes, [spot(10, 0), spot(11, 1)], {ANN: 3, BEN: 1})

    assert [(one.person_id, one.met, one.wished) for one in found] == [(BEN, 1, 4), (ANN, 3, 3)]
    assert [one.is_below_half for one in found] == [True, False]


def test_clashes_and_what_is_not_placed_stand_in_the_way():
    wishes = [(ANN, 10, 1), (ANN, 11, 3), (ANN, 12, 3), (ANN, 13, 3)]

    (ann,) = shares_of(wishes, [spot(10, 0), spot(11, 0), spot(12, 0)], {ANN: 3})

    assert ann.clashes == ((11, 12), (11, 10), (12, 10))
    assert ann.unplaced == (13,)


def test_exactly_half_is_not_below_half():
    (ann,) = shares_of([(ANN, 10, 1), (ANN, 11, 1)], [spot(10, 0), spot(11, 0)], {ANN: 1})

    assert not ann.is_below_half
    assert helps_of([ann]) == []


def test_what_helps_most_people_stands_first():
    wishes = [
        *((person, item, 1) for person in (ANN, BEN) for item in (10, 11, 12)),
        (ANN, 13, 3),
    ]
    spots = [spot(10, 0), spot(11, 0), spot(12, 5)]

    found = helps_of(shares_of(wishes, spots, {ANN: 2, BEN: 1}))

    assert found == [Help("apart", (10, 11), 2), Help("place", (13,), 1)]


def test_who_wished_for_nothing_is_not_counted():
    assert shares_of([], [spot(10, 0)], {}) == []
