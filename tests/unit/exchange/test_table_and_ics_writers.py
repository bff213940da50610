import csv
import io
from datetime import UTC, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from offsite.exchange.programme import Person, Programme
from offsite.exchange.readers import read
from offsite.exchange.writers import ics, table
from tests.unit.exchange.builders import a_programme, a_session, at


def cells_of(programme: Programme) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.write(programme).content.decode(), newline="")))


def events_of(programme: Programme) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(ics.write(programme).content).walk("VEVENT"))


def test_a_row_has_the_session_in_words_and_iso_times():
    (row,) = cells_of(a_programme(a_session(people=("ada",), code="ABC234")))

    assert row["ID"] == "ABC234"
    assert row["Title"] == "Opening"
    assert row["Speakers"] == "Ada Łukasik"
    assert row["Start"] == "2026-10-01T09:00:00+02:00"
    assert row["Duration"] == "0:45"


@given(text=st.sampled_from("=+-@\t\r\n").flatmap(lambda head: st.text().map(head.__add__)))
def test_no_cell_begins_like_a_formula(text: str):
    (row,) = cells_of(a_programme(a_session(title="Fine", abstract=text, kind=text)))

    for cell in row.values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_a_title_that_looks_like_a_formula_reads_back_unchanged():
    programme = a_programme(a_session("a", title="=1+1"), a_session("b", title="'quoted'"))

    back = read(table.write(programme).content).programme

    assert [session.title for session in back.sessions] == ["=1+1", "'quoted'"]


def test_the_table_reads_back_as_the_same_sessions():
    people = (Person("a", "Lee, Kim"), Person("b", "Zoë"))
    programme = a_programme(
        a_session(people=("a", "b"), track="Tech", description="Two\nlines; and, more"),
        a_session("s2", starts_at=None, minutes=None, room=None),
        people=people,
    )

    back = read(table.write(programme).content).programme

    first, second = back.sessions
    assert first.starts_at == at(9)
    assert first.minutes == 45
    assert back.names_of(first) == ("Lee, Kim", "Zoë")
    assert first.description == "Two\nlines; and, more"
    assert second.starts_at is None


def test_the_calendar_has_the_same_instants():
    programme = a_programme(a_session(), a_session("b", starts_at=at(23), minutes=90))

    events = events_of(programme)

    assert [event["dtstart"].dt for event in events] == [at(9), at(23)]
    assert [event["dtend"].dt for event in events] == [at(9, 45), at(0, 30, day=2)]


def test_uids_are_kept_where_they_name_a_host_and_are_not_taken():
    programme = a_programme(
        a_session("a", uid="one@example.org"),
        a_session("b", starts_at=at(10), uid="one@example.org"),
        a_session("c", starts_at=at(11), uid="309"),
    )

    uids = [str(event["uid"]) for event in events_of(programme)]

    assert uids[0] == "one@example.org"
    assert len(set(uids)) == 3
    assert all(uid.endswith("@offsite.invalid") for uid in uids[1:])


def test_a_canceled_session_stays_as_canceled():
    (event,) = events_of(a_programme(a_session(state="canceled", sequence=2)))

    assert event["status"] == "CANCELLED"
    assert event["sequence"] == 2


def test_the_last_change_is_the_sessions_own():
    changed_at = datetime(2026, 9, 1, 12, tzinfo=UTC)

    (event,) = events_of(a_programme(a_session(changed_at=changed_at)))

    assert event["dtstamp"].dt == changed_at


def test_without_a_zone_the_calendar_is_in_utc():
    (event,) = events_of(a_programme(a_session(), timezone=None))

    assert event["dtstart"].dt == datetime(2026, 10, 1, 7, tzinfo=UTC)


@given(text=st.text(max_size=60))
def test_one_session_stays_one_event_whatever_its_texts(text: str):
    session = a_session(
        title=text, room=text or None, description=text, kind=text, track=text, uid=text, url=text
    )

    assert len(events_of(a_programme(session, title=text))) == 1
