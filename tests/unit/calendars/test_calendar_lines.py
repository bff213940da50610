"""Content lines: what may stand in one, and where one may be folded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentlines

from offsite.calendars import lines


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("C:\\New", "C:\\\\New"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("page\x0cbreak\x85and\u2028more", "page\\nbreak\\nand\\nmore"),
        ("be\x00ll\x07 \x1b[31m\x7f\x9b", "bell [31m"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d pair", "half  pair"),
        ('colon: "quote" ^ stay', 'colon: "quote" ^ stay'),
    ],
)
def test_text_is_cleaned_and_escaped(value, expected):
    assert lines.text(value) == expected


def test_a_list_keeps_commas_inside_its_values_apart_from_those_between():
    assert lines.text_list(["Workshop, long", "Data; AI"]) == "Workshop\\, long,Data\\; AI"


def test_an_address_cannot_start_a_new_line():
    assert lines.uri("https://h/a b\r\nBEGIN:VEVENT?ü=%20") == (
        "https://h/a%20b%0ABEGIN:VEVENT?%C3%BC=%20"
    )


def test_a_parameter_is_quoted_and_its_quotes_are_replaced():
    written = lines.line("ATTENDEE", "mailto:a@x", (("CN", 'Ada "A^", L\nX'),))

    assert written == "ATTENDEE;CN=\"Ada ^'A^^^', L^nX\":mailto:a@x"


def test_a_line_of_exactly_75_octets_is_not_folded():
    assert lines.encode(["x" * 75]) == b"x" * 75 + b"\r\n"
    assert lines.encode(["x" * 76]) == b"x" * 75 + b"\r\n x\r\n"


def test_a_fold_splits_neither_a_character_nor_an_escape():
    assert lines.encode(["x" * 74 + "é"]) == b"x" * 74 + "\r\n é\r\n".encode()
    assert lines.encode(["x" * 74 + "\\n"]) == b"x" * 74 + b"\r\n \\n\r\n"
    assert lines.encode(["x" * 73 + "\\\\y"]) == b"x" * 73 + b"\\\\\r\n y\r\n"


@given(st.text(max_size=400))
def test_any_text_folds_into_short_lines_that_unfold_to_the_same(value):
    content = lines.line("SUMMARY", lines.text(value))

    encoded = lines.encode([content])

    pieces = encoded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    assert Contentlines.from_ical(encoded)[:-1] == [content]
