import re

from offsite.schedule.models import Placement
from tests.factories import MORNING
from tests.web.schedule.conftest import SLOT
from tests.web.schedule.test_draft_pages import place


def starts(rows, stage):
    with rows() as session:
        found = session.query(Placement).filter_by(proposal_id=stage.items[0].id).all()
        return [one.starts_at for one in found]


def walk(client, stage, what, seen):
    return client.post(f"{stage.page}{what}", data={"seen_version": str(seen)})


def test_a_move_is_undone_and_redone_by_pages_loaded_anew(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    place(ada, stage, 0, slot=3)

    assert re.search(r'action="[^"]*/undo"', ada.get(stage.page).text)
    walk(ada, stage, "undo", 2)
    back = starts(rows, stage)
    page = ada.get(stage.page).text
    walk(ada, stage, "redo", 3)

    assert back == [MORNING]
    assert re.search(r'action="[^"]*/redo"', page)
    assert starts(rows, stage) == [MORNING + 3 * SLOT]


def test_an_undo_says_what_it_did_and_the_history_names_who_did_what(stage, sign_in):
    ada = sign_in(stage.ada)
    place(ada, stage, 0, slot=3)
    answer = walk(ada, stage, "undo", 2)

    text = ada.get(answer.headers["Location"]).text

    assert len(re.findall(r"Ada undid a change of <a [^>]*>Talk 0</a>:", text)) == 2
    assert re.search(r"Ada moved <a [^>]*>Talk 0</a>:", text)


def test_a_stale_undo_shows_what_happened_meanwhile(stage, sign_in, rows):
    ada = sign_in(stage.ada)
    place(ada, stage, 0, slot=3)

    answer = walk(ada, stage, "undo", 1)

    assert answer.status_code == 409
    assert re.search(r"Ada moved <a [^>]*>Talk 0</a>:", answer.text)
    assert starts(rows, stage) == [MORNING + 3 * SLOT]


def test_nothing_to_undo_is_said_and_no_button_offered(stage, sign_in):
    ada = sign_in(stage.ada)

    told = ada.get(walk(ada, stage, "undo", 1).headers["Location"]).text

    assert "There is nothing left to undo in this draft." in told
    assert "/undo" not in told
