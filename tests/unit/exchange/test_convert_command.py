import json
from pathlib import Path

import pytest

from offsite.cli import main
from offsite.exchange.readers import read
from offsite.exchange.writers import table
from tests.unit.exchange.builders import a_programme, a_session, at


def convert(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["offsite", "convert", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "programme.csv"
    path.write_bytes(table.write(a_programme(a_session(), a_session("b", minutes=0))).content)
    return path


def test_the_kind_to_write_follows_from_the_ending(monkeypatch, capsys, source, tmp_path):
    target = tmp_path / "out.ics"

    code = convert(monkeypatch, source, target)

    assert code == 0
    assert read(target).programme.sessions[0].starts_at == at(9)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == "csv: 2 sessions, 0 speakers, 1 rooms, 1 days"
    assert "Opening: Left out: it lasts 0 minutes." in err.splitlines()


def test_a_report_takes_the_place_of_the_warnings(monkeypatch, capsys, source, tmp_path):
    report = tmp_path / "report.json"

    convert(monkeypatch, source, tmp_path / "out.xml", "--report", report)

    assert capsys.readouterr() == ("", "")
    document = json.loads(report.read_text(encoding="utf-8"))
    assert {key: document[key] for key in ("kind", "sessions", "speakers", "rooms", "days")} == {
        "kind": "csv",
        "sessions": 2,
        "speakers": 0,
        "rooms": 1,
        "days": 1,
    }
    assert {"where": "Opening", "what": "Left out: it lasts 0 minutes."} in document["warnings"]


def test_votes_become_a_problem(monkeypatch, tmp_path):
    votes = tmp_path / "votes.csv"
    votes.write_text("attendee,A1,A2\nada,1,0\nbob,1,1\n")
    target = tmp_path / "problem.json"

    code = convert(
        monkeypatch, votes, target, "--to", "schedule-problem", "--rooms", 2, "--slots", 3
    )

    document = json.loads(target.read_text(encoding="utf-8"))
    assert code == 0
    assert document["format"] == "offsite/schedule-problem@1"
    assert (len(document["slots"]), len(document["rooms"])) == (3, 2)


@pytest.mark.parametrize(
    ("options", "key"), [((), "schedule"), (("--rooms", 2, "--slots", 3), "format")]
)
def test_json_is_a_problem_for_those_who_ask_for_slots(monkeypatch, source, tmp_path, options, key):
    target = tmp_path / "out.json"

    convert(monkeypatch, source, target, *options)

    assert key in json.loads(target.read_text(encoding="utf-8"))


def test_wrong_input_is_one_line_for_each_fault_and_nothing_is_written(
    monkeypatch, capsys, tmp_path
):
    votes = tmp_path / "votes.csv"
    votes.write_text("attendee,A1\nada,1\n")
    before = set(tmp_path.iterdir())

    code = convert(monkeypatch, votes, tmp_path / "p.json", "--to", "schedule-problem")

    assert code == 1
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["absent.csv", "out.ics"], 1),
        (["programme.csv", "out"], 2),
        (["programme.csv", "out.ics", "--to", "poem"], 2),
        (["programme.csv", "out.ics", "--rooms", "0"], 2),
        (["programme.csv", "out.ics", "--timezone", "CET+1"], 1),
        (["programme.csv", "out.ics", "--from", "frab-json"], 1),
        (["programme.csv", "absent/out.ics"], 1),
        (["programme.csv", "out.ics", "--report", "absent/report.json"], 1),
        (["programme.csv", "."], 2),
    ],
)
def test_refusals_have_their_exit_code_and_write_nothing(
    monkeypatch, capsys, source, arguments, code
):
    monkeypatch.chdir(source.parent)
    before = set(source.parent.iterdir())

    assert convert(monkeypatch, *arguments) == code

    assert "Traceback" not in capsys.readouterr().err
    assert set(source.parent.iterdir()) == before


def test_a_file_is_replaced_whole(monkeypatch, source, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("old")

    convert(monkeypatch, source, target)

    assert target.read_bytes().startswith(b"ID,")
    assert {path.name for path in tmp_path.iterdir()} == {"programme.csv", "out.csv"}
