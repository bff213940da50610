"""What people's answers say about next year."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from offsite.engines.shares import change, headline, wilson
from offsite.engines.verdicts import (
    Answers,
    Verdict,
    about_next_year,
    about_this_crowd,
    drop_lower,
    if_the_silent_lean,
    judge,
    to_document,
    verdict_on,
    weight_of_last_year,
)

RUNS = 3_000
Z_95 = 1.959963984540054

people = st.integers(0, 200)
crowds = st.builds(Answers, people, people, people, people)
some_answers = crowds.filter(lambda answers: answers.n > 0)


def verdict(*counts: int) -> Verdict:
    answers = Answers(*counts)
    return verdict_on(answers, about_next_year(answers))


def percent(interval: tuple[float, float]) -> tuple[int, int]:
    low, high = interval
    return round(100 * low), round(100 * high)


def width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]


# --- The estimate -------------------------------------------------------------------------


def test_three_quarters_are_added_a_side_and_three_in_all():
    found = about_next_year(Answers(more=30, same=18, less=9, drop=3))

    more, against = 30.75 / 63, 12.75 / 63
    half = Z_95 * math.sqrt((more + against - (18 / 63) ** 2) / 63)
    assert found.net == pytest.approx(18 / 63)
    assert found.interval_95 == pytest.approx((18 / 63 - half, 18 / 63 + half))


def test_without_answers_the_net_is_anything():
    found = about_next_year(Answers())

    assert found.net == 0
    assert width(found.interval_80) > 1


def test_the_crowd_is_known_better_than_next_year_by_the_finite_correction():
    answers = Answers(more=27, same=20, less=10, drop=3)

    here = about_this_crowd(answers, attended=100)

    correction = math.sqrt((100 - 60) / (100 - 1))
    ratio = width(here.interval_80) / width(about_next_year(answers).interval_80)
    assert ratio == pytest.approx(correction, rel=0.02)


def test_when_everyone_answered_nothing_is_in_doubt_about_this_crowd():
    answers = Answers(more=7, same=2, less=1)

    here = about_this_crowd(answers, attended=10)

    assert here.net == pytest.approx(0.6)
    assert here.interval_95 == pytest.approx((0.6, 0.6))
    assert width(about_next_year(answers).interval_95) > 0.5


def test_the_silent_could_have_leaned_either_way():
    answers = Answers(more=30, same=20, less=8, drop=2)

    assert if_the_silent_lean(answers, attended=100) == (-0.2, 0.6)


@pytest.mark.parametrize(("n", "weight"), [(0, 0.0), (12, 0.5), (30, 0.5), (60, 0.25)])
def test_last_years_answers_count_half_and_at_most_as_fifteen(n, weight):
    assert weight_of_last_year(n) == weight


def test_last_year_moves_the_net_by_fifteen_answers_at_most():
    this, last = Answers(same=20), Answers(more=200)

    assert about_next_year(this, last_year=last).net == pytest.approx(15 / (20 + 15 + 3))


def test_last_year_decides_neither_hidden_nor_split_nor_drop():
    last = {"a": Answers(drop=100), "b": Answers(drop=100), "c": Answers(more=50, less=50)}
    this = {"a": Answers(more=4), "b": Answers(same=40), "c": Answers(same=40)}

    found = [finding.verdict for finding in judge(this, last_year=last)]

    assert found == [Verdict.HIDDEN, Verdict.SHRINK, Verdict.KEEP]


def test_more_answers_than_people_are_refused():
    with pytest.raises(ValueError, match="11 people cannot answer when 10 attended"):
        about_this_crowd(Answers(same=11), attended=10)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        Answers(less=-1)


# --- The three ranges ---------------------------------------------------------------------


def test_45_of_60_with_100_attended_has_the_three_ranges_of_the_practice():
    found = headline(45, 60, attended=100)

    assert percent(found.here) == (67, 81)
    assert percent(found.next_year) == (63, 84)
    assert percent(found.silent) == (45, 85)


def test_wilsons_interval_of_a_known_case():
    # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I.
    assert wilson(81, 263, z=Z_95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20, z=Z_95) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_ten_points_more_with_60_answers_each_is_no_clear_change():
    assert percent(change((42, 60), (48, 60))) == (-6, 25)


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2)])
def test_what_is_no_share_is_refused(k, n):
    with pytest.raises(ValueError, match="is no share"):
        wilson(k, n, z=1)
    with pytest.raises(ValueError, match="is no share"):
        change((1, 2), (k, n))


# --- The verdicts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((4, 0, 0, 0), Verdict.HIDDEN),
        ((5, 0, 0, 0), Verdict.GROW),
        ((3, 4, 3, 0), Verdict.SPLIT),
        ((29, 42, 29, 0), Verdict.KEEP),
        ((30, 0, 5, 65), Verdict.SPLIT),
        ((10, 20, 20, 50), Verdict.DROP),
        ((27, 27, 5, 1), Verdict.GROW),
        ((5, 27, 27, 1), Verdict.SHRINK),
        ((12, 36, 9, 3), Verdict.KEEP),
        ((3, 7, 2, 0), Verdict.KEEP),
        ((2, 7, 3, 0), Verdict.KEEP),
        ((4, 6, 2, 0), Verdict.UNCLEAR),
    ],
)
def test_the_first_condition_that_holds_gives_the_verdict(counts, expected):
    assert verdict(*counts) is expected


def test_drop_needs_its_lower_bound_above_a_third():
    below, above = Answers(same=36, drop=24), Answers(same=35, drop=25)

    assert drop_lower(below) < 1 / 3 < drop_lower(above)
    assert verdict(0, 36, 0, 24) is Verdict.SHRINK
    assert verdict(0, 35, 0, 25) is Verdict.DROP


def test_a_hidden_format_tells_no_number_about_single_people():
    found = to_document(judge({"dinner": Answers(more=1)}), attended=60)

    shown = {key: value for key, value in found["formats"][0].items() if value is not None}
    assert shown == {"format": "dinner", "verdict": "hidden", "n": 1}


def test_with_the_attendance_a_document_also_speaks_about_this_crowd():
    findings = judge({"workshop": Answers(more=25, same=20, less=15)})

    row = to_document(findings, attended=100)["formats"][0]

    assert row["again"]["count"] == 45
    assert percent(row["again"]["here"]) == (67, 81)
    assert row["silent"] == [-0.3, 0.5]
    assert width(row["here"]["interval_80"]) < width(row["interval_80"])
    assert not {"again", "here", "silent"} & to_document(findings)["formats"][0].keys()


# --- Properties ---------------------------------------------------------------------------


@given(st.builds(Answers, *4 * [st.integers(0, 2)]), crowds)
def test_fewer_than_five_answers_are_always_hidden(answers, last_year):
    (finding,) = judge({"a": answers}, last_year={"a": last_year})

    assert finding.is_hidden == (answers.n < 5)


@given(crowds, crowds, st.data())
def test_an_answer_moved_from_less_to_more_never_lowers_the_net(answers, last_year, data):
    moved = data.draw(st.integers(0, answers.less))
    kinder = Answers(answers.more + moved, answers.same, answers.less - moved, answers.drop)

    before = about_next_year(answers, last_year=last_year).net
    assert about_next_year(kinder, last_year=last_year).net >= before


@given(crowds, crowds, st.integers(0, 300))
def test_the_intervals_contain_the_net_and_each_other(answers, last_year, silent):
    assume(answers.n + silent > 0)
    here = about_this_crowd(answers, attended=answers.n + silent)

    for found in (about_next_year(answers, last_year=last_year), here):
        low, high = found.interval_80
        lower, higher = found.interval_95
        assert -1 <= lower <= low <= found.net <= high <= higher <= 1


@given(some_answers, st.integers(0, 300))
def test_this_crowd_is_never_known_worse_than_next_year(answers, silent):
    here = about_this_crowd(answers, attended=answers.n + silent)

    assert width(here.interval_80) <= width(about_next_year(answers).interval_80) + 1e-12


@given(some_answers, st.integers(2, 5))
def test_more_data_that_says_the_same_narrows_the_interval(answers, times):
    counts = (answers.more, answers.same, answers.less, answers.drop)
    repeated = Answers(*(times * count for count in counts))

    narrow, wide = about_next_year(repeated), about_next_year(answers)

    assert width(narrow.interval_80) < width(wide.interval_80)
    assert drop_lower(repeated) >= drop_lower(answers)


@given(st.dictionaries(st.text(max_size=3), crowds, max_size=5), st.randoms())
def test_the_order_of_formats_changes_no_finding(formats, random):
    shuffled = list(formats.items())
    random.shuffle(shuffled)

    found = {finding.format: finding for finding in judge(formats)}
    assert {finding.format: finding for finding in judge(dict(shuffled))} == found


@given(some_answers, st.integers(0, 300))
def test_wilsons_interval_contains_the_share_and_narrows_with_a_known_crowd(answers, silent):
    share = answers.drop / answers.n

    low, high = wilson(answers.drop, answers.n, z=Z_95)
    inner = wilson(answers.drop, answers.n, z=Z_95, attended=answers.n + silent)

    assert low - 1e-12 <= inner[0] <= share <= inner[1] <= high + 1e-12
    assert low >= 0
    assert high <= 1


# --- The simulation -----------------------------------------------------------------------


def simulated(crowd: tuple[int, ...], answering: int) -> dict[Verdict, float]:
    """How often each verdict falls when ``answering`` people of ``crowd`` answer at random."""
    random = np.random.default_rng(20261121)
    drawn, times = np.unique(
        random.multivariate_hypergeometric(crowd, answering, size=RUNS), axis=0, return_counts=True
    )
    shares = dict.fromkeys(Verdict, 0.0)
    for counts, often in zip(drawn.tolist(), times.tolist(), strict=True):
        shares[verdict(*counts)] += often / RUNS
    return shares


@pytest.mark.parametrize(
    ("crowd", "answering", "expected", "stated"),
    [
        pytest.param((20, 60, 15, 5), 60, Verdict.KEEP, 1.0, id="neutral"),
        pytest.param((45, 45, 8, 2), 60, Verdict.GROW, 0.99, id="clear more"),
        pytest.param((8, 45, 45, 2), 60, Verdict.SHRINK, 1.0, id="clear less"),
        pytest.param((10, 20, 20, 50), 60, Verdict.DROP, 0.99, id="half say drop"),
        pytest.param((8, 9, 1, 0), 12, Verdict.GROW, 0.55, id="few people, clear more"),
    ],
)
def test_the_simulated_share_of_right_verdicts_is_the_one_stated(
    crowd, answering, expected, stated
):
    found = simulated(crowd, answering)[expected]

    error = math.sqrt(found * (1 - found) / RUNS)
    # Four standard errors, and what was stated is rounded to a whole percent.
    assert found == pytest.approx(stated, abs=4 * error + 0.005)


def test_a_clear_more_that_few_answers_do_not_show_is_unclear():
    found = simulated((8, 9, 1, 0), 12)

    assert found[Verdict.GROW] + found[Verdict.UNCLEAR] > 0.99


@pytest.mark.parametrize(
    ("crowd", "answering", "wrong"),
    [
        ((20, 60, 15, 5), 60, {Verdict.GROW, Verdict.SHRINK, Verdict.DROP}),
        ((15, 70, 12, 3), 60, {Verdict.GROW, Verdict.SHRINK, Verdict.DROP}),
        ((45, 45, 8, 2), 60, {Verdict.SHRINK, Verdict.DROP}),
        ((8, 45, 45, 2), 60, {Verdict.GROW, Verdict.DROP}),
        ((10, 20, 20, 50), 60, {Verdict.GROW}),
        ((25, 55, 15, 5), 60, {Verdict.SHRINK, Verdict.DROP}),
        ((8, 9, 1, 0), 12, {Verdict.SHRINK, Verdict.DROP}),
        ((1, 9, 7, 1), 12, {Verdict.GROW, Verdict.DROP}),
    ],
)
def test_a_verdict_in_the_wrong_direction_is_as_rare_as_one_percent(crowd, answering, wrong):
    found = simulated(crowd, answering)

    assert sum(found[one] for one in wrong) <= 0.01
