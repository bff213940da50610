import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from offsite.events.invitations import create_invitation
from offsite.events.models import Event, Invitation, Membership, RoleGrant
from offsite.outbox.models import Mail
from offsite.people.models import Person, SignInLink
from offsite.policy import Role
from offsite.web.events.attendees import guess_columns, people_of, read_pasted, read_upload
from tests.factories import make_event, make_member
from tests.web.events.conftest import all_of

CSV = (
    "Attendee #,First Name,Last Name,E-mail Address,Department,Attendee Status\n"
    "1,Zoë,Łoś,zoe@example.org,Search,Attending\n"
    "2,Nobody,,not an address,,Attending\n"
    "3,Gone,Away,gone@example.org,,Refunded\n"
    "4,,,ada.new@example.org,,Attending\n"
)
IMPORT = "/tlm/organize/members/import"


def upload(browser, content, name="people.csv"):
    content = content.encode() if isinstance(content, str) else content
    return browser.post(
        IMPORT,
        data={"source": "file", "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def form_of(page, **more):
    """What the browser would send from the preview."""
    table = re.search(r'name="table" value="([^"]*)"', page)[1]
    fields = {"table": table.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<")}
    for name, options in re.findall(
        r'<select[^>]*name="(column-\w+)"[^>]*>(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'<option value="(-?\d+)" selected', options)
        fields[name] = chosen[1] if chosen else "-1"
    return {**fields, **more}


def emails(rows):
    return set(all_of(rows, select(Person.email)))


# Adding, roles, leaving


def test_an_organizer_adds_a_person_and_a_screen(house, sign_in, rows):
    olga = sign_in(house["olga"])

    olga.post("/tlm/organize/members", data={"email": "New@Example.org", "kind": "member"})
    olga.post("/tlm/organize/members", data={"email": "wall@example.org", "kind": "screen"})

    assert {"new@example.org", "wall@example.org"} <= emails(rows)
    assert Role.DISPLAY in all_of(rows, select(RoleGrant.role))


def test_a_wrong_address_is_named(house, sign_in, rows):
    answer = sign_in(house["olga"]).post(
        "/tlm/organize/members", data={"email": "nobody", "kind": "member"}
    )

    assert answer.status_code == 400
    assert "does not look like a mail address" in answer.text
    assert len(all_of(rows, select(Membership))) == 3


def roles_in(rows, member_id):
    found = all_of(rows, select(RoleGrant.role).where(RoleGrant.membership_id == member_id))
    return sorted(found)


def test_only_owners_give_roles(house, sign_in, rows):
    path = f"/tlm/organize/members/{house['bob_id']}/roles"

    refused = sign_in(house["olga"]).post(path, data={"roles": ["owner"]})
    hidden = sign_in(house["bob"]).post(path, data={"roles": ["owner"]})
    nothing = roles_in(rows, house["bob_id"])
    given = sign_in(house["ada"]).post(path, data={"roles": ["travel", "facilitator"]})

    assert (refused.status_code, hidden.status_code, given.status_code) == (403, 404, 303)
    assert nothing == []
    assert roles_in(rows, house["bob_id"]) == ["facilitator", "travel"]


def test_the_last_owner_stays_owner(house, sign_in, rows):
    ada = sign_in(house["ada"])

    stepping_down = ada.post(f"/tlm/organize/members/{house['ada_id']}/roles", data={})
    leaving = ada.post(f"/tlm/organize/members/{house['ada_id']}/remove", follow_redirects=True)

    assert stepping_down.status_code == 409
    assert "needs an owner" in leaving.text
    assert roles_in(rows, house["ada_id"]) == ["owner"]


def test_a_removed_member_is_out_at_once_and_can_come_back(house, sign_in, rows):
    olga, bob = sign_in(house["olga"]), sign_in(house["bob"])
    path = f"/tlm/organize/members/{house['bob_id']}"

    answer = olga.post(f"{path}/remove", follow_redirects=True)
    outside = bob.get("/tlm/").status_code
    olga.post(f"{path}/restore")

    assert "Undo" in answer.text
    assert (outside, bob.get("/tlm/").status_code) == (404, 200)


def test_organizers_do_not_remove_who_has_a_role(house, sign_in, rows):
    answer = sign_in(house["olga"]).post(f"/tlm/organize/members/{house['ada_id']}/remove")

    assert answer.status_code == 403
    assert all_of(rows, select(Membership.left_at)) == [None, None, None]


def test_a_member_of_another_event_does_not_exist_here(house, sign_in, rows):
    with rows() as session:
        other = make_member(session, make_event(session))

    assert sign_in(house["ada"]).get(f"/tlm/organize/members/{other.id}").status_code == 404


def test_members_are_found_by_mail_and_role(house, sign_in):
    olga = sign_in(house["olga"])

    by_role = olga.get("/tlm/organize/members?role=owner").text
    by_mail = olga.get(f"/tlm/organize/members?q={house['bob'].email}").text

    assert house["ada"].email in by_role
    assert house["bob"].email not in by_role
    assert house["bob"].email in by_mail


# Lists of people


def test_a_file_is_shown_before_anybody_is_added(house, sign_in, rows):
    before = emails(rows)

    page = upload(sign_in(house["olga"]), CSV).text

    assert "Zoë Łoś" in page
    assert "“not an address” is not a mail address." in page
    assert "Refunded" in page
    assert emails(rows) == before


def test_the_good_rows_are_added_with_a_welcome_that_waits(house, sign_in, rows):
    olga = sign_in(house["olga"])
    page = upload(olga, CSV).text

    answer = olga.post(f"{IMPORT}/check", data=form_of(page, go="good", welcome="1"))

    assert answer.status_code == 303
    (zoe,) = all_of(rows, select(Person).where(Person.email == "zoe@example.org"))
    assert (zoe.name, zoe.team) == ("Zoë Łoś", "Search")
    assert "gone@example.org" not in emails(rows)
    mails = all_of(rows, select(Mail))
    assert {one.to_address for one in mails} == {"zoe@example.org", "ada.new@example.org"}
    assert {one.state for one in mails} == {"waiting"}
    assert all("/tlm/" in one.body for one in mails)


def test_all_or_nothing_adds_nobody_when_a_row_is_faulty(house, sign_in, rows):
    olga = sign_in(house["olga"])
    before = emails(rows)
    page = upload(olga, CSV).text

    answer = olga.post(f"{IMPORT}/check", data=form_of(page, go="all"))

    assert answer.status_code in {200, 400}
    assert emails(rows) == before


def test_other_columns_can_be_chosen(house, sign_in, rows):
    olga = sign_in(house["olga"])
    page = upload(olga, "Wer,Wo\nZoë,zoe@example.org\n").text
    asks = "Say which column has the mail addresses." in page
    chosen = {"column-email": "1", "column-name": "0"}

    again = olga.post(f"{IMPORT}/check", data=form_of(page, go="preview") | chosen).text
    olga.post(f"{IMPORT}/check", data=form_of(again, go="all"))

    assert asks
    assert "zoe@example.org" in emails(rows)


def test_a_workbook_is_read(house, sign_in, rows):
    book = Workbook()
    for row in (["Imię i nazwisko", "E-mail", "Zespół"], ["Żółw", "zolw@example.org", "A"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    olga = sign_in(house["olga"])

    page = upload(olga, content.getvalue(), "people.xlsx").text
    olga.post(f"{IMPORT}/check", data=form_of(page, go="all"))

    (person,) = all_of(rows, select(Person).where(Person.email == "zolw@example.org"))
    assert (person.name, person.team) == ("Żółw", "A")


def test_pasted_addresses_are_read_with_their_names(house, sign_in, rows):
    olga = sign_in(house["olga"])
    pasted = "Zoë Łoś <zoe@example.org>\nada.new@example.org; wrong"

    page = olga.post(IMPORT, data={"source": "paste", "pasted": pasted}).text
    olga.post(f"{IMPORT}/check", data=form_of(page, go="good"))

    people = all_of(rows, select(Person.name).where(Person.email.like("%@example.org")))
    assert {"Zoë Łoś", "Ada New"} <= set(people)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\x00\x01\x02\x03" * 50])
def test_a_file_that_cannot_be_read_gets_one_sentence(house, sign_in, content):
    answer = upload(sign_in(house["olga"]), content)

    assert answer.status_code == 400
    assert "callout-bad" in answer.text


@pytest.mark.parametrize("table", ["", "{}", "[[],[[1]],null]", "[" * 5000, "[1,2]"])
def test_a_list_that_was_changed_on_the_way_is_refused(house, sign_in, table):
    answer = sign_in(house["olga"]).post(f"{IMPORT}/check", data={"table": table, "go": "all"})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("eventbrite-uk.csv", 0),
        ("eventbrite-us-with-rows.csv", 2),
        ("luma-guests.csv", 0),
        ("pretix-checkin-list.csv", 0),
        ("google-forms-availability.csv", 2),
        ("google-forms-ranking-grid.csv", 2),
        ("sessionize-speakers-export.csv", 0),
    ],
)
def test_real_layouts_are_understood(shared_data, app, name, people):
    table = read_upload((shared_data / "attendee_layouts" / name).read_bytes())
    columns = guess_columns(table.headings)

    assert "email" in columns
    assert "name" in columns or {"first", "last"} <= columns.keys()
    if people:
        with app.test_request_context():
            found = people_of(table, columns)
        assert len(found.rows) == people
        assert all("@" in row.email and row.name for row in found.rows)


def test_numbers_of_rows_agree_with_the_file():
    table = read_pasted("a@example.org\n\nb@example.org")

    assert [row.number for row in people_of(table, {"email": 0}).rows] == [1, 2]


# Invitation links


@pytest.fixture
def invitation(house, rows):
    with rows() as session:
        event = session.get(Event, house["event_id"])
        return create_invitation(
            session,
            event=event,
            lives=timedelta(days=60),
            created_by_id=house["ada"].id,
            now=datetime.now(UTC),
        )


def test_a_link_is_shown_once_and_can_be_revoked(house, sign_in, rows, client):
    olga = sign_in(house["olga"])

    page = olga.post("/tlm/organize/members/links", data={"days": "7"}).text
    token = re.search(r"/join/([\w-]+)", page)[1]
    later = olga.get("/tlm/organize/members/links").text
    (found,) = all_of(rows, select(Invitation))
    works = client.get(f"/join/{token}").status_code
    olga.post(f"/tlm/organize/members/links/{found.id}/revoke")

    assert token not in later
    assert (works, client.get(f"/join/{token}").status_code) == (200, 404)


def test_looking_at_a_link_changes_nothing_and_pressing_joins(house, sign_in, rows, invitation):
    cleo = sign_in(house["cleo"])
    path = f"/join/{invitation.token}"

    cleo.get(path)
    before = len(all_of(rows, select(Membership)))
    answer = cleo.post(path)

    assert before == 3
    assert answer.headers["Location"] == "/tlm/"
    assert cleo.get("/tlm/").status_code == 200
    assert cleo.get(path).headers["Location"] == "/tlm/"


def test_a_stranger_gets_a_mail_that_leads_back(house, client, rows, invitation):
    path = f"/join/{invitation.token}"
    client.get(path)

    answer = client.post(f"{path}/ask", data={"name": "Zoë", "email": "zoe@example.org"})

    assert answer.headers["Location"] == "/sign-in/sent"
    assert all_of(rows, select(SignInLink.next_path)) == [path]
    assert all_of(rows, select(Mail.to_address)) == ["zoe@example.org"]
    assert len(all_of(rows, select(Membership))) == 3


def test_a_stranger_who_presses_join_signs_in_first(client, house, rows, invitation):
    answer = client.post(f"/join/{invitation.token}")

    assert answer.headers["Location"].startswith("/sign-in?next=")
    assert len(all_of(rows, select(Membership))) == 3


def test_an_unknown_link_makes_no_account(client, house, rows):
    answer = client.post("/join/unknown/ask", data={"name": "Z", "email": "z@example.org"})

    assert answer.status_code == 404
    assert "z@example.org" not in emails(rows)
