"""Nothing about fewer than five people is shown, in no way and by no subtraction."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offsite.anonymity.ids import new_id
from offsite.engines.verdicts import Answers, Verdict
from offsite.polls import queries
from offsite.polls.models import GROUPS, Answer, SessionRating
from offsite.polls.queries import verdict_counts
from offsite.polls.queries.ratings import ratings_of
from offsite.polls.services import rating
from offsite.polls.services.rating import NotYetStarted, Rating, tag_for
from offsite.polls.services.running import NotOpen, key_name
from offsite.polls.sheets import RowAnswer, Sheet, payload_of
from tests.factories import MORNING, NOON, make_event, make_proposal, make_series
from tests.polling import LATER, Desk, make_crowd, make_poll, said


@pytest.fixture
def desk(session, tmp_path):
    return Desk(session, tmp_path / "keys")


def closed(session, sheets, event=None, **values):
    """A sealed poll with these answers."""
    poll = make_poll(session, event, opens_at=NOON, closes_at=LATER, sealed_at=LATER, **values)
    rows = [Answer(id=new_id(), poll_id=poll.id, payload=payload_of(one)) for one in sheets]
    session.add_all(rows)
    session.flush()
    return poll


def workshop(results):
    return next(one for one in results.rows if one.key == "workshop")


def two_years(session):
    series = make_series(session)
    days = {"starts_on": date(2025, 10, 1), "ends_on": date(2025, 10, 2)}
    return make_event(session, series=series, **days), make_event(session, series=series)


def test_an_open_poll_has_no_results(session, desk):
    event = make_event(session)
    people = make_crowd(session, event, 6)
    poll = desk.open(make_poll(session, event))
    for one in people:
        desk.answer(poll, one.person_id)

    assert queries.results_of(session, poll) is None
    assert verdict_counts(session, event.id) is None
    assert queries.results_of(session, desk.close(poll)).answered == 6


def test_the_headline_has_its_three_ranges(session):
    poll = closed(session, [said(5)] * 45 + [said(2)] * 15, attended=100)

    ranges = queries.results_of(session, poll).overall.worth.ranges

    spans = (ranges.here, ranges.next_year, ranges.silent)
    found = [tuple(round(100 * end) for end in span) for span in spans]
    assert found == [(67, 81), (63, 84), (45, 85)]


def test_four_answers_are_nothing(session):
    poll = closed(session, [said(5, "drop", "Bad", "Nothing")] * 4)

    results = queries.results_of(session, poll)

    assert results.answered is None
    assert all(one.is_hidden for one in (results.overall, *results.rows))
    assert not any(one.texts for one in results.remarks)


def test_a_format_that_four_people_judged_is_hidden(session):
    absent = Sheet(rows={"overall": RowAnswer(worth=4), "workshop": RowAnswer(attended=False)})
    poll = closed(session, [said()] * 4 + [absent] * 6)

    results = queries.results_of(session, poll)

    assert results.answered == 10
    assert workshop(results).is_hidden


def test_texts_are_shown_from_five_on(session):
    poll = closed(session, [said(better=f"b{n}", start="s" if n < 4 else "") for n in range(5)])

    shown = {one.label: sorted(one.texts) for one in queries.results_of(session, poll).remarks}

    assert shown["Workshop"] == ["b0", "b1", "b2", "b3", "b4"]
    assert shown["Start"] == []


def test_a_small_group_hides_the_next_smallest(session):
    groups = ["people"] * 9 + ["technical"] * 20 + ["both"] * 3 + ["other"] * 30
    poll = closed(session, [said(group=one) for one in groups], split="role")

    results = queries.results_of(session, poll)

    assert results.groups == ("technical", "other")
    for hidden in ("people", "both"):
        assert queries.results_of(session, poll, group=hidden).answered is None


SHEETS = st.lists(
    st.builds(
        said,
        worth=st.none() | st.integers(1, 5),
        next=st.sampled_from(["", "more", "same", "less", "drop"]),
        group=st.sampled_from(["", "people", "technical", "both", "other"]),
        better=st.sampled_from(["", "text"]),
    ),
    max_size=40,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=SHEETS)
def test_no_views_subtract_to_fewer_than_five(session, sheets):
    """Everybody's numbers less those of any set of groups: nobody, or five and more."""
    with session.begin_nested() as nested:
        poll = closed(session, sheets, split="role")
        whole = queries.results_of(session, poll)
        parts = [queries.results_of(session, poll, group=one) for one in GROUPS[poll.split]]
        for measure in (of_worth, of_next, of_all):
            check(measure(whole), [measure(one) for one in parts])
        assert all(not one.texts or len(one.texts) >= 5 for one in whole.remarks)
        assert not any(one.remarks for one in parts)
        nested.rollback()


