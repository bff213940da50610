"""Every address x every role gets the written answer, and no GET changes a row."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from offsite import db
from offsite.events.models import Invitation
from offsite.jobs.models import Job
from offsite.orm import Base
from offsite.outbox.models import Mail
from offsite.people.secrets import hash_of
from offsite.policy import GRANTS, Actor, Permission, Role
from offsite.proposals.models import Comment, Wanted
from offsite.schedule import releases
from tests.factories import (
    MORNING,
    NOON,
    make_blocker,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
)
from tests.guards import access_matrix as matrix


@dataclass(frozen=True)
class World:
    """One event with one of everything, and a person for every role."""

    arguments: dict[str, object]
    absent: dict[str, object]
    people: dict[str, object]


GRANTED = {
    matrix.DISPLAY: Role.DISPLAY,
    matrix.TRAVEL: Role.TRAVEL,
    matrix.FACILITATOR: Role.FACILITATOR,
    matrix.PROGRAMME: Role.PROGRAMME,
    matrix.ORGANIZER: Role.ORGANIZER,
    matrix.OWNER: Role.OWNER,
    matrix.DISABLED: Role.ORGANIZER,
}


def make_world(session):
    event = make_event(session, slug="here", visibility="members")
    people = {role: make_person(session, role.title()) for role in matrix.ROLES[1:]}
    members = {
        role: make_member(session, event, person, *filter(None, [GRANTED.get(role)]))
        for role, person in people.items()
        if role != matrix.ELSEWHERE
    }
    make_member(session, make_event(session), people[matrix.ELSEWHERE], Role.OWNER)
    members[matrix.LEFT].left_at = NOON
    people[matrix.DISABLED].disabled_at = NOON
    things = make_things(session, event, people)
    arguments = {"event_slug": "here", "member_id": members[matrix.MEMBER].id, **things}
    absent = {name: value if name in SHAPES else _other(value) for name, value in arguments.items()}
    return World(arguments, absent, people)


SHAPES = {"event_slug", "kind", "ending", "which", "filename", "token", "sign_in_id"}
"""Parts of an address that name no row which could be hidden."""


def _other(value):
    return value + 100_000 if isinstance(value, int) else "ZZZZZZ"


def make_things(session, event, people):
    host = people[matrix.HOST]
    kind, room = make_format(session, event), make_room(session, event, seats=50)
    slot = make_slot(session, event)
    blocker = make_blocker(
        session, event, starts_at=MORNING + timedelta(hours=2), ends_at=MORNING + timedelta(hours=3)
    )
    proposal = make_proposal(session, event, host, state="confirmed", format=kind)
    draft = make_draft(session, event)
    make_placement(session, draft, proposal, room)
    session.refresh(draft)
    releases.release(session, draft=draft, name="v1", note="", actor=Actor(), now=NOON)
    rows = [
        Comment(proposal_id=proposal.id, person_id=host.id, body="Yes!", created_at=NOON),
        Wanted(event_id=event.id, title="Tests", person_id=host.id, created_at=NOON),
        Invitation(event_id=event.id, token_hash=hash_of("t"), created_at=NOON, expires_at=NOON),
        Job(kind="schedule.generate", event_id=event.id, created_at=NOON, state="done"),
        Mail(
            key="k",
            kind="decision",
            event_id=event.id,
            to_address="x@example.org",
            subject="S",
            body="B",
            created_at=NOON,
        ),
    ]
    session.add_all(rows)
    session.flush()
    comment, wanted, invitation, job, mail = rows
    found = {
        "code": proposal.code,
        "slug": "v1",
        "kind": "mine",
        "ending": "xml",
        "which": "release",
        "token": "t",
        "filename": "css/offsite.css",
        "room_id": room.id,
        "slot_id": slot.id,
        "blocker_id": blocker.id,
        "format_id": kind.id,
        "draft_id": draft.id,
        "comment_id": comment.id,
        "wanted_id": wanted.id,
        "invitation_id": invitation.id,
        "job_id": job.id,
        "mail_id": mail.id,
        "person_id": people[matrix.MEMBER].id,
    }
    return matrix.things_of_features(session, event, people, found)


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


def all_rows(app):
    """A fingerprint of every row there is.

    The counter of who signed in moves with the tests' own browsers.
    """
    digest = hashlib.sha256()
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.db.session.execute(select(table).order_by(*table.primary_key)):
                if (table.name, row[1]) != ("live_topic", "access"):
                    digest.update(repr((table.name, *row)).encode())
    return digest.hexdigest()


def test_every_endpoint_has_a_row(app):
    known = set(matrix.AUDIENCE) | set(matrix.ELSEWHERE_TESTED)

    assert set(endpoints(app)) - known == set()
    assert known - set(endpoints(app)) == set()


def test_every_permission_is_granted_to_somebody():
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


@pytest.mark.parametrize("endpoint", sorted(matrix.AUDIENCE))
def test_everybody_outside_the_audience_is_refused(app, client, rows, sign_in, endpoint):
    rule, method = endpoints(app)[endpoint]
    with rows() as session:
        world = make_world(session)
    path = address(app, rule, world.arguments)
    before = all_rows(app)

    refused = set()
    for role in set(matrix.ROLES) - matrix.AUDIENCE[endpoint]:
        browser = client if role == matrix.STRANGER else sign_in(world.people[role])
        answer = ask(browser, method, path)
        assert answer.status_code < 500, role
        if is_refused(answer):
            refused.add(role)

    assert refused == set(matrix.ROLES) - matrix.AUDIENCE[endpoint]
    assert _without_sign_ins(app, before, world)


def _without_sign_ins(app, before, world):
    """Nothing was saved by those who were refused, but their browsers' own sign-ins."""
    with app.app_context(), db.unit_of_work() as session:
        session.execute(Base.metadata.tables["sign_in"].delete())
    return all_rows(app) == before


