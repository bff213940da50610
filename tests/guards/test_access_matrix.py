"""Every address x every role gets the written answer, and no GET changes a row."""

import pytest

from offsite import db
from offsite.people.models import Person
from offsite.policy import GRANTS, Permission, Role
from tests.factories import make_event, make_member, make_room
from tests.guards import access_matrix as matrix
from tests.guards.matrix_world import SHAPES, save_world


@pytest.fixture(scope="session")
def saved_world(whole_app, nothing):
    """Made by the first test that asks, in a database that is empty then."""
    return save_world(whole_app)


@pytest.fixture(scope="module")
def house(saved_world, nothing):
    """Stands until the last test of this file: most requests leave it as it is."""
    yield saved_world
    nothing.put_back()


@pytest.fixture
def world(house):
    house.saved.put_back()
    return house


def endpoints(app):
    return {
        rule.endpoint: (rule, (rule.methods - {"HEAD", "OPTIONS"}).pop())
        for rule in app.url_map.iter_rules()
    }


def address(app, rule, arguments):
    needed = {name: arguments[name] for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **(needed | matrix.SPECIAL.get(rule.endpoint, {})))


def ask(browser, method, path):
    return browser.open(path, method=method, headers={"Accept": "text/html"})


def is_refused(answer):
    to_sign_in = answer.status_code == 303 and answer.location.startswith("/sign-in?next=")
    return answer.status_code in {403, 404} or to_sign_in


def test_every_endpoint_has_a_row(app):
    known = set(matrix.AUDIENCE) | set(matrix.ELSEWHERE_TESTED)

    assert set(endpoints(app)) - known == set()
    assert known - set(endpoints(app)) == set()


def test_every_permission_is_granted_to_somebody():
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


@pytest.mark.parametrize("endpoint", sorted(matrix.AUDIENCE))
def test_everybody_outside_the_audience_is_refused(world, endpoint):
    rule, method = endpoints(world.app)[endpoint]
    path = address(world.app, rule, world.arguments)

    refused = set()
    for role in set(matrix.ROLES) - matrix.AUDIENCE[endpoint]:
        answer = ask(world.browser(role), method, path)
        assert answer.status_code < 500, role
        if is_refused(answer):
            refused.add(role)

    assert refused == set(matrix.ROLES) - matrix.AUDIENCE[endpoint]
    assert world.saved.changed_tables() == set()


@pytest.mark.parametrize("endpoint", sorted(matrix.AUDIENCE))
def test_everybody_in_the_audience_is_served(world, endpoint):
    rule, method = endpoints(world.app)[endpoint]
    path = address(world.app, rule, world.arguments)

    for role in sorted(matrix.AUDIENCE[endpoint] - {matrix.DISABLED}):
        if method == "POST":
            world.saved.put_back()
        answer = ask(world.browser(role), method, path)

        assert answer.status_code < 500 or endpoint in MAY_BE_UNWELL, role
        if method == "GET":
            assert world.saved.changed_tables() == set(), f"GET changed rows for {role}"
        if endpoint not in matrix.NOT_THERE_BY_THEMSELVES:
            assert not is_refused(answer), (role, answer.status_code, answer.location)


MAY_BE_UNWELL = {"watching.readyz"}
"""Says 503 in tests, whose tables are made without migrations."""


def told(answer):
    """What the answer says; the frame around it repeats the address that was asked for."""
    return answer.status_code, answer.text.partition("<main")[2].partition("</main>")[0]


def test_absent_and_forbidden_answer_alike(world):
    browser = world.browser(matrix.ELSEWHERE)

    compared = 0
    for endpoint, (rule, method) in sorted(endpoints(world.app).items()):
        things = set(rule.arguments) - SHAPES
        if not things or matrix.ELSEWHERE in matrix.AUDIENCE[endpoint]:
            continue
        hidden = ask(browser, method, address(world.app, rule, world.arguments))
        absent = ask(browser, method, address(world.app, rule, world.absent))
        compared += 1
        assert told(hidden) == told(absent), endpoint

    assert compared > 50


def test_a_row_of_another_event_does_not_exist_here(world):
    with world.app.app_context(), db.unit_of_work() as session:
        other = make_event(session, slug="there")
        owner = session.get_one(Person, world.people[matrix.OWNER])
        make_member(session, other, owner, Role.OWNER)
        foreign = make_room(session, other)
        session.flush()
        foreign_id = foreign.id
    browser = world.browser(matrix.OWNER)

    assert browser.get(f"/there/organize/rooms/{foreign_id}").status_code == 200
    assert browser.get(f"/here/organize/rooms/{foreign_id}").status_code == 404


def test_the_matrix_notices_a_changed_row_and_puts_it_back(world):
    with world.app.app_context(), db.unit_of_work() as session:
        session.get_one(Person, world.people[matrix.MEMBER]).name = "Somebody else"

    assert "person" in world.saved.changed_tables()
    world.saved.put_back()
    assert world.saved.changed_tables() == set()


def test_the_matrix_finds_a_planted_hole(world, monkeypatch):
    """With one permission given away, a row that was refused is served: the matrix would see."""
    browser = world.browser(matrix.MEMBER)
    assert is_refused(ask(browser, "GET", "/here/organize/demand"))

    monkeypatch.setitem(GRANTS, Permission.DEMAND_SEE, (lambda actor, thing: True,))

    assert not is_refused(ask(browser, "GET", "/here/organize/demand"))
