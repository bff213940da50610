import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from offsite.events.models import Event, Series, Slot
from offsite.events.queries import roles_of
from offsite.events.rules import RESERVED_SLUGS
from offsite.policy import Role
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
)
from tests.web.events.conftest import all_of

NEW = {
    "series": "",
    "new_series": "Tech Leaders' Meeting",
    "name": "TLM 2027",
    "slug": "tlm-2027",
    "venue": "Hotel",
    "timezone": "Europe/Warsaw",
    "starts_on": "2027-10-07",
    "ends_on": "2027-10-08",
    "visibility": "members",
}


PAGE = {"Accept": "text/html"}


ORGANIZING = [
    "/tlm/organize/",
    "/tlm/organize/settings",
    "/tlm/organize/clone",
    "/tlm/organize/rooms",
    "/tlm/organize/grid",
    "/tlm/organize/formats",
    "/tlm/organize/formats/new",
    "/tlm/organize/members",
    "/tlm/organize/members/import",
    "/tlm/organize/members/links",
]


@pytest.mark.parametrize("path", [path for path in ORGANIZING if not path.endswith("clone")])
def test_organizers_open_what_members_do_not_find(house, sign_in, client, path):
    assert sign_in(house["olga"]).get(path).status_code == 200
    assert sign_in(house["bob"]).get(path).status_code == 404
    assert client.get(path, headers=PAGE).status_code == 303  # to the sign-in page


def test_a_clone_is_made_by_who_may_make_events(house, sign_in):
    assert sign_in(house["ada"]).get("/tlm/organize/clone").status_code == 200
    assert sign_in(house["olga"]).get("/tlm/organize/clone").status_code == 404


@pytest.mark.parametrize("path", ["/tlm/", "/tlm/people/"])
def test_members_open_the_event_and_its_people_and_strangers_do_not(house, sign_in, path):
    assert sign_in(house["bob"]).get(path).status_code == 200
    assert sign_in(house["cleo"]).get(path).status_code == 404


def test_a_public_event_has_a_face_but_no_list_of_people(house, rows, client):
    with rows() as session:
        session.get(Event, house["event_id"]).visibility = "public"

    assert client.get("/tlm/").status_code == 200
    assert client.get("/tlm/people/", headers=PAGE).status_code == 303


def test_every_fixed_address_is_reserved(app):
    firsts = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    fixed = {one for one in firsts if one and "<" not in one and "." not in one}

    assert fixed - RESERVED_SLUGS == set()


# Making events


def test_an_owner_makes_an_event_in_a_minute(house, sign_in, rows):
    answer = sign_in(house["ada"]).post("/new", data=NEW)

    assert answer.headers["Location"] == "/tlm-2027/organize/"
    (event,) = all_of(rows, select(Event).where(Event.slug == "tlm-2027"))
    with rows() as session:
        roles = roles_of(session, person_id=house["ada"].id)[event.id]
    assert roles == {Role.OWNER, Role.MEMBER}


def test_an_empty_address_is_made_from_the_name(house, sign_in, rows):
    sign_in(house["ada"]).post("/new", data={**NEW, "slug": "", "name": "Zjazd Łódź 2027"})

    assert "zjazd-lodz-2027" in all_of(rows, select(Event.slug))


def test_the_founder_makes_the_first_event(sign_in, rows):
    with rows() as session:
        founder = make_person(session, "Fay", founded_at=NOON)

    answer = sign_in(founder).post("/new", data=NEW)

    assert answer.status_code == 303


@pytest.mark.parametrize("who", ["olga", "bob", "cleo"])
def test_who_owns_nothing_makes_no_events(house, sign_in, rows, who):
    browser = sign_in(house[who])

    assert browser.get("/new").status_code == 404
    assert browser.post("/new", data=NEW).status_code == 404
    assert all_of(rows, select(Event.slug)) == ["tlm"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"slug": "sign-in"}, "used by the site itself"),
        ({"slug": "tlm"}, "Another event has the address"),
        ({"timezone": "Warsaw"}, "not a time zone"),
        ({"timezone": ""}, "Choose the time zone"),
        ({"ends_on": "2027-10-06"}, "before the first"),
        ({"ends_on": "2027-12-06"}, "at most 31 days"),
        ({"starts_on": "0027-10-07", "ends_on": "0027-10-08"}, "between 1990 and 2099"),
        ({"starts_on": "soon"}, "valid date"),
        ({"new_series": ""}, "Name the series"),
        ({"name": ""}, "This is needed"),
    ],
)
def test_a_wrong_field_is_named_and_what_was_typed_is_kept(house, sign_in, rows, values, sentence):
    answer = sign_in(house["ada"]).post("/new", data={**NEW, **values})

    assert answer.status_code in {400, 409}
    assert sentence in answer.text
    assert "Hotel" in answer.text
    assert all_of(rows, select(Event.slug)) == ["tlm"]


