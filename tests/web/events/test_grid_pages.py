"""Rooms, days with their slots, and formats with their run sheets."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from offsite.events.models import Blocker, Event, Format, Room, Slot
from tests.factories import (
    make_blocker,
    make_draft,
    make_event,
    make_format,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
)
from tests.web.events.conftest import all_of

# Rooms, grid, formats


def test_rooms_are_added_changed_moved_and_deleted_with_undo(house, sign_in, rows):
    olga = sign_in(house["olga"])
    olga.post("/tlm/organize/rooms", data={"name": "Aula", "seats": "120", "features": "Stage"})
    olga.post("/tlm/organize/rooms", data={"name": "Oak", "seats": ""})
    aula, oak = all_of(rows, select(Room).order_by(Room.position))

    olga.post(f"/tlm/organize/rooms/{oak.id}/move", data={"to": "up"})
    olga.post(f"/tlm/organize/rooms/{aula.id}", data={"name": "Great hall", "seats": "90"})
    moved = all_of(rows, select(Room.name).order_by(Room.position))
    olga.post(f"/tlm/organize/rooms/{oak.id}/delete")
    page = olga.get("/tlm/organize/rooms").text
    olga.post("/tlm/organize/rooms/undo")

    assert (aula.seats, aula.features, oak.seats) == (120, ["stage"], None)
    assert moved == ["Oak", "Great hall"]
    assert "Removed: Oak." in page
    assert [one.guid for one in all_of(rows, select(Room).where(Room.name == "Oak"))] == [oak.guid]


def test_a_room_where_something_is_planned_stays(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        room = make_room(session, event, "Aula")
        make_placement(session, make_draft(session, event), make_proposal(session, event), room)
    olga = sign_in(house["olga"])

    answer = olga.post(f"/tlm/organize/rooms/{room.id}/delete", follow_redirects=True)

    assert "1 items and 0 breaks" in answer.text
    assert all_of(rows, select(Room.name)) == ["Aula"]


def test_a_room_of_another_event_does_not_exist_here(house, sign_in, rows):
    with rows() as session:
        room = make_room(session, make_event(session))

    assert sign_in(house["olga"]).get(f"/tlm/organize/rooms/{room.id}").status_code == 404


DAY = {
    "day": "2026-10-01",
    "starts": "09:00",
    "until": "12:00",
    "slot_minutes": "45",
    "gap_minutes": "0",
    "breaks": "10:30-11:00 Coffee",
    "scope": "all",
}


def test_a_preview_saves_nothing_and_drawing_can_be_undone(house, sign_in, rows):
    olga = sign_in(house["olga"])
    count = select(func.count(Slot.id))

    preview = olga.post("/tlm/organize/grid/draw", data={**DAY, "go": "preview"})
    after_preview = all_of(rows, count)
    olga.post("/tlm/organize/grid/draw", data={**DAY, "go": "draw"})
    drawn = all_of(rows, count)
    olga.post("/tlm/organize/grid/undo")

    assert "begins as the one before ends" in preview.text
    assert (after_preview, drawn, all_of(rows, count)) == ([0], [6], [0])
    assert all_of(rows, select(Blocker.title)) == []


def test_htmx_gets_the_preview_alone(house, sign_in):
    answer = sign_in(house["olga"]).post(
        "/tlm/organize/grid/draw", data=DAY, headers={"HX-Request": "true"}
    )

    assert answer.text.lstrip().startswith('<div id="preview">')
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"breaks": "Coffee at ten"}, "is not a break"),
        ({"slot_minutes": "1"}, "5 to 480"),
        ({"slot_minutes": ""}, "This is needed"),
        ({"until": "08:00"}, "end after it starts"),
        ({"starts": "noon"}, "valid time"),
    ],
)
def test_a_template_with_a_fault_is_kept_and_explained(house, sign_in, rows, values, sentence):
    olga = sign_in(house["olga"])

    answer = olga.post("/tlm/organize/grid/draw", data={**DAY, "go": "draw", **values})

    assert answer.status_code == 400
    assert sentence in answer.text
    assert all_of(rows, select(Slot.id)) == []


def test_slots_and_breaks_are_mended_one_by_one(house, sign_in, rows):
    olga = sign_in(house["olga"])
    times = {"day": "2026-10-01", "starts": "09:00", "ends": "10:00"}
    olga.post("/tlm/organize/grid/slots", data=times)
    refused = olga.post("/tlm/organize/grid/slots", data={**times, "starts": "09:30"})
    (slot,) = all_of(rows, select(Slot))

    olga.post(f"/tlm/organize/grid/slots/{slot.id}", data={"starts": "09:00", "ends": "09:30"})
    olga.post(
        "/tlm/organize/grid/pauses",
        data={**times, "ends": "10:30", "kind": "blocker", "title": "Set-up", "room": ""},
    )
    (blocker,) = all_of(rows, select(Blocker))
    olga.post(f"/tlm/organize/grid/pauses/{blocker.id}/delete")
    olga.post("/tlm/organize/grid/undo")
    olga.post(f"/tlm/organize/grid/slots/{slot.id}/delete")
    olga.post("/tlm/organize/grid/undo")

    assert refused.status_code == 409
    assert "overlaps the slot from 09:00 to 10:00" in refused.text
    assert [one.title for one in all_of(rows, select(Blocker))] == ["Set-up"]
    (back,) = all_of(rows, select(Slot))
    assert back.ends_at - back.starts_at == timedelta(minutes=30)


def test_an_entry_of_the_grid_can_be_opened(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        slot, blocker = make_slot(session, event), make_blocker(session, event)
    olga = sign_in(house["olga"])

    assert 'value="09:00"' in olga.get(f"/tlm/organize/grid/slots/{slot.id}").text
    assert "Coffee" in olga.get(f"/tlm/organize/grid/pauses/{blocker.id}").text


PHASES = {
    "phases-0-name": "Open",
    "phases-0-minutes": "10",
    "phases-1-name": "Talk",
    "phases-1-minutes": "20",
}


FORMAT = {"name": "Fishbowl", "minutes": "30", "hue": "3", "open_to_proposals": "y", **PHASES}


def test_a_format_is_added_and_its_run_sheet_read_by_members(house, sign_in, rows):
    answer = sign_in(house["olga"]).post("/tlm/organize/formats/new", data=FORMAT)
    (row,) = all_of(rows, select(Format))
    sheet = sign_in(house["bob"]).get(f"/tlm/formats/{row.id}/sheet").text

    assert answer.status_code == 303
    assert (row.name, row.hue, row.everyone) == ("Fishbowl", 3, False)
    assert sheet.index("Open") < sheet.index("0:10") < sheet.index("Talk")


def test_rows_of_a_run_sheet_change_places_without_being_saved(house, sign_in, rows):
    answer = sign_in(house["olga"]).post(
        "/tlm/organize/formats/new", data={**FORMAT, "move": "down-0"}
    )

    assert answer.text.index('value="Talk"') < answer.text.index('value="Open"')
    assert all_of(rows, select(Format)) == []


def test_a_run_sheet_that_does_not_add_up_says_so(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        row = make_format(session, event, minutes=30)
    olga = sign_in(house["olga"])

    olga.post(f"/tlm/organize/formats/{row.id}", data={**FORMAT, "minutes": "45"})

    assert (
        "The phases add up to 30 of 45 minutes." in olga.get(f"/tlm/organize/formats/{row.id}").text
    )
    assert "30 of 45" in olga.get("/tlm/organize/formats").text


def test_a_phase_without_minutes_is_refused(house, sign_in, rows):
    answer = sign_in(house["olga"]).post(
        "/tlm/organize/formats/new", data={**FORMAT, "phases-1-minutes": ""}
    )

    assert answer.status_code == 400
    assert "at least one minute" in answer.text
    assert all_of(rows, select(Format)) == []


def test_a_format_is_retired_and_offered_again(house, sign_in, rows):
    with rows() as session:
        row = make_format(session, session.get(Event, house["event_id"]))
    olga = sign_in(house["olga"])

    olga.post(f"/tlm/organize/formats/{row.id}/retire")
    retired = all_of(rows, select(Format.retired_at))
    olga.post(f"/tlm/organize/formats/{row.id}/restore")

    assert retired != [None]
    assert all_of(rows, select(Format.retired_at)) == [None]
