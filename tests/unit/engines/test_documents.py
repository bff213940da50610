"""JSON is read strictly and written at once."""

from pathlib import Path

import pytest

from offsite.engines.documents import parse_document, read_document, write_document
from offsite.errors import BadInput


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'{"a": ', "not JSON at line 1, column 7"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1e999}', "the number 1e999 is too large"),
        (b'{"a": 1, "a": 2}', "the key 'a' stands twice"),
        (b'"\xff"', "not UTF-8 at byte 1"),
        (b'"\\ud800"', "half a surrogate pair"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"[" * 100_000, "nested too deeply"),
        (b"1" * 5_000, "too many digits"),
        (b"", "not JSON"),
    ],
)
def test_what_is_not_strict_json_is_one_sentence(data: bytes, fault: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_document(data)

    assert fault in str(refusal.value)
    assert len(refusal.value.faults) == 1


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(BadInput, match="larger than 3 bytes"):
        parse_document(b"[1,2]", limit=3)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^none\.json: "):
        read_document(tmp_path / "none.json")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    value = {"z": "Łódź", "a": [1, 2.5, None]}

    write_document(tmp_path / "x.json", value)

    assert read_document(tmp_path / "x.json") == value
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        write_document(tmp_path / "none" / "x.json", {})


def test_files_that_others_found_nasty_are_read_or_refused_in_words(shared_data: Path) -> None:
    read, refused = set(), set()
    for path in sorted((shared_data / "nasty" / "json").glob("*.json")):
        try:
            read_document(path)
            read.add(path.name)
        except BadInput:
            refused.add(path.name)

    # A key that stands twice is legal to some, and refused here.
    assert {n for n in refused if n.startswith("y_")} <= {n for n in refused if "duplicated" in n}
    assert not {n for n in read if n.startswith("n_")}
