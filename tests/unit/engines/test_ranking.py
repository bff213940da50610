"""Ranking: estimates, intervals, tie band, lot, overlaps, similarity."""

import hashlib
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.engines import ranking
from offsite.engines.ranking import Ballot, Candidate, Standing, Tally

EARLY = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
LATE = EARLY + timedelta(days=2)

counts = st.integers(0, 500).flatmap(
    lambda voters: st.tuples(st.integers(0, voters), st.just(voters))
)
shares = st.floats(0, 1)
words = st.text(max_size=40)


def ballots(*rows: tuple[int, str, str, datetime]) -> list[Ballot[str]]:
    return [Ballot(*row) for row in rows]


def test_the_estimate_adds_ten_average_voters():
    assert ranking.estimate(6, 10, prior=0.4) == pytest.approx((6 + 4) / 20)


def test_more_who_want_than_voted_is_refused():
    with pytest.raises(ValueError, match="3 of 2 voters"):
        ranking.estimate(3, 2, prior=0.5)


@given(counts, shares)
def test_the_interval_contains_the_estimate_and_stays_between_none_and_all(pair, prior):
    wanted, voters = pair

    low, high = ranking.interval_80(wanted, voters, prior=prior)

    assert 0 <= low <= ranking.estimate(wanted, voters, prior=prior) <= high <= 1


@given(st.integers(0, 50), st.integers(0, 50), shares)
def test_ten_times_the_votes_narrow_the_interval(wanted, others, prior):
    voters = wanted + others + 1

    low, high = ranking.interval_80(wanted, voters, prior=prior)
    nearer_low, nearer_high = ranking.interval_80(10 * wanted, 10 * voters, prior=prior)

    shift = abs(
        ranking.estimate(wanted, voters, prior=prior)
        - ranking.estimate(10 * wanted, 10 * voters, prior=prior)
    )
    assert nearer_high - nearer_low < high - low + shift


def test_intervals_of_plausible_items_cover_the_truth_about_eight_times_of_ten():
    source = random.Random(7)
    hits = 0
    for _ in range(4000):
        truth = source.betavariate(5, 5)
        voters = source.randint(5, 80)
        wanted = sum(source.random() < truth for _ in range(voters))
        low, high = ranking.interval_80(wanted, voters, prior=0.5)
        hits += low <= truth <= high

    assert 0.76 < hits / 4000 < 0.86


def test_a_late_item_is_not_measured_against_those_who_had_finished():
    votes = ballots(
        (1, "old", "would", EARLY),
        (2, "old", "would", LATE),
        (2, "new", "must", LATE),
        (3, "old", "must", LATE),
    )

    tallies = ranking.count({"old": EARLY, "new": EARLY + timedelta(days=1)}, votes)

    assert tallies["old"] == Tally(must=1, would=2, no=0, voters=3)
    assert tallies["new"] == Tally(must=1, would=0, no=0, voters=2)


def test_who_says_no_to_some_has_not_seen_what_they_left_open():
    votes = ballots((1, "a", "would", LATE), (1, "b", "no", LATE))

    tallies = ranking.count({"a": EARLY, "b": EARLY, "c": EARLY}, votes)

    assert tallies["c"] == Tally()


def test_a_ballot_on_an_item_that_is_gone_counts_nowhere():
    assert ranking.count({"a": EARLY}, ballots((1, "gone", "must", LATE))) == {"a": Tally()}


@given(
    st.lists(
        st.tuples(
            st.integers(1, 6), st.sampled_from("abc"), st.sampled_from(["must", "would", "no"])
        ),
        unique_by=lambda row: row[:2],
    )
)
def test_voters_are_never_fewer_than_the_answers(rows):
    votes = ballots(*((*row, LATE) for row in rows))

    tallies = ranking.count(dict.fromkeys("abc", EARLY), votes)

    assert all(one.voters >= one.must + one.would + one.no for one in tallies.values())
    assert sum(one.must + one.would + one.no for one in tallies.values()) == len(rows)


def test_one_enthusiast_does_not_beat_forty_of_fifty():
    tallies = {
        "one": Tally(must=1, voters=1),
        "many": Tally(would=40, no=10, voters=50),
        "few": Tally(would=10, no=40, voters=50),
    }

    order = ranking.rank(tallies, appeared_at=dict.fromkeys(tallies, EARLY))

    assert [one.item for one in order] == ["many", "one", "few"]


def test_must_breaks_a_tie_and_then_age():
    tallies = {
        "younger": Tally(would=5, voters=9),
        "older": Tally(would=5, voters=9),
        "urgent": Tally(must=5, voters=9),
    }

    order = ranking.rank(tallies, appeared_at={"younger": LATE, "older": EARLY, "urgent": LATE})

    assert [one.item for one in order] == ["urgent", "older", "younger"]


