"""The pages of mixing, as a member, the travel role and an organizer use them."""

import pytest
from sqlalchemy import select

from offsite import db
from offsite.events.models import Membership
from offsite.jobs.models import Job
from offsite.mixing import queries
from offsite.mixing.models import Group, Mix, Need, PublishedMix, Round, Seat
from offsite.outbox.models import Mail
from offsite.policy import Role
from tests import mixers
from tests.factories import NOON, make_event, make_member, make_person


@pytest.fixture
def house(rows):
    """An event with an organizer (Ada), a travel coordinator (Tom), and six members."""
    with rows() as session:
        event = make_event(session, slug="here")
        ada, tom = make_person(session, "Ada"), make_person(session, "Tom")
        make_member(session, event, ada, Role.OWNER)
        make_member(session, event, tom, Role.TRAVEL)
        people = [make_person(session, name, team="T") for name in ("Bob", "Cleo", "Dan", "Eve")]
        for person in people:
            make_member(session, event, person)
    return {"event": event, "ada": ada, "tom": tom, "people": people}


@pytest.fixture
def drafted(house, rows):
    """The same with a dinner of two tables and a draft made by the engine."""
    with rows() as session:
        event = session.merge(house["event"])
        dinner = mixers.draw_dinner(session, event, size=3)
        mix = Mix(event_id=event.id, name="By hand", created_at=NOON, updated_at=NOON)
        everybody = [house["ada"], house["tom"], *house["people"]]
        mix.seats = [
            Seat(round_id=dinner.id, group_id=dinner.groups[n % 2].id, person_id=one.id)
            for n, one in enumerate(everybody)
        ]
        session.add(mix)
        session.flush()
        house |= {"mix_id": mix.id, "round_id": dinner.id, "tables": [g.id for g in dinner.groups]}
    return house


DRAFT = "/here/organize/mixing/drafts/{mix_id}"


def one(app, model):
    with app.app_context():
        return db.db.session.scalars(select(model)).one()


def test_a_member_says_what_they_need_and_finds_it_again(app, house, sign_in):
    bob = sign_in(house["people"][0])

    answer = bob.post(
        "/here/mixing/needs",
        data={
            "pool": "single room",
            "quiet": "y",
            "journey": "drive",
            "leaves_from": "Łódź",
            "leaves_at": "2026-10-01T06:30",
            "car_seats": "3",
            "apart": "Cleo",
        },
    )

    assert answer.status_code == 303
    need = one(app, Need)
    assert (need.pool, need.quiet, need.car_seats) == ("single room", True, 3)
    assert need.leaves_at.isoformat() == "2026-10-01T04:30:00+00:00"
    page = bob.get("/here/mixing/needs").text
    assert "2026-10-01T06:30" in page
    assert "Cleo, T" in page


def test_a_ride_without_a_town_is_asked_for_it_and_nothing_is_lost(app, house, sign_in):
    answer = sign_in(house["people"][0]).post(
        "/here/mixing/needs", data={"journey": "ride", "diet": "no nuts"}
    )

    assert answer.status_code == 400
    assert "Say which town you leave from." in answer.text
    assert "no nuts" in answer.text
    with app.app_context():
        assert db.db.session.query(Need).count() == 0


def test_each_field_says_who_reads_it(house, sign_in):
    page = sign_in(house["people"][0]).get("/here/mixing/needs").text

    assert page.count("by you and the travel role") >= 12
    assert "The travel role is held by Tom." in page


def test_a_hotel_is_drawn_from_a_pasted_list(app, house, sign_in):
    ada = sign_in(house["ada"])

    bad = ada.post("/here/organize/mixing/rounds/new/hotel", data={"name": "N", "rooms": "1, x"})
    assert bad.status_code == 400
    assert "Line 1: beds are a number" in bad.text
    good = ada.post(
        "/here/organize/mixing/rounds/new/hotel", data={"name": "N", "rooms": "101, 2\n2 x 1"}
    )

    assert good.status_code == 303
    with app.app_context():
        groups = db.db.session.scalars(select(Group).order_by(Group.position)).all()
        assert [(one.name, one.most) for one in groups] == [
            ("101", 2),
            ("Room 2", 1),
            ("Room 3", 1),
        ]


def test_a_round_ends_when_the_organizer_says(app, house, sign_in):
    ada = sign_in(house["ada"])
    page = "/here/organize/mixing/rounds/new/dinner"
    form = {"name": "D", "size": "4", "starts_at": "2026-10-01T19:00"}

    early = ada.post(page, data={**form, "ends_at": "2026-10-01T18:30"})
    alone = ada.post(page, data={**form, "starts_at": "", "ends_at": "2026-10-01T18:30"})
    good = ada.post(page, data={**form, "ends_at": "2026-10-01T22:30"})

    assert (early.status_code, alone.status_code, good.status_code) == (400, 400, 303)
    assert "It must end after it begins." in early.text
    assert "Say when it begins, too." in alone.text
    assert one(app, Round).ends_at.isoformat() == "2026-10-01T20:30:00+00:00"
    assert "2026-10-01T22:30" in ada.get(good.location).text


