"""Seats of a small session, as people and organizers meet them."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from offsite.events.models import Membership
from offsite.outbox.models import Mail
from offsite.schedule.seats import queries
from tests.factories import MORNING, make_member, make_person, make_placement, make_proposal
from tests.web.schedule.conftest import build, here, publish, read_again


@pytest.fixture
def full(rows):
    """A workshop with two seats beside its host's; Ann and Ben have them, Bob waits."""
    with rows() as session:
        stage = build(session)
        host = make_person(session, "Hana")
        make_member(session, stage.event, host)
        workshop = make_proposal(
            session,
            stage.event,
            host,
            state="confirmed",
            format=stage.items[0].format,
            title="Pairing",
            seats=3,
        )
        make_placement(session, stage.draft, workshop, stage.event.rooms[1], starts_at=MORNING)
        stage.items.append(workshop)
        people = [make_person(session, name) for name in ("Ann", "Ben", "Cid")]
        for person in people:
            make_member(session, stage.event, person)
        read_again(session, stage)
        publish(session, stage)
        session.refresh(host)
        for person in people:
            session.refresh(person)
    ann, ben, cid = people
    return SimpleNamespace(stage=stage, host=host, workshop=workshop, ann=ann, ben=ben, cid=cid)


@pytest.fixture
def browser(sign_in):
    """Each person's one browser."""
    known = {}

    def of(person):
        if person.id not in known:
            known[person.id] = sign_in(person)
        return known[person.id]

    return of


@pytest.fixture
def pick(full, browser):
    def press(person, pick="1"):
        url = f"/tlm/schedule/items/{full.workshop.code}/pick"
        return browser(person).post(url, data={"pick": pick, "from": "item"})

    return press


@pytest.fixture
def crowded(full, pick):
    for person in (full.ann, full.ben, full.stage.bob, full.cid):
        pick(person)
    return full


@pytest.fixture
def listed(rows, full):
    """Names of those who sit and of those who wait."""

    def names():
        with rows() as session:
            found = queries.standing_of(session, proposal_id=full.workshop.id)
            return (
                [one.person.name for one in found.seated],
                {one.person.name for one in found.waiting},
            )

    return names


def mails(rows):
    with rows() as session:
        return [(one.kind, one.to_name) for one in session.scalars(select(Mail).order_by(Mail.id))]


def page(full):
    return f"/tlm/schedule/items/{full.workshop.code}/"


def test_the_page_says_how_full_it_is_and_how_seats_are_given(full, browser):
    text = browser(full.stage.bob).get(page(full)).text

    assert "1 of 3 seats taken" in text
    assert "Pick it, and you have a seat." in text
    assert "How are seats given?" in text


def test_who_sits_and_who_waits_can_read_it(crowded, browser):
    ann, bob = (browser(one).get(page(crowded)).text for one in (crowded.ann, crowded.stage.bob))

    assert "You have a seat." in ann
    assert "on the waiting list." in bob
    assert "3 of 3 seats taken, 2 people wait" in bob


def test_the_seed_can_be_read_by_everybody(crowded, browser, rows):
    with rows() as session:
        seed = queries.list_of(session, proposal_id=crowded.workshop.id).seed

    assert seed in browser(crowded.stage.bob).get(page(crowded)).text


def test_who_leaves_lets_one_move_up_who_gets_the_only_mail(crowded, pick, listed, rows):
    before = listed()[1]

    pick(crowded.ann, "0")

    seated, waiting = listed()
    moved = before - waiting
    assert len(moved) == 1
    assert seated == sorted({"Ben"} | moved)
    assert mails(rows) == [("seat-free", next(iter(moved)))]


def test_the_agenda_shows_who_waits(crowded, browser):
    text = browser(crowded.stage.bob).get("/tlm/my/").text

    assert "You wait for 1 seat" in text
    assert "Waiting, number" in text


def test_the_button_says_the_number_at_once(crowded, browser):
    url = f"/tlm/schedule/items/{crowded.workshop.code}/pick"
    ada = browser(crowded.stage.ada)

    answer = ada.post(url, data={"pick": "1"}, headers={"HX-Request": "true"}).text

    assert "Waiting, number" in answer


