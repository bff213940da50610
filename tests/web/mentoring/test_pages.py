"""The pages of mentor selection."""

from sqlalchemy import func, select

from offsite.mentoring.models import MentorRound
from offsite.policy import Role
from tests.factories import make_event, make_member, make_person


def test_a_round_from_its_preparation_to_what_each_reads(rows, sign_in):
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob, eve = (make_person(session, name) for name in ("Ada", "Bob", "Eve"))
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
        make_member(session, event, eve)
    organizer, mentor, mentee = sign_in(ada), sign_in(bob), sign_in(eve)
    assert "No round is open" in mentee.get("/tlm/mentoring/").text
    path = organizer.post("/tlm/mentoring/new", data={"title": "Autumn"}).location
    assert mentee.get(path).status_code == 404
    organizer.post(f"{path}/mentors", data={"person": bob.email, "capacity": "1"})
    organizer.post(f"{path}/open")

    assert "Choose a mentor" in mentee.get("/tlm/").text
    seat = mentee.get(path).text.split('name="seat-')[1].split('"')[0]
    mentee.post(f"{path}/choose", data={f"seat-{seat}": "1"})
    page = mentor.get(path).text
    assert f'name="mentee-{eve.id}"' in page
    assert mentee.post(f"{path}/order").status_code == 404
    mentor.post(f"{path}/order", data={f"mentee-{eve.id}": "1"})
    organizer.post(f"{path}/close")
    assert "Your result" not in mentee.get(path).text
    assert "Who came together" in organizer.get(path).text
    organizer.post(f"{path}/publish")

    assert "your first choice" in mentee.get(path).text
    assert "Who came together" in mentor.get(path).text
    assert "Who came together" not in mentee.get(path).text
    assert 'id="organize"' not in organizer.get(path).text


def prepared(rows, sign_in):
    """An organizer's browser and the address of a round that they prepared with two clicks."""
    with rows() as session:
        event = make_event(session, slug="tlm")
        ada, bob = (make_person(session, name) for name in ("Ada", "Bob"))
        make_member(session, event, ada, Role.ORGANIZER)
        make_member(session, event, bob)
    organizer = sign_in(ada)
    form = {"title": "Autumn", "once_key": "a-key-of-this-very-form"}
    first = organizer.post("/tlm/mentoring/new", data=form).location
    assert organizer.post("/tlm/mentoring/new", data=form).location == first
    organizer.post(f"{first}/mentors", data={"person": bob.email, "capacity": "1"})
    return organizer, first


def test_two_clicks_prepare_one_round_which_can_be_removed(rows, sign_in):
    organizer, path = prepared(rows, sign_in)

    assert organizer.post(f"{path}/remove").location == "/tlm/mentoring/"

    assert organizer.get(path).status_code == 404
    with rows() as session:
        assert session.scalar(select(func.count(MentorRound.id))) == 0


def test_a_mentor_is_taken_out_while_a_round_is_prepared(rows, sign_in):
    organizer, path = prepared(rows, sign_in)
    page = organizer.get(path).text
    seat_id = page.split('name="seat_id" value="')[1].split('"')[0]

    for _ in range(2):
        assert organizer.post(f"{path}/mentors/remove", data={"seat_id": seat_id}).location == path

    assert "Nobody yet." in organizer.get(path).text
    assert organizer.post(f"{path}/mentors/remove", data={"seat_id": "x" * 40}).status_code == 303
