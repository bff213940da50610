"""Lists, the voting booth, and the demand."""

from datetime import timedelta

import pytest
from sqlalchemy import event as events

from offsite.policy import Role
from offsite.proposals.models import Comment, Wanted
from offsite.proposals.queries import listing, talk
from offsite.proposals.queries.booth import booth, next_open
from offsite.proposals.queries.demand import ResultsHidden, demand, participation
from offsite.proposals.queries.listing import Filters, Viewer
from tests.factories import (
    MORNING,
    NOON,
    make_blocker,
    make_event,
    make_format,
    make_member,
    make_person,
    make_proposal,
    make_room,
    make_slot,
    make_vote,
)

AFTER = NOON + timedelta(days=8)


@pytest.fixture
def event(session):
    return make_event(session, voting_opens_at=NOON, voting_closes_at=NOON + timedelta(days=7))


@pytest.fixture
def bob(session, event):
    return make_member(session, event)


def titles(page):
    return [row.proposal.title for row in page.items]


def find(session, event, member, *, is_programme=False, page=1, **filters):
    viewer = Viewer(member.person_id, is_programme)
    return listing.proposals_page(session, event, viewer, Filters(**filters), page=page)


def test_members_find_what_is_listed_and_programme_all_but_drafts(session, event, bob):
    for state in ("draft", "submitted", "confirmed", "rejected", "withdrawn"):
        make_proposal(session, event, make_person(session), state=state, title=state)

    assert sorted(titles(find(session, event, bob))) == ["confirmed", "submitted"]
    assert sorted(titles(find(session, event, bob, is_programme=True))) == [
        "confirmed",
        "rejected",
        "submitted",
        "withdrawn",
    ]


def test_ones_own_are_found_in_every_state(session, event, bob):
    make_proposal(session, event, bob.person, state="rejected", title="Mine")
    make_proposal(session, event, make_person(session), title="Theirs")

    assert titles(find(session, event, bob, mine=True)) == ["Mine"]


@pytest.mark.parametrize("text", ["zolw", "ŻÓŁW", "anna zolw", "wolno"])
def test_search_knows_titles_texts_and_hosts_without_accents(session, event, bob, text):
    anna = make_person(session, "Anna Łoś")
    make_proposal(session, event, anna, title="Żółw", abstract="Powoli i wolno")
    make_proposal(session, event, anna, title="Zając")

    assert titles(find(session, event, bob, text=text)) == ["Żółw"]


def test_filters_narrow_together(session, event, bob):
    talk_format = make_format(session, event)
    make_proposal(session, event, format=talk_format, leadership="people", title="Both")
    make_proposal(session, event, format=talk_format, leadership="technical")
    make_proposal(session, event, leadership="people")

    found = find(session, event, bob, format_id=talk_format.id, leadership="people")

    assert titles(found) == ["Both"]


def test_a_page_out_of_range_is_the_last(session, event, bob):
    for _ in range(26):
        make_proposal(session, event)

    found = find(session, event, bob, page=9)

    assert (found.page, found.pages, found.total, len(found.items)) == (2, 2, 26, 1)


def test_similar_titles_come_from_proposals_and_wanted_topics(session, event):
    make_proposal(session, event, title="Sleeping on call", code="SLEEPS")
    make_proposal(session, event, title="Sleeping on call", state="draft")
    session.add(Wanted(event_id=event.id, title="Sleep on call", created_at=NOON))
    session.flush()

    found = listing.similar(session, event, "sleep on call!")

    assert [(one.title, one.code) for one in found] == [
        ("Sleep on call", None),
        ("Sleeping on call", "SLEEPS"),
    ]


def test_what_waits_for_an_answer_is_listed(session, event, bob):
    accepted = make_proposal(session, event, bob.person, state="accepted", title="A")
    asked = make_proposal(session, event, make_person(session), bob.person, title="B")
    asked.hosts[1].accepted_at = None
    session.flush()

    assert listing.my_questions(session, event, bob.person_id) == [accepted, asked]


def test_the_booth_counts_what_was_asked_and_answered(session, event, bob):
    proposals = [make_proposal(session, event, make_person(session)) for _ in range(3)]
    make_proposal(session, event, bob.person)
    make_vote(session, proposals[0], bob, "no")

    found = booth(session, event, bob, only_open=True)

    assert (found.asked, found.answered, found.cards.total) == (3, 1, 2)
    assert set(found.order) == {one.code for one in proposals}
    assert found.choices == {proposals[0].code: "no"}


def test_the_next_open_card_comes_after_the_last_answer_and_wraps_around(session, event, bob):
    for _ in range(3):
        make_proposal(session, event, make_person(session))
    first, second, third = booth(session, event, bob, only_open=True).order
    by_code = {row.proposal.code: row.proposal for row in find(session, event, bob).items}
    make_vote(session, by_code[third], bob)

    found = booth(session, event, bob, only_open=True)

    assert next_open(found, third).code == first
    assert next_open(found, first).code == second


