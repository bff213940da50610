"""Values and lines: what may stand in a calendar, and where a line may be folded."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event
from icalendar.parser import Contentlines

from offsite.calendars import values


def written(summary: str) -> bytes:
    """The folded content line of a title."""
    event = Event()
    event["SUMMARY"] = values.text(summary)
    return event.to_ical().split(b"BEGIN:VEVENT\r\n")[1].split(b"END:VEVENT\r\n")[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a;b,c\\d", "a\\;b\\,c\\\\d"),
        ("C:\\New", "C:\\\\New"),
        ("\\\\N\\n\\NN", "\\\\\\\\N\\\\n\\\\NN"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("page\x0cbreak\x85and\u2028more", "page\\nbreak\\nand\\nmore"),
        ("be\x00ll\x07 \x1b[31m\x7f\x9b", "bell [31m"),
        ("tab\tstays", "tab\tstays"),
        ("half \ud83d pair", "half  pair"),
        ('colon: "quote" ^ stay', 'colon: "quote" ^ stay'),
    ],
)
def test_text_is_cleaned_and_escaped(value, expected):
    assert values.text(value).to_ical().decode() == expected


def test_a_list_keeps_commas_inside_its_values_apart_from_those_between():
    listed = values.text_list(["Workshop, long", "Data; AI", "C:\\New"])

    assert listed.to_ical() == b"Workshop\\, long,Data\\; AI,C:\\\\New"


def test_an_address_cannot_start_a_new_line():
    assert values.uri("https://h/a b\r\nBEGIN:VEVENT?ü=%20") == (
        "https://h/a%20b%0ABEGIN:VEVENT?%C3%BC=%20"
    )


@pytest.mark.parametrize("lead", range(60, 70))
@pytest.mark.parametrize("end", ["é", "語", "\U0001f469\u200d\U0001f4bb", "\n", ";"])
def test_a_fold_splits_neither_a_character_nor_an_escape(lead, end):
    pieces = written("x" * lead + end + "x").removesuffix(b"\r\n").split(b"\r\n")

    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    assert not any(re.search(rb"\\$", piece) for piece in pieces)


@given(st.text(max_size=400))
def test_any_text_folds_into_short_lines_that_unfold_to_the_same(value):
    encoded = written(value)

    pieces = encoded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.decode() for piece in pieces)
    assert Contentlines.from_ical(encoded)[:-1] == [
        f"SUMMARY:{values.text(value).to_ical().decode()}"
    ]
