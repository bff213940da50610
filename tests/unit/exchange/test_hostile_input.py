"""Bytes made to hurt: whatever comes in, a reading or a sentence comes out, and soon."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.errors import BadInput
from offsite.exchange.programme import Reading
from offsite.exchange.readers import KINDS, read
from offsite.exchange.readers.gathering import MOST_WARNINGS
from offsite.exchange.writers import frab_json, frab_xml, ics, table
from tests.unit.exchange.builders import a_programme, a_session, at

PROGRAMME = a_programme(
    a_session(people=("ada",), abstract="Short, and “quoted”", track="Tech"),
    a_session("b", starts_at=at(11), minutes=90, room="Attic"),
)
GOOD = {
    "frab-xml": frab_xml.write(PROGRAMME).content,
    "frab-json": frab_json.write(PROGRAMME).content,
    "ics": ics.write(PROGRAMME).content,
    "csv": table.write(PROGRAMME).content,
    "votes": b"attendee,A1,A2\nada,1,0\nbob,0,1\n",
}
SNIPPETS = st.sampled_from(
    [
        b"9" * 30,
        b"\0",
        b"\r",
        b'"',
        b":",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"1e999",
        b"-",
        b"2026-13-45",
    ]
) | st.binary(max_size=8)


def outcome(content: bytes, kind: str | None) -> Reading | BadInput:
    try:
        return read(content, kind=kind, timezone="Europe/Warsaw")
    except BadInput as error:
        return error


@given(content=st.binary(max_size=300), kind=st.none() | st.sampled_from(sorted(set(KINDS))))
def test_any_bytes_end_as_a_reading_or_in_printable_sentences(content: bytes, kind: str | None):
    result = outcome(content, kind)

    sentences = result.faults if isinstance(result, BadInput) else [
        text for warning in result.warnings for text in (warning.where, warning.what)
    ]  # fmt: skip
    assert all(sentence.isprintable() for sentence in sentences)


@given(data=st.data(), name=st.sampled_from(sorted(GOOD)))
def test_a_damaged_file_ends_as_a_reading_that_can_be_written_or_in_sentences(
    data: st.DataObject, name: str
):
    content = GOOD[name]
    place = data.draw(st.integers(0, len(content)))
    dropped = data.draw(st.integers(0, 20))

    result = outcome(content[:place] + data.draw(SNIPPETS) + content[place + dropped :], None)

    if isinstance(result, Reading):
        assert frab_json.write(result.programme).content
        assert ics.write(result.programme).content
        assert table.write(result.programme).content


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"<schedule>" + b"<a>" * 300_000,
        lambda: b"BEGIN:VCALENDAR\n" + b"x\n" * 300_000,
        lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:A\n" * 300_000,
        lambda: b"BEGIN:VCALENDAR\n" + b"BEGIN:A\n" * 5_000 + b"END:B\n" * 300_000,
        lambda: b"BEGIN:VCALENDAR\nSUMMARY:" + b"\n a" * 300_000,
        lambda: b"BEGIN:VCALENDAR\nA" + b';B="' * 300_000,
        lambda: b"title,room\n" + b"a,b\n" * 600_000,
        lambda: b"," * 2_000_000,
        lambda: b"[" + b"1," * 500_000 + b"1]",
        lambda: b'[{"title":"a","room":"b"}' + b",7" * 500_000 + b"]",
    ],
)
def test_long_repetitions_take_seconds_and_a_bounded_list_of_warnings(make: Callable[[], bytes]):
    content = make()
    begun = time.monotonic()

    result = outcome(content, None)

    assert time.monotonic() - begun < 30
    assert isinstance(result, BadInput) or len(result.warnings) <= MOST_WARNINGS + 10