def test_the_overview_leads_to_every_list(crowded, browser):
    text = browser(crowded.stage.ada).get("/tlm/organize/seats").text

    assert f"/tlm/schedule/items/{crowded.workshop.code}/seats" in text
    assert "3 of 3 seats taken" in text


def test_the_host_reads_the_list_and_changes_nothing(crowded, browser):
    host = browser(crowded.host)
    url = f"{page(crowded)}seats"

    text = host.get(url).text
    moved = host.post(f"{url}/move", data={"person": crowded.ann.id, "to": "gone"})

    assert "Ann" in text
    assert "Off the list" not in text
    assert moved.status_code == 404


def test_a_member_does_not_read_the_list(crowded, browser):
    assert browser(crowded.stage.bob).get(f"{page(crowded)}seats").status_code == 404


def test_an_organizer_moves_people_and_undoes_it(crowded, browser, listed):
    ada, url = browser(crowded.stage.ada), f"{page(crowded)}seats"
    before = listed()

    ada.post(f"{url}/move", data={"person": crowded.ann.id, "to": "waiting"})
    between = listed()
    ada.post(f"{url}/undo")

    assert between[0] == ["Ben"]
    assert "Ann" in between[1]
    assert listed() == before


def test_one_seat_too_many_is_refused_in_words(crowded, browser, listed):
    before = listed()

    answer = browser(crowded.stage.ada).post(
        f"{page(crowded)}seats/move", data={"person": crowded.cid.id, "to": "seated"}
    )

    assert answer.status_code == 409
    assert "All 3 seats are taken" in answer.text
    assert listed() == before


def test_more_seats_let_people_move_up_and_tell_them(crowded, browser, listed, rows):
    browser(crowded.stage.ada).post(f"{page(crowded)}seats/number", data={"seats": "4"})

    assert len(listed()[0]) == 3
    assert [kind for kind, _name in mails(rows)] == ["seat-free"]


@pytest.mark.parametrize("text", ["", "0", "-3", "many", "9" * 12])
def test_a_number_that_cannot_be_is_refused(crowded, browser, rows, text):
    answer = browser(crowded.stage.ada).post(f"{page(crowded)}seats/number", data={"seats": text})

    assert answer.status_code == 409
    with rows() as session:
        assert queries.list_of(session, proposal_id=crowded.workshop.id).seats == 3


def test_a_closed_list_says_so_and_opens_again(crowded, browser, pick, listed):
    ada, url = browser(crowded.stage.ada), f"{page(crowded)}seats"
    ada.post(f"{url}/close")

    refused = pick(crowded.stage.ada)
    pick(crowded.ann, "0")
    between = listed()
    ada.post(f"{url}/open")

    assert refused.status_code == 409
    assert "is closed" in refused.text
    assert between[0] == ["Ben"]
    assert len(listed()[0]) == 2


def test_a_free_seat_goes_on_when_the_organizer_lets_it(crowded, browser, listed):
    ada, url = browser(crowded.stage.ada), f"{page(crowded)}seats"
    ada.post(f"{url}/move", data={"person": crowded.ann.id, "to": "gone"})

    shown = ada.get(url).text
    ada.post(f"{url}/fill")

    assert "One seat is free, and it is yours to give" in shown
    assert len(listed()[0]) == 2


def test_who_is_removed_from_the_event_gives_the_seat_back(crowded, browser, listed, rows):
    with rows() as session:
        member = session.query(Membership).filter_by(person_id=crowded.ann.id).one().id
    browser(crowded.stage.ada).post(f"/tlm/organize/members/{member}/remove")

    assert "Ann" not in listed()[0]
    assert len(listed()[0]) == 2
    assert [kind for kind, _name in mails(rows)] == ["seat-free"]


def test_a_larger_room_moves_people_up_with_the_release(crowded, browser, listed, rows):
    with rows() as session:
        here(session, crowded.workshop).seats = 5
        publish(session, crowded.stage, "v2")

    assert len(listed()[0]) == 4
