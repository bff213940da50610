"""Placing, swapping and merging."""

from datetime import timedelta

import pytest

from offsite.events.models import Blocker
from offsite.openspace.models import TopicInterest
from offsite.openspace.queries import deals, wall
from offsite.openspace.services import dealing, placing
from offsite.openspace.services.dealing import NothingToDeal, OfferClosed
from offsite.openspace.services.placing import CellTaken, HasBegun, NoSuchCell
from tests.domain.openspace.conftest import LATER
from tests.factories import NOON, make_person, make_room


def put(session, topic, one, room, now=NOON):
    return placing.place(session, topic=topic, where=(one.id, room.id), person_id=None, now=now)


def where(session, topic):
    session.refresh(topic)
    return (topic.cell.round_id, topic.cell.room_id) if topic.cell else None


def test_the_next_free_cell_is_in_the_same_round_first(session, hang, post):
    board, rounds, rooms = hang(rooms=2, rounds=2)
    first, second = post(board, "One"), post(board, "Two")
    put(session, first, rounds[1], rooms[0])

    with pytest.raises(CellTaken) as refusal:
        put(session, second, rounds[1], rooms[0])

    free = refusal.value.next_free
    assert (free.round_id, free.room_id) == (rounds[1].id, rooms[1].id)
    assert where(session, second) is None


def test_a_full_wall_offers_nothing_but_says_so(session, hang, post):
    board, rounds, rooms = hang(rooms=1, rounds=1)
    put(session, post(board, "One"), rounds[0], rooms[0])

    with pytest.raises(CellTaken, match="every other place") as refusal:
        put(session, post(board, "Two"), rounds[0], rooms[0])

    assert refusal.value.next_free is None


def test_a_topic_moves_by_taking_another_cell(session, hang, post):
    board, rounds, rooms = hang()
    topic = post(board, "One")
    put(session, topic, rounds[0], rooms[0])

    put(session, topic, rounds[1], rooms[1])

    assert where(session, topic) == (rounds[1].id, rooms[1].id)


@pytest.mark.parametrize("fault", ["over", "foreign room", "blocked"])
def test_a_cell_that_is_no_cell_is_refused(session, hang, post, fault):
    board, rounds, rooms = hang()
    topic, room, now = post(board, "One"), rooms[0], NOON
    if fault == "over":
        now = rounds[0].ends_at
    if fault == "foreign room":
        room = make_room(session, board.event)
    if fault == "blocked":
        session.add(
            Blocker(
                event_id=board.event_id,
                kind="break",
                title="Tea",
                starts_at=LATER,
                ends_at=LATER + timedelta(minutes=10),
            )
        )
        session.flush()

    with pytest.raises(NoSuchCell):
        put(session, topic, rounds[0], room, now)

    assert where(session, topic) is None


def test_what_has_begun_stays_and_says_where_it_went(session, hang, post):
    board, rounds, rooms = hang()
    topic = post(board, "One")
    put(session, topic, rounds[0], rooms[0])

    with pytest.raises(HasBegun):
        put(session, topic, rounds[1], rooms[0], LATER)
    placing.say_moved(session, topic=topic, to=" the  garden ")
    placing.say_running_on(session, topic=topic, now=LATER)
    placing.say_finished(session, topic=topic, now=LATER)

    cell = topic.cell
    assert (cell.moved_to, cell.running_on_at, cell.finished_at) == ("the garden", None, LATER)


def test_a_swap_happens_when_the_other_agrees_and_in_one_act(session, hang, post):
    board, rounds, rooms = hang()
    first, second = post(board, "One"), post(board, "Two")
    put(session, first, rounds[0], rooms[0])
    put(session, second, rounds[1], rooms[1])
    offer = ask(session, first, second, "swap")
    before = where(session, first)

    dealing.accept(session, offer=offer, now=NOON)

    assert before == (rounds[0].id, rooms[0].id)
    assert where(session, first) == (rounds[1].id, rooms[1].id)
    assert where(session, second) == (rounds[0].id, rooms[0].id)
    with pytest.raises(OfferClosed):
        dealing.accept(session, offer=offer, now=NOON)


def ask(session, topic, other, kind):
    person_id = topic.conveners[0].person_id
    return dealing.ask(session, topic=topic, other=other, kind=kind, person_id=person_id, now=NOON)


def test_an_offer_is_overtaken_when_a_topic_moves(session, hang, post):
    board, rounds, rooms = hang()
    first, second = post(board, "One"), post(board, "Two")
    put(session, first, rounds[0], rooms[0])
    offer = ask(session, first, second, "swap")

    put(session, first, rounds[1], rooms[0])

    with pytest.raises(OfferClosed):
        dealing.accept(session, offer=offer, now=NOON)
    assert deals.open_offers(session, second) == []


def test_a_topic_does_not_deal_with_itself(session, hang, post):
    board, _rounds, _rooms = hang()
    topic = post(board, "One")

    with pytest.raises(NothingToDeal):
        ask(session, topic, topic, "merge")


def test_a_merge_keeps_both_names_and_counts_each_person_once(session, hang, post):
    board, rounds, rooms = hang()
    first, second = post(board, "One"), post(board, "Two")
    put(session, first, rounds[0], rooms[0])
    both, one = make_person(session), make_person(session)
    session.add_all(
        [
            TopicInterest(topic_id=first.id, person_id=both.id),
            TopicInterest(topic_id=second.id, person_id=both.id),
            TopicInterest(topic_id=first.id, person_id=one.id),
        ]
    )

    dealing.accept(session, offer=ask(session, first, second, "merge"), now=NOON)

    (card,) = cards(session, board)
    assert (card.title, card.also, len(card.conveners)) == ("Two", ("One",), 2)
    assert card.people == 2
    assert where(session, second) == (rounds[0].id, rooms[0].id)


def cards(session, board):
    session.expire_all()
    hung = wall.wall(session, board, person_id=None)
    placed = [one.card for row in hung.rows for one in row.squares if one.card]
    return [*placed, *hung.waiting]


def test_a_merge_can_be_taken_apart(session, hang, post):
    board, _rounds, _rooms = hang()
    first, second = post(board, "One"), post(board, "Two")
    dealing.merge(session, topic=first, into=second, now=NOON)

    dealing.take_apart(session, topic=first, now=NOON)

    found = cards(session, board)
    assert [one.title for one in found] == ["One", "Two"]
    assert [len(one.conveners) for one in found] == [1, 1]