def of_worth(results):
    shown = workshop(results).worth
    return shown.n if shown else None


def of_next(results):
    shown = workshop(results).finding
    return shown.answers.n if shown else None


def of_all(results):
    return results.answered


def check(whole, parts):
    shown = [one for one in parts if one is not None]
    assert all(one >= 5 for one in shown)
    assert whole is None or whole >= 5
    if whole is None:
        assert shown == []
        return
    for chosen in range(2 ** len(shown)):
        left = whole - sum(n for bit, n in enumerate(shown) if chosen >> bit & 1)
        assert left == 0 or left >= 5


def test_year_on_year_says_what_is_clear(session):
    before, now = two_years(session)
    closed(session, [said(5)] * 42 + [said(2)] * 18, before)
    poll = closed(session, [said(5)] * 48 + [said(2)] * 12, now)

    change = queries.results_of(session, poll).overall.change

    assert (change.before.positive, change.before.n) == (42, 60)
    assert not change.is_clear


def test_the_plan_gets_counts_of_both_years(session):
    before, now = two_years(session)
    closed(session, [said(next="same")] * 10, before)
    closed(session, [said(next="drop")] * 40 + [said(next="same")] * 10, now, attended=80)

    found = verdict_counts(session, now.id)

    by_key = {one.key: one for one in found.formats}
    assert (found.attended, found.answered) == (80, 50)
    assert by_key["workshop"].answers == Answers(same=10, drop=40)
    assert by_key["workshop"].last_year == Answers(same=10)
    assert by_key["workshop"].finding.verdict is Verdict.DROP
    assert (by_key["dinner"].answers, by_key["dinner"].finding) == (None, None)


# --- Sessions -----------------------------------------------------------------------------


def rate(session, desk, poll, proposal, person_id, *, worth=5, starts_at=NOON, **more):
    key = desk.keys.read(key_name(poll.id))
    rating.rate_session(
        session,
        poll=poll,
        proposal_id=proposal.id,
        tag=tag_for(key, person_id, proposal.id),
        rating=Rating(worth, **more),
        starts_at=starts_at,
        now=LATER,
    )


@pytest.fixture
def rated(session, desk):
    event = make_event(session)
    people = [one.person_id for one in make_crowd(session, event, 6)]
    poll = desk.open(make_poll(session, event, kind="sessions"))
    return poll, make_proposal(session, event), people


def test_a_session_is_rated_once_by_each(session, desk, rated):
    poll, proposal, people = rated

    for worth in (1, 5):
        rate(session, desk, poll, proposal, people[0], worth=worth)
    rate(session, desk, poll, proposal, people[1], worth=3)

    assert sorted(one.worth for one in session.query(SessionRating)) == [3, 5]


def test_a_session_is_rated_when_it_has_begun(session, desk, rated):
    poll, proposal, people = rated

    with pytest.raises(NotYetStarted):
        rate(session, desk, poll, proposal, people[0], starts_at=MORNING)

    assert session.query(SessionRating).count() == 0


def test_ratings_are_shown_after_the_close_from_five_on(session, desk, rated):
    poll, proposal, people = rated
    for person_id in people[:5]:
        rate(session, desk, poll, proposal, person_id, room="full", remark="Louder")
    key = desk.keys.read(key_name(poll.id))
    assert ratings_of(session, poll) == {}

    desk.close(poll)

    one = ratings_of(session, poll)[proposal.id]
    assert (one.worth.positive, one.worth.n, one.room_word) == (5, 5, "full")
    assert one.remarks == ("Louder",) * 5
    assert {one.tag for one in session.query(SessionRating)} == {None}
    desk.keys.folder.joinpath(f"{key_name(poll.id)}.key").write_bytes(key)
    with pytest.raises(NotOpen):
        rate(session, desk, poll, proposal, people[5])


def test_four_ratings_are_nothing(session, desk, rated):
    poll, proposal, people = rated
    for person_id in people[:4]:
        rate(session, desk, poll, proposal, person_id, room="full", remark="Louder")

    one = ratings_of(session, desk.close(poll))[proposal.id]

    assert (one.worth, one.room, one.remarks) == (None, None, ())
