"""Reports and dots: a fixed budget, hidden sums, nobody remembered, then a willing owner."""

import pytest
from sqlalchemy import func, select

from offsite.openspace.models import Dot
from offsite.openspace.queries import news
from offsite.openspace.services import converging, reporting
from offsite.openspace.services.converging import (
    AlreadyOwned,
    DotsClosed,
    DotsOpen,
    NoDotsLeft,
    NothingToWeigh,
)
from offsite.openspace.services.reporting import Notes, NotesChanged, NothingToTell
from tests.factories import NOON, make_person


def write(session, topic, seen=0, **words):
    person_id = topic.conveners[0].person_id
    return reporting.write_notes(
        session, topic=topic, notes=Notes(**words), seen=seen, person_id=person_id, now=NOON
    )


@pytest.fixture
def opened(session, hang, post):
    """A board with one report of two steps, open for dots; and its candidates."""
    board, _rounds, _rooms = hang()
    report = write(session, post(board, "One"), summary="Met.", recommendations="- Fix\n* Ask")
    reporting.publish(session, report=report, now=NOON)
    converging.open_dots(session, board=board, now=NOON)
    return board, news.candidates(session, board)


def test_a_report_and_each_of_its_steps_can_get_dots(session, opened):
    board, found = opened

    converging.open_dots(session, board=board, now=NOON)

    assert [(one.kind, one.text) for one in found] == [
        ("report", "One"),
        ("step", "Fix"),
        ("step", "Ask"),
    ]
    assert len(news.candidates(session, board)) == 3


def test_nobody_gives_more_dots_than_there_are(session, opened):
    board, (report, step, _) = opened
    person_id = make_person(session).id
    for one in [report, *[step] * 4]:
        converging.give_dot(session, candidate=one, person_id=person_id)

    with pytest.raises(NoDotsLeft, match="all 5 dots"):
        converging.give_dot(session, candidate=step, person_id=person_id)
    converging.take_dot(session, candidate=step, person_id=person_id)

    mine = converging.own_dots(session, board=board, person_id=person_id)
    assert mine == {report.id: 1, step.id: 3}


def test_counting_shows_sums_and_forgets_who_gave_them(session, opened):
    board, (report, step, _) = opened
    person_id = make_person(session).id
    converging.give_dot(session, candidate=step, person_id=person_id)
    hidden = [one.dots for one in news.candidates(session, board)]

    converging.close_dots(session, board=board, now=NOON)

    assert hidden == [0, 0, 0]
    assert next((one.text, one.dots) for one in news.candidates(session, board)) == ("Fix", 1)
    assert session.scalar(select(func.count(Dot.id))) == 0
    with pytest.raises(DotsClosed):
        converging.give_dot(session, candidate=report, person_id=person_id)
    with pytest.raises(DotsClosed):
        converging.open_dots(session, board=board, now=NOON)


def test_a_step_gets_one_willing_owner_after_the_count(session, opened):
    board, (_, step, _) = opened
    first, second = make_person(session), make_person(session)
    with pytest.raises(DotsOpen):
        converging.take_on(session, candidate=step, person_id=first.id, now=NOON)
    converging.close_dots(session, board=board, now=NOON)

    converging.take_on(session, candidate=step, person_id=first.id, now=NOON)
    with pytest.raises(AlreadyOwned):
        converging.take_on(session, candidate=step, person_id=second.id, now=NOON)

    assert step.owner_id == first.id


def test_dots_need_something_to_weigh(session, hang):
    board, _rounds, _rooms = hang()

    with pytest.raises(NothingToWeigh):
        converging.open_dots(session, board=board, now=NOON)

    assert board.dots_opened_at is None


def test_notes_of_two_people_do_not_overwrite_each_other(session, hang, post):
    board, _rounds, _rooms = hang()
    topic = post(board, "One")
    write(session, topic, summary="First")

    with pytest.raises(NotesChanged):
        write(session, topic, summary="Second")

    assert news.report_of(session, topic).summary == "First"


def test_an_empty_report_is_no_news(session, hang, post):
    board, _rounds, _rooms = hang()
    report = write(session, post(board, "One"), resources="A link")

    with pytest.raises(NothingToTell):
        reporting.publish(session, report=report, now=NOON)

    assert news.published_reports(session, board) == []


def test_the_book_reads_what_was_published(session, opened):
    board, _found = opened

    (found,) = news.reports_for_book(session, event_id=board.event_id)

    assert (found.title, found.summary, found.room) == ("One", "Met.", None)
    assert news.steps_for_book(session, event_id=board.event_id) == ()
