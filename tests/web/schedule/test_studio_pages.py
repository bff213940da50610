import json
import re
from html import unescape

from offsite.schedule.models import Placement
from tests.factories import MORNING
from tests.web.schedule.conftest import SLOT
from tests.web.schedule.test_draft_pages import place, where


def test_a_refused_move_keeps_its_aim_and_one_press_makes_it(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    place(ada, stage, 1, slot=2)

    code = stage.items[0].code
    answer = ada.post(
        f"{stage.page}items/{code}/place?item={code}",
        data={
            "slot": str(stage.event.slots[3].id),
            "room": str(stage.event.rooms[1].id),
            "seen_version": "1",
        },
    )
    form = answer.text.split('id="panel"')[1].split("</form>")[0]
    kept = {
        name: re.search(rf'name="{name}".*?<option selected value="(\d+)"', form, re.DOTALL).group(
            1
        )
        for name in ("slot", "room")
    }
    kept["seen_version"] = re.search(r'name="seen_version"[^>]*value="(\d+)"', form).group(1)
    ada.post(f"{stage.page}items/{code}/place", data=kept)

    assert answer.status_code == 409
    assert where(rows, stage) == [(MORNING + 3 * SLOT, "Cellar", False)]


def test_the_page_tells_the_script_rooms_and_version(stage, sign_in):
    text = sign_in(stage.ada).get(stage.page).text

    root = re.search(r'<div id="studio"[^>]*>', text).group()
    rooms = json.loads(unescape(re.search(r"data-rooms='([^']*)'", root).group(1)))

    assert rooms == {one.name: one.id for one in stage.event.rooms}
    assert 'data-version="1"' in root


def test_what_the_script_sends_for_a_drag_places_the_item_there(stage, sign_in, rows):
    ada, code = sign_in(stage.ada), stage.items[0].code
    row = re.findall(r'<th scope="row"><time datetime="([^"]+)"', ada.get(stage.page).text)[2]

    ada.post(
        f"{stage.page}items/{code}/place?item={code}",
        data={
            "room": str(stage.event.rooms[1].id),
            "slot": "",
            "day": row[:10],
            "clock": row[11:16],
            "seen_version": "1",
        },
    )

    with rows() as session:
        found = session.query(Placement).filter_by(proposal_id=stage.items[0].id).one()
        assert found.starts_at == MORNING + 2 * SLOT


def cost_of(ada, stage, room, slot):
    asked = {"slot": str(stage.event.slots[slot].id), "room": str(room), "day": "2026-10-01"}
    return ada.get(f"{stage.page}items/{stage.items[0].code}/cost", query_string=asked)


def test_what_a_move_would_break_is_said_without_making_it(stage, sign_in, rows):
    answer = cost_of(sign_in(stage.ada), stage, stage.event.rooms[0].id, 1)

    assert "That breaks a rule:" in answer.text
    assert "are in Aula at the same time" in answer.text
    assert "<" not in answer.text
    assert where(rows, stage) == [(MORNING, "Aula", False)]


def test_a_move_to_no_place_of_the_event_has_no_cost(stage, sign_in):
    assert cost_of(sign_in(stage.ada), stage, 999, 1).status_code == 400


def test_a_member_cannot_ask_what_a_move_would_cost(stage, sign_in):
    assert cost_of(sign_in(stage.bob), stage, stage.event.rooms[0].id, 1).status_code == 404
