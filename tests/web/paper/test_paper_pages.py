"""The print room."""

import re

import pytest

from offsite.web.paper import pdf
from tests.factories import MORNING, make_blocker, make_member, make_person
from tests.web.schedule.conftest import SLOT, build, here, publish, read_again


@pytest.fixture
def stage(rows):
    with rows() as session:
        found = build(session, items=3)
        make_blocker(
            session,
            found.event,
            title="Lunch",
            starts_at=MORNING + 3 * SLOT,
            ends_at=MORNING + 4 * SLOT,
        )
        read_again(session, found)
    return found


@pytest.fixture
def released(rows, stage):
    with rows() as session:
        publish(session, stage)
    return stage


@pytest.fixture
def ada(sign_in, stage):
    return sign_in(stage.ada)


def test_the_print_room_gathers_what_there_is(ada):
    text = ada.get("/tlm/organize/paper").text

    for path in ("grid", "doors", "badges"):
        assert f"/tlm/organize/paper/{path}" in text
    assert "/tlm/organize/seats" in text


@pytest.mark.parametrize(
    ("path", "status"), [("grid", 200), ("doors", 200), ("grid.pdf", 409), ("doors.pdf", 409)]
)
def test_without_a_release_a_sentence_says_what_to_do(ada, path, status):
    answer = ada.get(f"/tlm/organize/paper/{path}")

    assert answer.status_code == status
    assert "Release one first" in answer.text


def test_the_grid_has_a_page_a_day_with_every_item_and_break(released, ada):
    text = ada.get("/tlm/organize/paper/grid").text

    assert text.count("sheet-grid") == 1
    assert [f"Talk {n}" in text for n in range(3)] == [True] * 3
    assert "Lunch" in text
    assert "Cellar" not in text


def test_every_cell_of_the_grid_is_covered_once(released, ada):
    """Rows and spans fill the rectangle of the table, although an empty room is left out."""
    text = ada.get("/tlm/organize/paper/grid").text

    table = text.partition("<table")[2].partition("</table>")[0]
    head, *lines = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    covered = sum(
        int(dict(re.findall(r'(\w+)="(\d+)"', cell)).get("rowspan", 1))
        * int(dict(re.findall(r'(\w+)="(\d+)"', cell)).get("colspan", 1))
        for line in lines
        for cell in re.findall(r"<t[hd]([^>]*)>", line)
    )
    assert covered == len(lines) * head.count("<th")


def test_paper_is_asked_for_by_its_size(released, ada):
    assert "paper-a3" in ada.get("/tlm/organize/paper/grid?size=a3").text
    assert "paper-a4" in ada.get("/tlm/organize/paper/grid?size=letter").text


def test_a_door_sign_shows_its_room_and_a_code(released, ada):
    text = ada.get("/tlm/organize/paper/doors").text

    assert text.count("sheet-door") == 1
    assert "<h2>Aula</h2>" in text
    assert "<svg" in text
    assert "style=" not in text


def test_badges_are_for_everybody_unless_somebody_is_chosen(stage, ada, rows):
    with rows() as session:
        zoe = make_person(session, "Zoe", team="Search", languages=["pl"])
        make_member(session, here(session, stage.event), zoe)
        ident = zoe.id

    everybody = ada.get("/tlm/organize/paper/badges").text
    one = ada.get(f"/tlm/organize/paper/badges?person={ident}").text
    searched = ada.get("/tlm/organize/paper/badges?q=zoe").text

    assert names(everybody) == ["Ada", "Bob", "Zoe"]
    assert names(one) == ["Zoe"] == names(searched)
    assert "Polish" in one


def test_blank_badges_can_stand_alone(stage, ada):
    text = ada.get("/tlm/organize/paper/badges?blank=9&only=1").text

    assert names(text) == []
    assert text.count('class="badge-card"') == 9
    assert text.count("sheet-badges") == 2


def test_a_badge_repeats_one_code_and_no_style(stage, ada):
    text = ada.get("/tlm/organize/paper/badges").text

    assert text.count('<symbol id="qr"') == 1
    assert "style=" not in text


def names(text):
    return re.findall(r'class="badge-name[^"]*">([^<]+)<', text)


@pytest.mark.skipif(not pdf.is_there(), reason="the optional PDF part is not installed")
@pytest.mark.parametrize("path", ["grid.pdf", "grid.pdf?size=a3", "doors.pdf", "doors.pdf?whole=1"])
def test_sheets_come_as_pdf_files(released, ada, path):
    answer = ada.get(f"/tlm/organize/paper/{path}")

    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.data.startswith(b"%PDF")


@pytest.mark.skipif(not pdf.is_there(), reason="the optional PDF part is not installed")
def test_a_title_is_never_a_command_of_the_document(rows, stage, ada):
    with rows() as session:
        here(session, stage.items[0]).title = '#panic("x") *a* $ ` \\ "'
        publish(session, stage)

    assert ada.get("/tlm/organize/paper/grid.pdf").status_code == 200


def test_without_the_optional_part_no_button_and_a_clear_sentence(released, ada, monkeypatch):
    monkeypatch.setattr(pdf, "is_there", lambda: False)

    text = ada.get("/tlm/organize/paper").text
    answer = ada.get("/tlm/organize/paper/grid.pdf")

    assert "grid.pdf" not in text
    assert "offsite[pdf]" in text
    assert answer.status_code == 409
    assert "cannot make PDF files" in answer.text


def test_the_code_on_a_door_leads_to_what_runs_in_the_room(released, ada):
    room = released.event.rooms[0]

    text = ada.get(f"/tlm/schedule/rooms/{room.id}/").text

    assert "Talk 0" in text
    assert room.name in text
