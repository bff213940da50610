import pytest

from offsite.events.models import Membership
from offsite.mixing.models import PublishedGroup, PublishedMix, PublishedSeat
from offsite.schedule import agenda
from offsite.schedule.models import Pick
from tests.factories import MORNING, NOON, make_placement, make_proposal, make_vote
from tests.web.schedule.conftest import SLOT, build, here, publish, read_again

HTML = {"Accept": "text/html"}


@pytest.fixture
def crowded(rows):
    """A released schedule in which items 0 and 2 run at the same time."""
    with rows() as session:
        stage = build(session)
        event = stage.event
        host = stage.items[0].hosts[0].person
        third = make_proposal(
            session, event, host, state="confirmed", format=stage.items[0].format, title="Talk 2"
        )
        make_placement(session, stage.draft, third, event.rooms[1], starts_at=MORNING)
        stage.items.append(third)
        read_again(session, stage)
        publish(session, stage)
    return stage


def picked(rows, person):
    with rows() as session:
        found = session.query(Pick).filter_by(person_id=person.id, dropped_at=None)
        return {one.proposal_id for one in found}


def choose(rows, stage, *numbers):
    with rows() as session:
        for number in numbers:
            agenda.pick(
                session,
                proposal=here(session, stage.items[number]),
                person_id=stage.bob.id,
                now=NOON,
            )


def vote(rows, stage, number, choice):
    with rows() as session:
        member = session.query(Membership).filter_by(person_id=stage.bob.id).one()
        make_vote(session, here(session, stage.items[number]), member, choice)


def test_a_stranger_has_no_agenda(crowded, client, sign_in):
    assert client.get("/tlm/my/", headers=HTML).status_code == 303
    assert sign_in(crowded.cleo).get("/tlm/my/").status_code == 404


def test_an_empty_agenda_leads_to_the_schedule(crowded, sign_in):
    assert "Your agenda is empty" in sign_in(crowded.bob).get("/tlm/my/").text


def test_a_clash_is_shown_and_ends_when_one_is_kept(crowded, sign_in, rows):
    choose(rows, crowded, 0, 2)
    bob = sign_in(crowded.bob)

    clash = bob.get("/tlm/my/").text
    bob.post(f"/tlm/my/keep/{crowded.items[2].code}")

    assert clash.count("Keep this one") == 2
    assert picked(rows, crowded.bob) == {crowded.items[2].id}
    assert "Keep this one" not in bob.get("/tlm/my/").text


def test_musts_that_were_not_picked_are_offered_and_added_at_once(crowded, sign_in, rows):
    vote(rows, crowded, 0, "must")
    vote(rows, crowded, 1, "must")
    bob = sign_in(crowded.bob)

    offered = bob.get("/tlm/my/").text
    bob.post("/tlm/my/musts")

    assert "2 of your musts are not on your agenda" in offered
    assert picked(rows, crowded.bob) == {crowded.items[0].id, crowded.items[1].id}


def test_free_time_suggests_what_the_person_voted_for(crowded, sign_in, rows):
    vote(rows, crowded, 2, "would")
    choose(rows, crowded, 1)

    text = sign_in(crowded.bob).get("/tlm/my/").text

    assert "2 suggestions" in text
    assert text.index("You voted would") < text.index("Talk 0")


def test_every_calendar_address_on_the_page_exists(app, crowded, sign_in, rows):
    choose(rows, crowded, 1)
    bob = sign_in(crowded.bob)

    for endpoint in ("calendars.whole", "calendars.subscribe", "calendars.item"):
        assert endpoint in app.view_functions
    assert "/tlm/calendar" in bob.get("/tlm/my/").text


def test_a_table_stands_among_the_sessions_by_its_time(crowded, sign_in, rows):
    choose(rows, crowded, 0, 1)
    with rows() as session:
        table = PublishedGroup(
            kind="tables",
            round_name="Snack",
            name="T1",
            most=2,
            starts_at=MORNING + SLOT / 2,
            ends_at=MORNING + 4 * SLOT,
            seats=[PublishedSeat(person_id=crowded.bob.id)],
        )
        session.add(
            PublishedMix(
                event_id=crowded.event.id,
                mix_version=1,
                number=1,
                published_at=NOON,
                groups=[table],
            )
        )

    page = sign_in(crowded.bob).get("/tlm/my/").text

    shown = page[page.index('class="agenda my-agenda"') :]
    assert shown.index("Talk 0") < shown.index("Snack: T1") < shown.index("Talk 1")
    assert "–12:00" in shown