def test_an_organizer_prepares_and_does_not_see_names(house, rows, sign_in):
    with rows() as session:
        mixers.draw_hotel(session, session.merge(house["event"]), 2, 2)

    ada = sign_in(house["ada"]).get("/here/organize/mixing/").text
    tom = sign_in(house["tom"]).get("/here/organize/mixing/").text

    assert "6 people have not said" in ada
    assert "6 people have not said" in tom
    assert "whether they share a room" in tom
    assert "whether they share a room" not in ada
    assert "only who holds the travel role sees and publishes them: Tom." in ada


def test_one_press_reminds_whoever_is_missing(app, house, rows, sign_in):
    with rows() as session:
        mixers.draw_hotel(session, session.merge(house["event"]), 2, 2)

    sign_in(house["tom"]).post("/here/organize/mixing/remind")

    with app.app_context():
        mails = db.db.session.scalars(select(Mail)).all()
        assert {mail.kind for mail in mails} == {"mixing-reminder"}
        assert len(mails) == 6


def test_asking_for_a_mix_leads_to_its_job_which_organizers_cannot_open(app, drafted, sign_in):
    tom = sign_in(drafted["tom"])

    answer = tom.post(
        "/here/organize/mixing/generate",
        data={"name": "M", "base": "", "fewest_changes": "0", "seconds": "5", "seed": "1"},
    )

    assert answer.status_code == 303
    job = one(app, Job)
    assert job.kind == queries.GENERATE
    assert tom.get(answer.location).status_code == 200
    assert tom.get(f"{answer.location}/live").status_code == 200
    assert sign_in(drafted["ada"]).get(answer.location).status_code == 404


def test_a_round_that_contradicts_itself_is_explained(house, rows, sign_in):
    with rows() as session:
        event = session.merge(house["event"])
        mixers.draw_hotel(session, event, 1)
        for person in house["people"]:
            found = session.scalars(
                select(Membership).filter_by(event_id=event.id, person_id=person.id)
            ).one()
            mixers.say(session, found, pool=mixers.SHARED)

    answer = sign_in(house["tom"]).post(
        "/here/organize/mixing/generate",
        data={"name": "M", "base": "", "fewest_changes": "0", "seconds": "5", "seed": "1"},
    )

    assert answer.status_code == 400
    assert "1 seats for 4 people" in answer.text


def test_the_panel_tells_what_each_move_costs(drafted, sign_in):
    bob = drafted["people"][0].id
    path = DRAFT.format(**drafted) + f"?round={drafted['round_id']}&person={bob}"
    tom = sign_in(drafted["tom"])

    page = tom.get(path).text

    assert "Move Bob" in page
    assert "no more repeats" in page
    assert "Swap" in page
    swaps = tom.get(f"{path}&into={drafted['tables'][1]}").text
    assert "Change places with somebody in Table 2" in swaps
    costs = tom.get(path.replace("?", "/costs?"))
    assert "full: swap" in costs.text


def test_moving_and_undoing_by_the_page(app, drafted, sign_in):
    tom, path = sign_in(drafted["tom"]), DRAFT.format(**drafted)
    bob, table = drafted["people"][0].id, drafted["tables"][1]
    data = {"person_id": bob, "group_id": table, "seen_version": 1, "round": drafted["round_id"]}

    assert tom.post(f"{path}/move", data=data).status_code == 303
    page = tom.get(path).text
    assert "1 rule is broken" in page
    stale = tom.post(f"{path}/move", data=data)
    assert stale.status_code == 409
    assert "Somebody changed this draft meanwhile" in stale.text
    assert tom.post(f"{path}/undo", data={"seen_version": 2}).status_code == 303

    assert "rule is broken" not in tom.get(path).text


def test_a_group_of_another_event_is_not_there(drafted, rows, sign_in):
    with rows() as session:
        foreign = make_event(session)
        round_ = Round(
            event_id=foreign.id, template="dinner", kind="tables", name="D", size=2, created_at=NOON
        )
        round_.groups = [Group(name="T", most=2)]
        session.add(round_)
        session.flush()
        group_id = round_.groups[0].id

    answer = sign_in(drafted["tom"]).post(
        DRAFT.format(**drafted) + "/move",
        data={"person_id": 1, "group_id": group_id, "seen_version": 1},
    )

    assert answer.status_code == 404


def test_publishing_shows_everybody_their_own_table_alone(app, drafted, sign_in):
    tom, path = sign_in(drafted["tom"]), DRAFT.format(**drafted)
    bob, cleo = drafted["people"][:2]
    assert "It changes something for 6 people" in tom.get(f"{path}/publish").text

    answer = tom.post(
        f"{path}/publish",
        data={"seen_version": "1", "note": "", "mails": "now", "seen_mark": ""},
    )

    assert answer.status_code == 303
    assert one(app, PublishedMix).number == 1
    mine = sign_in(bob).get("/here/mixing/").text
    assert "Table 1" in mine
    assert "Table 2" not in mine
    assert cleo.name not in mine.partition("<main")[2]
    with app.app_context():
        assert db.db.session.query(Mail).count() == 6
