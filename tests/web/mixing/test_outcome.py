"""What members and the travel role find once a mix is published."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from offsite.mixing import drawing, needs, publishing
from offsite.mixing.retention import KEPT, forget
from offsite.outbox.desk import Desk
from offsite.policy import Role
from tests import mixers
from tests.factories import MORNING, NOON, make_event, make_member, make_person


@pytest.fixture
def stay(rows):
    """Bob drives Cleo, shares a room with her, and both are at one table with Tom."""
    with rows() as session:
        event = make_event(session, slug="here")
        tom = make_person(session, "Tom", team="Hotel")
        make_member(session, event, tom, Role.TRAVEL)
        bob, cleo = (make_person(session, name, team=name) for name in ("Bob", "Cleo"))
        members = [make_member(session, event, one) for one in (bob, cleo)]
        for member, journey in zip(members, ("drive", "ride"), strict=True):
            said = needs.Said(
                pool=mixers.SHARED,
                contact=f"chat {member.person.name}",
                access="=ramp" if journey == "ride" else "secret stairs",
                tells_hotel=journey == "ride",
                journey=journey,
                leaves_from="Lodz",
                leaves_at=MORNING,
                car_seats=2 if journey == "drive" else None,
                meeting_point="Old depot",
            )
            needs.tell_needs(session, member=member, said=said, apart=(), now=NOON)
        mixers.draw_hotel(session, event, 2).starts_at = MORNING
        drawing.draw_cars(session, event=event, details=drawing.Details("There"), now=NOON)
        mixers.draw_dinner(session, event, size=3)
        mix = mixers.mix(session, event)
        publishing.publish(
            session,
            mix=mix,
            note="",
            seen_version=mix.version,
            acknowledged=None,
            actor=mixers.NOBODY,
            now=NOON,
        )
        for one in (event, tom, bob, cleo):
            session.refresh(one)
    return {"event": event, "tom": tom, "bob": bob, "cleo": cleo}


def test_a_card_says_why_us_and_how_to_reach_them(stay, sign_in):
    page = sign_in(stay["cleo"]).get("/here/mixing/").text

    assert "chat Bob" in page
    assert "Old depot" in page
    assert page.count("you have not met yet") == 4
    assert "you have the same way at the same hour" in page
    assert "secret stairs" not in page


def test_rooms_and_rides_stand_on_the_agenda_before_there_is_a_schedule(stay, sign_in):
    page = sign_in(stay["cleo"]).get("/here/my/").text

    assert "Night: R1" in page
    assert "Why us?" in page
    assert "chat Bob" in page


def test_a_driver_prints_their_car_and_a_rider_none(stay, sign_in):
    assert "chat Cleo" in sign_in(stay["bob"]).get("/here/mixing/car").text
    assert "You drive nobody so far." in sign_in(stay["cleo"]).get("/here/mixing/car").text


def test_the_hotel_gets_what_people_let_it_read_as_text(stay, sign_in):
    tom = sign_in(stay["tom"])
    page = tom.get("/here/organize/mixing/rooming").text
    lines = list(csv.reader(io.StringIO(tom.get("/here/organize/mixing/rooming.csv").text)))
    book = load_workbook(io.BytesIO(tom.get("/here/organize/mixing/rooming.xlsx").data))

    assert "=ramp" in page
    assert "stairs" not in page + str(lines)
    assert [(line[0], line[2]) for line in lines[1:]] == [("R1", "Bob"), ("R1", "Cleo")]
    assert lines[2][4] == "'=ramp"
    assert [cell.data_type for cell in book.active[3]][4] == "s"


def test_tables_have_cards_and_blank_ones(stay, sign_in):
    page = sign_in(stay["tom"]).get("/here/organize/mixing/cards?blank=2").text

    assert page.count('class="table-card"') == 3
    assert page.count("is-blank") == 2


def test_history_shows_ties_and_numbers_without_telling_where(stay, sign_in):
    page = sign_in(stay["cleo"]).get("/here/mixing/history").text

    assert page.count('class="dot') == 3
    assert "Nobody is left" in page
    assert "style=" not in page


def test_history_of_another_person_can_be_asked_for(stay, sign_in):
    page = sign_in(stay["cleo"]).get(f"/here/mixing/history?person={stay['tom'].id}").text

    assert "Tom has met" in page


def test_rules_are_told_from_the_rounds(stay, sign_in):
    page = sign_in(stay["bob"]).get("/here/mixing/rules").text

    assert "You share a room only with people who chose the same words" in page
    assert "You ride from your own town" in page
    assert "are read by you and the travel role: Tom." in page


def test_after_thirty_days_the_page_says_what_was_deleted(stay, sign_in, rows, monkeypatch):
    bob = sign_in(stay["bob"])
    later = MORNING + KEPT + timedelta(days=10)
    with rows() as session:
        forget(session, Desk("", lambda template, locale: template), later)
    monkeypatch.setattr("offsite.web.mixing.telling.utc_now", lambda: later)

    page = bob.get("/here/mixing/").text

    assert "deleted 30 days after the event, as promised" in page
