"""What people need is read by them and by the travel role, wherever one looks."""

import re

import pytest
from sqlalchemy import delete

from offsite.events.queries import membership_of
from offsite.mixing import drawing
from offsite.mixing.models import Apart, Mix, Need
from tests.factories import MORNING, NOON
from tests.guards import access_matrix as matrix
from tests.guards.matrix_world import save_world
from tests.guards.test_access_matrix import address, endpoints

CANARIES = {
    "pool": "canary-pool",
    "access": "canary-access",
    "diet": "canary-diet",
    "contact": "canary-contact",
    "leaves_from": "canary-town",
    "meeting_point": "canary-corner",
}


@pytest.fixture
def world(app, rows):
    """The matrix's world, in which the plain member has said something secret everywhere."""
    found = save_world(app)
    with rows() as session:
        mix = session.get_one(Mix, found.arguments["mix_id"])
        person_id = found.people[matrix.MEMBER]
        member = membership_of(session, event_id=mix.event_id, person_id=person_id)
        said = {"journey": "drive", "car_seats": 2, "leaves_at": MORNING, "updated_at": NOON}
        session.add(Need(membership_id=member.id, **said, **CANARIES))
        session.add(Apart(membership_id=member.id, person_id=found.people[matrix.HOST]))
        details = drawing.Details("There")
        drawing.draw_cars(session, event=mix.event, details=details, now=NOON)
    return found


TOKEN = re.compile(r'(?<=name="csrf)[-_]token" (?:value|content)="[^"]*"')


def told_by_any_page(app, browser, world):
    """Which of the secrets some page, file or feed gives away to this browser."""
    found = set()
    for endpoint, (rule, method) in endpoints(app).items():
        if method != "GET" or endpoint in matrix.ELSEWHERE_TESTED:
            continue
        answer = browser.get(address(app, rule, world.arguments))
        found |= {name for name, word in CANARIES.items() if word.encode() in answer.data}
    return found


OTHERS = ("STRANGER", "ELSEWHERE", "DISPLAY", "HOST", "ORGANIZER", "OWNER")


@pytest.mark.parametrize("role", [getattr(matrix, name) for name in OTHERS])
def test_nobody_else_reads_them_on_any_page(app, world, role):
    assert told_by_any_page(app, world.browser(role), world) == set()


@pytest.mark.parametrize("role", [matrix.MEMBER, matrix.TRAVEL])
def test_the_subject_and_the_travel_role_read_them(app, world, role):
    """The test above would find a leak: these two do read the words."""
    found = told_by_any_page(app, world.browser(role), world)

    assert found >= {"access", "diet", "contact", "leaves_from", "pool"}


def test_the_person_who_is_named_never_learns_of_it(app, rows, world):
    """Whatever they open says the same as before somebody named them."""
    browser = world.browser(matrix.HOST)
    before = _everything(app, browser, world)

    with rows() as session:
        session.execute(delete(Apart))

    assert _everything(app, browser, world) == before


def _everything(app, browser, world):
    """Every page of mixing, of people and of oneself, without its one-time tokens."""
    pages = {
        endpoint: browser.get(address(app, rule, world.arguments)).text
        for endpoint, (rule, method) in endpoints(app).items()
        if method == "GET" and endpoint.startswith(("mixing.", "events.", "me."))
    }
    return {name: TOKEN.sub("", text) for name, text in pages.items()}