class Election:
    """Thirty voters: all want A, half want B, nobody wants C."""

    def __init__(self, session, event):
        self.a, self.b, self.c = (
            make_proposal(session, event, make_person(session), title=title, code=title * 6)
            for title in "ABC"
        )
        for number in range(30):
            member = make_member(session, event)
            make_vote(session, self.a, member, "must" if number < 5 else "would")
            make_vote(session, self.b, member, "would" if number % 2 else "no")
            make_vote(session, self.c, member, "no")


def test_nobody_reads_results_before_voting_is_closed(session, event):
    with pytest.raises(ResultsHidden):
        demand(session, event, now=NOON)


def test_demand_ranks_estimates_and_expects_an_audience(session, event):
    Election(session, event)

    found = demand(session, event, now=AFTER, places=1)

    assert [row.proposal.title for row in found.rows] == ["A", "B", "C"]
    best = found.rows[0].standing
    assert (best.tally.must, best.tally.would, best.tally.voters) == (5, 25, 30)
    assert best.estimate == pytest.approx((30 + 10 * 0.5) / 40)
    low, high = found.rows[0].audience
    assert low <= best.estimate * 30 <= high <= 30
    assert [row.place for row in found.rows] == ["in", "out", "out"]
    assert not found.has_few_voters


def test_overlaps_name_how_many_want_both(session, event):
    Election(session, event)

    rows = {row.proposal.title: row for row in demand(session, event, now=AFTER).rows}

    (overlap,) = rows["A"].overlaps
    assert (overlap.other, overlap.both, overlap.of) == ("BBBBBB", 15, 30)


def test_a_tie_prefers_the_missing_kind_then_the_new_host(session, event):
    veteran, newcomer = make_person(session, "Ada"), make_person(session, "Cleo")
    last_year = make_event(session, series=event.series)
    make_proposal(session, last_year, veteran, state="confirmed")
    make_proposal(session, event, veteran, title="Known")
    make_proposal(session, event, newcomer, title="New")
    make_proposal(session, event, veteran, title="Missing", leadership="direction")

    found = demand(session, event, now=AFTER, places=2)

    assert {row.proposal.title: row.place for row in found.rows} == {
        "Missing": "tie-in",
        "New": "tie-in",
        "Known": "tie-out",
    }
    assert found.coverage == {"direction": 1, "people": 0, "projects": 0, "technical": 0}


def test_places_are_what_the_grid_holds(session, event):
    for number in range(4):
        make_slot(session, event, MORNING + timedelta(minutes=45 * number))
    room = make_room(session, event)
    make_room(session, event)
    make_blocker(session, event, room=room, ends_at=MORNING + timedelta(minutes=45))
    for _ in range(5):
        make_proposal(session, event, minutes=90)
    session.refresh(event)

    assert demand(session, event, now=AFTER).places_of_grid == 3


def test_participation_counts_people_who_can_vote_and_have_not_left(session, event, bob):
    proposal = make_proposal(session, event)
    make_vote(session, proposal, bob)
    make_member(session, event, make_person(session, "Wall"), Role.DISPLAY)
    gone = make_member(session, event)
    make_vote(session, proposal, gone)
    gone.left_at = NOON
    session.flush()

    make_member(session, event, make_person(session, email="guid@imported.invalid"))

    found = participation(session, event)

    assert (found.voters, found.members, found.votes) == (1, 1, 1)


def statements(session, read):
    """How many statements ``read`` sends, with nothing loaded beforehand."""
    session.flush()
    session.expire_all()
    sent = []
    connection = session.connection()

    def note(conn, cursor, statement, *rest):
        sent.append(statement)

    events.listen(connection, "before_cursor_execute", note)
    read()
    events.remove(connection, "before_cursor_execute", note)
    return len(sent)


def rich_proposal(session, event):
    proposal = make_proposal(session, event, make_person(session), make_person(session))
    session.add(
        Comment(
            proposal_id=proposal.id,
            person_id=make_person(session).id,
            body="Yes",
            created_at=NOON,
        )
    )
    session.add(Wanted(event_id=event.id, title=proposal.title, created_at=NOON))


@pytest.mark.parametrize("name", ["list", "booth", "demand", "wanted"])
def test_one_row_and_three_rows_take_the_same_statements(session, event, bob, name):
    def texts(proposal):
        return [proposal.format.name, *(one.name for one in proposal.active_hosts)]

    reads = {
        "list": lambda: [texts(row.proposal) for row in find(session, event, bob).items],
        "booth": lambda: [
            texts(card.proposal) for card in booth(session, event, bob, only_open=True).cards.items
        ],
        "demand": lambda: [texts(row.proposal) for row in demand(session, event, now=AFTER).rows],
        "wanted": lambda: [
            row.wanted.title for row in talk.wanted_page(session, event, Viewer(1)).items
        ],
    }
    rich_proposal(session, event)
    one = statements(session, reads[name])
    for _ in range(2):
        rich_proposal(session, event)

    assert statements(session, reads[name]) == one