def test_the_first_event_of_an_installation_has_no_series_to_choose_from(client, rows):
    client.post("/", data={"name": "Ada", "email": "ada@example.org"})
    page = client.get("/new").text
    asked = {key: value for key, value in NEW.items() if f'name="{key}"' in page}

    answer = client.post("/new", data=asked)

    assert "series" not in asked
    assert (answer.status_code, answer.location) == (303, "/tlm-2027/organize/")
    assert [one.name for one in all_of(rows, select(Series))] == ["Tech Leaders' Meeting"]


def test_a_series_of_others_cannot_be_chosen(house, sign_in, rows):
    with rows() as session:
        other = make_event(session).series_id

    answer = sign_in(house["ada"]).post("/new", data={**NEW, "series": str(other)})

    assert answer.status_code == 400


# Cloning and moving


def shown_in(answer):
    return re.search(r'name="shown" value="(\w+)"', answer.text)[1]


CLONE = {key: NEW[key] for key in NEW if key not in {"series", "new_series"}}


def test_a_clone_is_shown_before_it_is_made(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        make_room(session, event, "Aula")
        make_slot(session, event)
    ada = sign_in(house["ada"])

    preview = ada.post("/tlm/organize/clone", data={**CLONE, "timezone": "Asia/Kathmandu"})
    before = all_of(rows, select(Event.slug))
    data = {**CLONE, "timezone": "Asia/Kathmandu", "shown": shown_in(preview)}
    answer = ada.post("/tlm/organize/clone", data=data)

    assert "Thu 1 Oct 2026, 09:00" in preview.text
    assert "Thu 7 Oct 2027, 09:00" in preview.text
    assert "Aula" in preview.text
    assert before == ["tlm"]
    assert answer.headers["Location"] == "/tlm-2027/organize/"


def test_a_time_that_the_clocks_jump_over_is_named_in_the_preview(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        make_slot(session, event, starts_at=datetime(2026, 10, 1, 0, 15, tzinfo=UTC))
    days = {"starts_on": "2027-03-28", "ends_on": "2027-03-29"}

    preview = sign_in(house["ada"]).post("/tlm/organize/clone", data={**CLONE, **days})

    assert "02:15 does not exist on 2027-03-28: the clocks go forward then." in preview.text
    assert "1 time has no place" in preview.text


def test_what_was_not_shown_is_not_made(house, sign_in, rows):
    ada = sign_in(house["ada"])
    preview = ada.post("/tlm/organize/clone", data=CLONE)

    answer = ada.post(
        "/tlm/organize/clone",
        data={**CLONE, "starts_on": "2027-10-08", "shown": shown_in(preview)},
    )

    assert answer.status_code == 200
    assert all_of(rows, select(Event.slug)) == ["tlm"]


SETTINGS = {
    **CLONE,
    "slug": "tlm",
    "starts_on": "2026-10-01",
    "ends_on": "2026-10-02",
    "description": "# Hello",
}


def test_plain_settings_are_saved_at_once(house, sign_in, rows):
    answer = sign_in(house["olga"]).post("/tlm/organize/settings", data=SETTINGS)

    assert answer.status_code == 303
    (event,) = all_of(rows, select(Event))
    assert (event.name, event.venue, event.description) == ("TLM 2027", "Hotel", "# Hello")


def test_another_zone_is_shown_first_and_moves_slots_and_drafts(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        make_slot(session, event)
        draft = make_draft(session, event)
        make_placement(session, draft, make_proposal(session, event), make_room(session, event))
    olga = sign_in(house["olga"])
    wish = {**SETTINGS, "timezone": "America/Sao_Paulo"}

    preview = olga.post("/tlm/organize/settings", data=wish)
    unmoved = all_of(rows, select(Slot.starts_at))[0]
    olga.post("/tlm/organize/settings", data={**wish, "shown": shown_in(preview)})

    assert unmoved.hour == 7
    with rows() as session:
        event = session.get(Event, house["event_id"])
        (slot,), (draft,) = event.slots, session.scalars(select(type(draft))).all()
        assert event.timezone == "America/Sao_Paulo"
        assert slot.starts_at.hour == draft.placements[0].starts_at.hour == 12
        assert draft.version == 2


def test_days_that_would_lose_slots_are_refused(house, sign_in, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        make_slot(session, event, starts_at=NOON.replace(month=10, day=2))
    olga = sign_in(house["olga"])
    wish = {**SETTINGS, "ends_on": "2026-10-01"}

    preview = olga.post("/tlm/organize/settings", data=wish)
    answer = olga.post("/tlm/organize/settings", data={**wish, "shown": shown_in(preview)})

    assert "after the last day" in preview.text
    assert answer.status_code == 409
    assert all_of(rows, select(Event.ends_on)) == [date(2026, 10, 2)]


def test_an_event_is_archived_and_brought_back(house, sign_in, rows):
    olga = sign_in(house["olga"])

    olga.post("/tlm/organize/settings/archive")
    archived = all_of(rows, select(Event.archived_at))
    olga.post("/tlm/organize/settings/unarchive")

    assert archived != [None]
    assert all_of(rows, select(Event.archived_at)) == [None]


# The overview


def test_the_overview_names_the_one_next_step(house, sign_in, rows):
    olga = sign_in(house["olga"])
    empty = olga.get("/tlm/organize/").text
    with rows() as session:
        make_room(session, session.get(Event, house["event_id"]))
    one_room = olga.get("/tlm/organize/").text

    assert 'id="next-title">Rooms<' in empty
    assert 'id="next-title">Days and slots<' in one_room
    assert "1 room" in one_room


def test_people_are_searched_and_a_profile_shows_no_mail_address(house, sign_in):
    bob = sign_in(house["bob"])

    page = bob.get("/tlm/people/?q=nowak").text
    profile = bob.get(f"/tlm/people/{house['ada'].id}").text

    assert "Ada Nowak" in page
    assert "Olga" not in page
    assert house["ada"].email not in profile
    assert bob.get(f"/tlm/people/{house['cleo'].id}").status_code == 404


def test_the_overview_counts_what_was_submitted_also_after_it_was_decided(house, sign_in, rows):
    with rows() as session:
        event = session.get_one(Event, house["event_id"])
        event.call_opens_at = datetime(2026, 1, 1, tzinfo=UTC)
        for state in ("draft", "submitted", "accepted", "rejected"):
            make_proposal(session, event, house["bob"], state=state)

    page = sign_in(house["ada"]).get("/tlm/organize/").text

    assert "3 submitted" in page


def test_what_is_open_stands_before_everything_else_on_the_event_page(house, sign_in, rows):
    with rows() as session:
        event = session.get_one(Event, house["event_id"])
        event.call_opens_at = event.voting_opens_at = datetime(2026, 1, 1, tzinfo=UTC)

    page = sign_in(house["bob"]).get("/tlm/").text

    assert page.index("Your turn") < page.index('href="/tlm/vote"', page.index("Your turn"))
    assert page.index("Your turn") < page.index(">Propose</a>")


def test_while_the_event_is_on_its_home_leads_to_now(rows, sign_in):
    with rows() as session:
        ada = make_person(session, "Ada")
        on = make_event(session, slug="on", starts_on=date(2000, 1, 1), ends_on=date(2100, 1, 1))
        off = make_event(session, slug="off", starts_on=date(2100, 1, 1), ends_on=date(2100, 1, 2))
        for event in (on, off):
            make_member(session, event, ada)

    browser = sign_in(ada)

    assert "What runs in each room" in browser.get("/on/").text
    assert "What runs in each room" not in browser.get("/off/").text


def test_an_organizers_page_is_marked_in_its_group_and_nowhere_else(house, sign_in):
    page = sign_in(house["olga"]).get("/tlm/organize/rooms", headers=PAGE).text

    side = page.partition('<div class="frame')[2].partition("<main")[0]
    groups = re.findall(r'<p class="side-group">(.+?)</p>\s*<ul>(.*?)</ul>', side, re.DOTALL)
    marked = {
        (title, *re.findall(r'href="([^"]+)" aria-current', links)) for title, links in groups
    }
    # The same links stand in the column and, folded, above it on a phone.
    assert {one for one in marked if len(one) > 1} == {("Prepare", "/tlm/organize/rooms")}
    assert all("<li>" in links for _title, links in groups)