@pytest.mark.parametrize("endpoint", sorted(matrix.AUDIENCE))
def test_everybody_in_the_audience_is_served(app, client, rows, sign_in, endpoint):
    rule, method = endpoints(app)[endpoint]
    world = None

    for role in sorted(matrix.AUDIENCE[endpoint] - {matrix.DISABLED}):
        if world is None or method == "POST":
            empty(app)
            with rows() as session:
                world = make_world(session)
        browser = client if role == matrix.STRANGER else sign_in(world.people[role])
        before = all_rows(app)
        answer = ask(browser, method, address(app, rule, world.arguments))

        assert answer.status_code < 500 or endpoint in MAY_BE_UNWELL, role
        if method == "GET":
            assert all_rows(app) == before, f"GET changed rows for {role}"
        if endpoint not in matrix.NOT_THERE_BY_THEMSELVES:
            assert not is_refused(answer), (role, answer.status_code, answer.location)


def empty(app):
    with app.app_context(), db.unit_of_work() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


MAY_BE_UNWELL = {"watching.readyz"}
"""Says 503 in tests, whose tables are made without migrations."""


def told(answer):
    """What the answer says; the frame around it repeats the address that was asked for."""
    return answer.status_code, answer.text.partition("<main")[2].partition("</main>")[0]


def test_absent_and_forbidden_answer_alike(app, rows, sign_in):
    with rows() as session:
        world = make_world(session)
    browser = sign_in(world.people[matrix.ELSEWHERE])

    compared = 0
    for endpoint, (rule, method) in sorted(endpoints(app).items()):
        things = set(rule.arguments) - SHAPES
        if not things or matrix.ELSEWHERE in matrix.AUDIENCE[endpoint]:
            continue
        hidden = ask(browser, method, address(app, rule, world.arguments))
        absent = ask(browser, method, address(app, rule, world.absent))
        compared += 1
        assert told(hidden) == told(absent), endpoint

    assert compared > 50


def test_a_row_of_another_event_does_not_exist_here(app, rows, sign_in):
    with rows() as session:
        world = make_world(session)
        other = make_event(session, slug="there")
        owner = world.people[matrix.OWNER]
        make_member(session, other, owner, Role.OWNER)
        foreign = make_room(session, other)
        foreign_id = foreign.id
    browser = sign_in(owner)

    assert browser.get(f"/there/organize/rooms/{foreign_id}").status_code == 200
    assert browser.get(f"/here/organize/rooms/{foreign_id}").status_code == 404


def test_the_matrix_finds_a_planted_hole(app, rows, sign_in, monkeypatch):
    """With one permission given away, a row that was refused is served: the matrix would see."""
    with rows() as session:
        world = make_world(session)
    browser = sign_in(world.people[matrix.MEMBER])
    assert is_refused(ask(browser, "GET", "/here/organize/demand"))

    monkeypatch.setitem(GRANTS, Permission.DEMAND_SEE, (lambda actor, thing: True,))

    assert not is_refused(ask(browser, "GET", "/here/organize/demand"))
