"""Invitations by mail (iTIP): one entry, one person, the same identity as in the feed."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from offsite.calendars.entries import CalendarAddress, CalendarEntry, CalendarInfo
from offsite.calendars.ical import render_calendar, render_invitation

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
MEETING = CalendarInfo(name="Leaders’ meeting", timezone="Europe/Berlin", url="https://h/e/1")
ADA = CalendarAddress("Ada", "ada@offsite.example")
BOB = CalendarAddress('Bob "B", the second', "bob@offsite.example")
ENTRY = CalendarEntry(
    uid="7d1f@offsite.example",
    starts_at=NOON,
    ends_at=NOON + timedelta(hours=1),
    changed_at=NOON - timedelta(days=1),
    title="One-to-one",
    sequence=4,
)


def lines_of(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_a_request_names_both_people_and_asks_for_an_answer():
    lines = lines_of(render_invitation(MEETING, ENTRY, ADA, BOB, "REQUEST"))

    assert lines[4] == "METHOD:REQUEST"
    assert "ORGANIZER;CN=Ada:mailto:ada@offsite.example" in lines
    assert (
        "ATTENDEE;CN=\"Bob ^'B^', the second\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION"
        ";RSVP=TRUE:mailto:bob@offsite.example"
    ) in lines
    assert "STATUS:CONFIRMED" in lines


def test_a_cancellation_carries_the_same_uid_and_frees_the_time():
    lines = lines_of(render_invitation(MEETING, ENTRY, ADA, BOB, "CANCEL"))

    assert lines[4] == "METHOD:CANCEL"
    assert "UID:7d1f@offsite.example" in lines
    assert "STATUS:CANCELLED" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "SUMMARY:Cancelled: One-to-one" in lines
    assert not any("RSVP" in line for line in lines)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_mail_and_feed_agree_on_identity_and_time(method):
    mailed = Calendar.from_ical(render_invitation(MEETING, ENTRY, ADA, BOB, method)).events[0]
    fed = Calendar.from_ical(render_calendar(MEETING, [ENTRY])).events[0]

    for name in ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND"):
        assert mailed[name].to_ical() == fed[name].to_ical()


def test_an_invitation_does_not_name_a_calendar():
    lines = lines_of(render_invitation(MEETING, ENTRY, ADA, BOB, "REQUEST"))

    assert not any(line.startswith(("NAME", "X-WR-", "REFRESH", "X-PUB")) for line in lines)


def test_a_name_or_address_cannot_add_a_line():
    evil = CalendarAddress("E\r\nATTENDEE:mailto:x@h", "e@h\r\nATTENDEE:mailto:y@h")

    lines = lines_of(render_invitation(MEETING, ENTRY, ADA, evil, "REQUEST"))

    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1


def test_nobody_is_invited_to_what_is_cancelled():
    cancelled = CalendarEntry(
        uid="7d1f@offsite.example",
        starts_at=NOON,
        ends_at=NOON,
        changed_at=NOON,
        title="One-to-one",
        cancelled=True,
    )

    with pytest.raises(ValueError, match="nobody can be invited"):
        render_invitation(MEETING, cancelled, ADA, BOB, "REQUEST")