def standing(item: str, low: float, share: float, high: float) -> Standing[str]:
    return Standing(item=item, tally=Tally(), estimate=share, low=low, high=high)


def test_items_whose_interval_straddles_the_line_are_the_tie_band():
    order = [
        standing("sure", 0.8, 0.9, 0.95),
        standing("in", 0.5, 0.6, 0.7),
        standing("out", 0.4, 0.5, 0.6),
        standing("never", 0.0, 0.1, 0.2),
    ]

    found = ranking.cut(order, 2)

    assert found.line == pytest.approx(0.55)
    assert (found.above, found.band, found.below) == (("sure",), ("in", "out"), ("never",))
    assert found.places_in_band == 1


@pytest.mark.parametrize(("places", "above", "below"), [(5, ("a",), ()), (0, (), ("a",))])
def test_without_a_line_there_is_no_band(places, above, below):
    found = ranking.cut([standing("a", 0.1, 0.5, 0.9)], places)

    assert (found.above, found.band, found.below, found.line) == (above, (), below, None)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12), st.integers(0, 13))
def test_a_cut_keeps_every_item_once_and_its_band_can_fill_the_places(pairs, places):
    tallies = {
        f"i{number:02}": Tally(would=wanted, voters=wanted + others)
        for number, (wanted, others) in enumerate(pairs)
    }
    order = ranking.rank(tallies, appeared_at=dict.fromkeys(tallies, EARLY))

    found = ranking.cut(order, places)

    assert sorted((*found.above, *found.band, *found.below)) == sorted(tallies)
    assert len(found.above) + found.places_in_band == min(max(places, 0), len(tallies)) or (
        not found.band
    )
    assert 0 <= found.places_in_band <= len(found.band)


def test_the_tie_band_takes_a_missing_topic_then_a_new_host_then_the_lot():
    candidates = [
        Candidate("known", topic="people"),
        Candidate("new-host", topic="people", has_new_host=True),
        Candidate("missing", topic="direction"),
    ]

    order = ranking.settle(candidates, places=3, covered={"people"}, seed="s")

    assert order == ["missing", "new-host", "known"]


def test_a_topic_is_missing_only_until_one_item_covers_it():
    candidates = [
        Candidate("a", topic="direction"),
        Candidate("b", topic="direction"),
        Candidate("c", topic="people", has_new_host=True),
    ]

    order = ranking.settle(candidates, places=2, covered={"people"}, seed="s")

    assert order[0] in {"a", "b"}
    assert order[1] == "c"


def test_the_lot_is_a_hash_that_anybody_can_repeat():
    assert ranking.lot("ABC", "2026") == hashlib.sha256(b"2026:ABC").hexdigest()


@given(st.lists(st.integers(), unique=True), st.text(max_size=9))
def test_shuffling_is_the_same_whatever_order_things_came_in(items, seed):
    assert ranking.shuffled(reversed(items), seed) == ranking.shuffled(items, seed)


def test_two_seeds_shuffle_differently():
    assert ranking.shuffled(range(30), "a") != ranking.shuffled(range(30), "b")


def test_overlaps_say_how_many_want_both():
    wanted_by = {"a": frozenset({1, 2, 3}), "b": frozenset({2, 3, 4}), "c": frozenset({9})}

    assert ranking.overlaps(wanted_by) == {
        "a": (ranking.Overlap(other="b", both=2, of=3),),
        "b": (ranking.Overlap(other="a", both=2, of=3),),
        "c": (),
    }


people = st.frozensets(st.integers(0, 200), max_size=12)


@given(st.dictionaries(st.integers(0, 9), people, max_size=6))
def test_overlaps_count_the_people_of_both_sets(wanted_by):
    for item, found in ranking.overlaps(wanted_by, limit=9).items():
        expected = {
            other: len(wanted_by[item] & others)
            for other, others in wanted_by.items()
            if other != item and wanted_by[item] & others
        }
        assert {one.other: one.both for one in found} == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [("Łódź: Żółw", "lodz zolw"), ("STRASSE", "straße"), ("Ærø", "aero"), ("ＡＢＣ", "abc")],
)
def test_case_accents_and_punctuation_do_not_matter(first, second):
    assert ranking.similarity(first, second) == 1


def test_near_titles_are_found_and_far_ones_are_not():
    titles = [(1, "How we monitor microservices"), (2, "Monitoring microservices"), (3, "Tax law")]

    found = ranking.nearest("monitoring our microservices", titles)

    assert [key for key, _ in found] == [2, 1]


@given(words, words)
def test_similarity_is_symmetric_and_a_share(first, second):
    assert ranking.similarity(first, second) == ranking.similarity(second, first)
    assert 0 <= ranking.similarity(first, second) <= 1


@given(words)
def test_plain_text_stays_the_same_when_made_plain_again(text):
    assert ranking.plain(ranking.plain(text)) == ranking.plain(text)
