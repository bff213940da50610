import pytest
from sqlalchemy import func, select

from offsite.people.models import SignIn
from offsite.policy import Role
from tests.factories import NOON, make_event, make_member, make_person


@pytest.fixture
def demo(app):
    """The site as `offsite demo` serves it."""
    settings = app.extensions["offsite"]
    app.extensions["offsite"] = settings.model_copy(update={"demo": True})
    yield
    app.extensions["offsite"] = settings


@pytest.fixture
def ada(rows):
    with rows() as session:
        ada = make_person(session, "Ada", is_demo=True)
        make_member(session, make_event(session), ada, Role.ORGANIZER)
        return ada


def sign_ins(rows):
    with rows() as session:
        return session.scalar(select(func.count(SignIn.id)))


def test_outside_a_demo_the_page_does_not_exist(client, rows, ada):
    assert client.get("/demo/sign-in").status_code == 404
    assert client.post("/demo/sign-in", data={"person_id": ada.id}).status_code == 404
    assert sign_ins(rows) == 0


def test_a_demo_that_others_can_reach_has_no_such_page(app, client, rows, ada, demo):
    reachable = {"base_url": "https://offsite.example.org"}
    app.extensions["offsite"] = app.extensions["offsite"].model_copy(update=reachable)

    assert client.get("/demo/sign-in").status_code == 404
    assert client.post("/demo/sign-in", data={"person_id": ada.id}).status_code == 404
    assert sign_ins(rows) == 0


def test_the_demo_lists_its_people_by_role(client, rows, ada, demo):
    with rows() as session:
        make_person(session, "Bob", is_demo=True)

    page = client.get("/demo/sign-in").text

    assert page.index("Organizers") < page.index("Sign in as Ada")
    assert page.index("Sign in as Ada") < page.index("Members") < page.index("Sign in as Bob")


def test_a_link_of_the_command_shows_one_button(client, rows, ada, demo):
    with rows() as session:
        make_person(session, "Bob", is_demo=True)

    page = client.get(f"/demo/sign-in?person={ada.id}").text

    assert "Sign in as Ada" in page
    assert "Sign in as Bob" not in page


def test_a_press_signs_in_as_that_person(client, ada, demo):
    answer = client.post("/demo/sign-in", data={"person_id": ada.id})

    assert answer.status_code == 303
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("values", [{"is_demo": False}, {"is_demo": True, "disabled_at": NOON}])
def test_only_invented_and_open_accounts_can_be_entered(client, rows, demo, values):
    with rows() as session:
        person = make_person(session, "Grace", **values)

    answer = client.post("/demo/sign-in", data={"person_id": person.id})

    assert answer.status_code == 404
    assert "Grace" not in client.get("/demo/sign-in").text
    assert sign_ins(rows) == 0


def test_nonsense_is_nobody(client, demo):
    assert client.post("/demo/sign-in", data={"person_id": "all"}).status_code == 404
