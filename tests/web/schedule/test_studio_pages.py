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
