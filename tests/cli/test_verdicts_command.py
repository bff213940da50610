"""`offsite verdicts` on a table of counts."""

import json

import pytest
from click.testing import CliRunner

from offsite.cli.verdicts import verdicts
from offsite.errors import BadInput

HEADINGS = "format,more,same,less,drop\n"
FACTS = (
    HEADINGS
    + """dinner,1,2,0,1
AMA,25,10,23,2
carpool,6,12,12,30
workshop,27,27,5,1
presentation,5,27,27,1
keynote,12,36,9,3
"open space, evening",4,6,2,0
"""
)


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "counts.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(*arguments):
    """What the command prints; a refusal is raised as `main` would tell it."""
    done = CliRunner().invoke(verdicts, arguments, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done


def faults_of(*arguments):
    with pytest.raises(BadInput) as refused:
        run(*arguments)
    return refused.value.faults


def test_every_verdict_is_given_in_the_order_of_the_rows(table):
    rows = json.loads(run(table(FACTS)).stdout)["formats"]

    assert [(row["format"], row["verdict"], row["n"]) for row in rows] == [
        ("dinner", "hidden", 4),
        ("AMA", "split", 60),
        ("carpool", "drop", 60),
        ("workshop", "grow", 60),
        ("presentation", "shrink", 60),
        ("keynote", "keep", 60),
        ("open space, evening", "unclear", 12),
    ]
    assert all(
        row.keys() == {"format", "verdict", "n", "net", "interval_80", "interval_95", "drop_lower"}
        for row in rows
    )


def test_with_a_file_the_lines_say_the_three_ranges(table, tmp_path):
    counts = table(HEADINGS + "workshop,27,18,14,1\ndinner,1,1,0,0\nAMA,3,6,3,0\n")
    output = tmp_path / "verdicts.json"

    lines = run(counts, "--attended", "100", "-o", str(output)).stdout.splitlines()

    assert lines == [
        "workshop: unclear, 45 of 60 who answered (100 attended) want as much or more: "
        "67-81 % of this crowd, 63-84 % for next year, 45-85 % with the silent all one way",
        "dinner: hidden, fewer than 5 answered",
        "AMA: keep, 9 of 12 who answered (100 attended) want as much or more",
    ]
    assert json.loads(output.read_text())["attended"] == 100


def test_a_table_of_a_spreadsheet_is_understood(table):
    content = "\ufeffDrop;Format;Less;Same;More;Remark\r\n1;Atelier\u00e9;2;3;4;fine\r\n;;;;;\r\n"

    (row,) = json.loads(run(table(content)).stdout)["formats"]

    assert (row["format"], row["n"]) == ("Atelier\u00e9", 10)
    assert row["net"] == pytest.approx(1 / 13)


def test_a_guessed_encoding_is_told_beside_the_result(table):
    done = run(table((HEADINGS + "Atelié,4,3,2,1\n").encode("cp1252")))

    assert json.loads(done.stdout)["formats"][0]["format"] == "Atelié"
    assert done.stderr.startswith("counts.csv: The text is not UTF-8")


def test_last_years_answers_can_be_given(table, tmp_path):
    last = tmp_path / "last.csv"
    last.write_text(HEADINGS + "keynote,30,0,0,0\n")
    counts = table(HEADINGS + "keynote,0,12,0,0\n")

    (row,) = json.loads(run(counts, "--last-year", str(last)).stdout)["formats"]

    assert row["net"] == pytest.approx(15 / (12 + 15 + 3))


def test_every_fault_is_one_sentence_and_nothing_is_written(table, tmp_path):
    output = tmp_path / "verdicts.json"
    content = HEADINGS + (
        "workshop,1,-2,0,0\n"
        "keynote,2.5,NaN,,1\n"
        "Workshop,50,50,1,0\n"
        ",1,1,1,1\n"
        "AMA,1,1,1,1,7\n"
        "dinner,1e3,99999999,1\n"
    )

    faults = faults_of(table(content), "--attended", "100", "-o", str(output))

    assert list(faults) == [
        "counts.csv: row 2, column 'same': a number of people cannot be negative, and this is -2.",
        "counts.csv: row 3, column 'more': '2.5' is not a whole number.",
        "counts.csv: row 3, column 'same': 'NaN' is not a whole number.",
        "counts.csv: row 3, column 'less': the number of people is missing; write 0 for none.",
        "counts.csv: row 4: the format 'Workshop' was there before, in row 2.",
        "counts.csv: row 4: 101 answered, but only 100 attended.",
        "counts.csv: row 5 does not name its format.",
        "counts.csv: row 6 has more cells than there are headings.",
        "counts.csv: row 7, column 'more': '1e3' is not a whole number.",
        "counts.csv: row 7, column 'same': more than 1,000,000 people is not believed.",
        "counts.csv: row 7, column 'drop': the number of people is missing; write 0 for none.",
    ]
    assert not output.exists()


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("", ["counts.csv: The file is empty."]),
        ("\n\n", ["counts.csv: The file is empty."]),
        (HEADINGS, ["counts.csv: there is no format below the headings."]),
        (
            "format,more,same\nkeynote,1,2\n",
            [
                "counts.csv: the column 'less' is missing.",
                "counts.csv: the column 'drop' is missing.",
            ],
        ),
        (
            "format,more,same,less,drop,MORE\nkeynote,1,2,3,4,5\n",
            ["counts.csv: the column 'more' is there 2 times."],
        ),
        (b"\x00\x01\x02PNG", ["counts.csv: The file is no text: it holds zero bytes."]),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(table, content, sentences):
    assert list(faults_of(table(content))) == sentences


def test_a_missing_file_and_a_missing_folder_are_named(table, tmp_path):
    (absent,) = faults_of(str(tmp_path / "none.csv"))
    (nowhere,) = faults_of(table(FACTS), "-o", str(tmp_path / "none" / "verdicts.json"))

    assert absent.endswith("none.csv cannot be read: No such file or directory.")
    assert nowhere.endswith("none/verdicts.json: No such file or directory.")


def test_the_old_file_stays_when_the_new_input_is_wrong(table, tmp_path):
    output = tmp_path / "verdicts.json"
    output.write_text("old")

    faults_of(table(HEADINGS + "keynote,1,1,1,x\n"), "-o", str(output))

    assert output.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.csv", "verdicts.json"]
