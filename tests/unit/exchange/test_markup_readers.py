import pytest

from offsite.errors import BadInput
from offsite.exchange.programme import Link
from offsite.exchange.readers import read
from tests.unit.exchange.builders import at, said

EVENT = """<event guid="{guid}" id="{id}"><date>{date}</date><start>09:00</start>
<duration>{duration}</duration><room>{room}</room><title>{title}</title><track>Tech</track>
<persons><person id="7">Ada</person></persons>
<links><link href="https://example.org">More</link></links></event>"""


def schedule_xml(*events: str, conference: str = "", head: str = "") -> bytes:
    return (
        f"{head}<schedule><version>3</version><conference><title>Days</title>{conference}"
        f"</conference><day index='1'><room name='Aula'>{''.join(events)}</room></day></schedule>"
    ).encode()


def event_xml(**details: str) -> str:
    defaults = {
        "guid": "g1", "id": "1", "date": "2026-10-01T09:00:00+02:00", "duration": "00:45",
        "room": "Aula", "title": "Opening",
    }  # fmt: skip
    return EVENT.format(**{**defaults, **details})


ZONE = "<time_zone_name>Europe/Warsaw</time_zone_name>"


class TestFrabXml:
    def test_a_session_has_everything_the_file_says(self):
        reading = read(schedule_xml(event_xml(), conference=ZONE))

        (session,) = reading.programme.sessions
        assert (reading.kind, reading.warnings) == ("frab-xml", ())
        assert (session.title, session.room, session.track) == ("Opening", "Aula", "Tech")
        assert (session.starts_at, session.minutes) == (at(9), 45)
        assert reading.programme.names_of(session) == ("Ada",)
        assert session.links == (Link("https://example.org", "More"),)
        assert reading.programme.timezone == "Europe/Warsaw"
        assert reading.programme.version == "3"

    def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_kept(self):
        broken = event_xml(guid="g2", id="2", date="soon", duration="long", title="")

        reading = read(schedule_xml(event_xml(), broken, conference=ZONE))

        assert len(reading.programme.sessions) == 2
        assert said(reading) == [
            "day 1, event 2: The length “long” cannot be read.",
            "day 1, event 2: The time “soon” cannot be read.",
            "day 1, event 2: There is no title.",
        ]

    def test_a_negative_length_is_kept_and_told(self):
        reading = read(schedule_xml(event_xml(duration="-65:00"), conference=ZONE))

        assert reading.programme.sessions[0].minutes == -3900
        assert said(reading) == ["Opening: It lasts -3900 minutes."]

    def test_a_guid_used_twice_is_told(self):
        reading = read(schedule_xml(event_xml(), event_xml(id="2"), conference=ZONE))

        assert len({session.key for session in reading.programme.sessions}) == 2
        assert "day 1, event 2: The key “g1” is used twice; the second became another one." in said(
            reading
        )

    def test_times_without_a_zone_are_not_guessed(self):
        with pytest.raises(BadInput, match="--timezone"):
            read(schedule_xml(event_xml(date="2026-10-01T09:00:00")))

    def test_times_without_a_zone_are_read_in_the_zone_that_is_named(self):
        content = schedule_xml(event_xml(date="2026-10-01T09:00:00"))

        reading = read(content, timezone="Europe/Warsaw")

        assert reading.programme.sessions[0].starts_at == at(9)

    def test_a_zone_that_nobody_knows_is_told_with_the_request_for_one(self):
        content = schedule_xml(
            event_xml(date="2026-10-01T09:00:00"),
            conference="<time_zone_name>Hawaii</time_zone_name>",
        )

        with pytest.raises(BadInput) as caught:
            read(content)

        assert len(caught.value.faults) == 2
        assert "Hawaii" in caught.value.faults[0]

    def test_offsets_that_disagree_with_the_zone_are_told_and_the_instants_kept(self):
        reading = read(schedule_xml(event_xml(), conference="<time_zone_name>UTC</time_zone_name>"))

        assert reading.programme.sessions[0].starts_at == at(9)
        assert "Times have another offset than UTC" in reading.warnings[0].what

    def test_a_second_event_in_the_file_is_told(self):
        far = event_xml(guid="g2", id="2", date="2027-10-01T09:00:00+02:00")
        content = schedule_xml(event_xml(), far, conference=ZONE).replace(
            b"</conference>", b"</conference><conference><title>Other</title></conference>"
        )

        assert [warning.what[:30] for warning in read(content).warnings] == [
            "There are two events in one fi",
            "Nothing happens between 2026-1",
        ]

    @pytest.mark.parametrize(
        ("content", "fault"),
        [
            (b"<!DOCTYPE html><html><p>Sorry</p></html>", "This is a web page"),
            (b"  <html lang='en'><body>", "This is a web page"),
            (b"<feed xmlns='a'></feed>", "its root is <feed>"),
            (b"<schedule><version>1</schedule>", "broken at line 1"),
            (b"<?xml version='1.0' encoding='klingon'?><schedule/>", "encoding"),
            (b"", "empty"),
        ],
    )
    def test_what_is_no_schedule_is_refused_in_one_sentence(self, content: bytes, fault: str):
        with pytest.raises(BadInput, match=fault) as caught:
            read(content)

        assert len(caught.value.faults) == 1

    def test_a_document_type_is_refused_before_it_can_expand(self):
        bomb = "<!DOCTYPE s [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"

        with pytest.raises(BadInput, match="document type"):
            read(schedule_xml(event_xml(title="&b;"), head=bomb))

    def test_a_file_outside_is_never_opened(self, tmp_path):
        (tmp_path / "secret").write_text("secret")
        head = f"<!DOCTYPE s [<!ENTITY x SYSTEM 'file://{tmp_path}/secret'>]>"

        with pytest.raises(BadInput, match="document type"):
            read(schedule_xml(event_xml(title="&x;"), head=head))


def test_one_person_under_two_names_is_two_people_and_told():
    second = event_xml(guid="g2", id="2", date="2026-10-01T11:00:00+02:00").replace(
        ">Ada<", ">Ada L.<"
    )

    reading = read(schedule_xml(event_xml(), second, conference=ZONE))

    assert [person.name for person in reading.programme.speakers] == ["Ada", "Ada L."]
    assert said(reading) == ["Ada: The person 7 is also called Ada L.; kept as two."]
