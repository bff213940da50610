"""The released schedule as other programs fetch it."""

import json
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring

from offsite.policy import Actor, Role
from offsite.schedule import drafts, releases
from offsite.schedule.models import Draft
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_track,
    make_vote,
)

ADA = Actor(name="Ada")
FEEDS = ("schedule.xml", "schedule.json", "schedule.csv")


@pytest.fixture
def world(rows):
    """A public event with one released talk by Hana; Bob is a member, Ada organizes."""
    with rows() as session:
        event = make_event(session, slug="tlm", visibility="public")
        ada, bob, hana = (make_person(session, name) for name in ("Ada", "Bob", "Hana"))
        make_member(session, event, ada, Role.ORGANIZER)
        member = make_member(session, event, bob)
        talk = make_proposal(
            session,
            event,
            hana,
            state="confirmed",
            title="=A talk & more",
            seats=12,
            track=make_track(session, event),
            format=make_format(session, event, name="Workshop"),
        )
        make_vote(session, talk, member, "must")
        draft = make_draft(session, event)
        make_placement(session, draft, talk, make_room(session, event, "Aula"))
        session.refresh(draft)
        drafts.apply(session, draft=draft, now=NOON)
        releases.release(session, draft=draft, name="First", note="", actor=ADA, now=NOON)
        return {
            "event": event.id,
            "draft": draft.id,
            "uid": talk.uid,
            "code": talk.code,
            "hana": hana,
            "ada": ada,
            "bob": bob,
        }


def only_event(document):
    (event,) = document["schedule"]["conference"]["days"][0]["rooms"]["Aula"]
    return event


@pytest.mark.parametrize("feed", FEEDS)
def test_a_public_schedule_is_for_every_site_and_a_known_one_is_not_sent_again(client, world, feed):
    first = client.get(f"/tlm/{feed}")
    again = client.get(f"/tlm/{feed}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.last_modified is not None
    assert again.status_code == 304


@pytest.mark.parametrize("feed", FEEDS)
def test_the_same_file_stands_below_its_release_and_where_apps_look_for_it(client, world, feed):
    whole = client.get(f"/tlm/{feed}").data

    for address in (f"/tlm/schedule/v/first/{feed}", f"/tlm/schedule/export/{feed}"):
        assert client.get(address).data == whole


@pytest.mark.parametrize("feed", FEEDS)
def test_a_schedule_for_members_is_not_there_for_strangers(client, rows, feed):
    with rows() as session:
        make_event(session, slug="tlm")

    answer = client.get(f"/tlm/{feed}", headers={"Accept": "text/csv"})

    assert answer.status_code == 404
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_member_reads_it_and_no_other_site_does(rows, world, sign_in):
    with rows() as session:
        session.get_one(Draft, world["draft"]).event.visibility = "members"

    answer = sign_in(world["bob"]).get("/tlm/schedule.json")

    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_item_keeps_its_names_and_points_to_its_page(client, world):
    event = only_event(client.get("/tlm/schedule.json").json)

    assert (event["guid"], event["code"]) == (world["uid"], world["code"])
    assert event["persons"] == [{"name": "Hana", "guid": world["hana"].guid}]
    assert event["date"] == "2026-10-01T09:00:00+02:00"
    assert client.get(event["url"].removeprefix("http://127.0.0.1:5000")).status_code == 200


def test_xml_says_the_same_as_json(client, world):
    root = fromstring(client.get("/tlm/schedule.xml").data)

    (event,) = root.iter("event")

    assert event.get("guid") == world["uid"]
    assert root.findtext("version") == "First"
    assert event.findtext("room") == "Aula"


def test_votes_appear_only_when_voting_is_over(client, rows, world):
    def meta():
        document = client.get("/tlm/schedule.json").json
        return document["schedule"]["conference"]["meta"]["offsite"]["sessions"][world["uid"]]

    before = meta()
    with rows() as session:
        event = session.get_one(Draft, world["draft"]).event
        event.voting_opens_at, event.voting_closes_at = NOON - timedelta(days=9), NOON
        event.voting_closes_at = MORNING - timedelta(days=300)

    assert before == {"format": "Workshop", "seats": 12}
    assert meta() == {**before, "votes": {"must": 1, "would": 0}}


def test_no_mail_address_leaves_with_any_of_them(client, world, sign_in):
    ada = sign_in(world["ada"])
    organizers = [
        f"/tlm/organize/exchange/{which}/{kind}"
        for which in ("release", "draft")
        for kind in ("frab-xml", "frab-json", "ics", "csv")
    ]

    for address in (*(f"/tlm/{feed}" for feed in FEEDS), *organizers):
        answer = ada.get(address)
        assert answer.status_code == 200
        assert b"@example.org" not in answer.data


def test_no_cell_of_a_spreadsheet_begins_as_a_formula(client, world):
    text = client.get("/tlm/schedule.csv").text

    assert "'=A talk & more" in text


def test_a_draft_without_places_is_refused_with_a_sentence(rows, world, sign_in):
    with rows() as session:
        event = session.get_one(Draft, world["draft"]).event
        drafts.apply(session, draft=make_draft(session, event), now=NOON + timedelta(days=1))

    answer = sign_in(world["ada"]).get("/tlm/organize/exchange/draft/frab-json")

    assert answer.status_code == 200
    assert json.loads(answer.data)["schedule"]["conference"]["daysCount"] == 1


@pytest.mark.parametrize("name", ["release/csv", "draft/xlsx", "people.csv", "", "import"])
def test_members_find_no_downloads_for_organizers(world, sign_in, name):
    answer = sign_in(world["bob"]).get(f"/tlm/organize/exchange/{name}".rstrip("/"))

    assert answer.status_code in (404, 405)
