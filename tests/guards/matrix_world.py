"""The world that the access matrix asks about: made once, put back before every request.

Making it takes thirty times as long as copying it, and the matrix needs it thousands of times.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from offsite import db
from offsite.events.models import Invitation
from offsite.jobs.models import Job
from offsite.outbox.models import Mail
from offsite.people.models import SignIn
from offsite.people.secrets import hash_of
from offsite.policy import Actor, Role
from offsite.proposals.models import Comment, Wanted
from offsite.schedule import releases
from offsite.web import cookies
from tests.conftest import FAR_AWAY
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
from tests.snapshot import Snapshot


@dataclass(frozen=True)
class World:
    """One event with one of everything, and a signed-in person for every role but strangers."""

    app: Flask
    arguments: dict[str, object]
    absent: dict[str, object]
    people: dict[str, int]
    saved: Snapshot

    def browser(self, role):
        """A browser of its own, signed in as whoever has ``role``."""
        found = self.app.test_client()
        if role in self.people:
            with found.session_transaction() as cookie:
                cookie[cookies.SIGN_IN] = _token(role)
        return found


def save_world(app):
    """Make the world in the empty database of ``app`` and remember it."""
    with app.app_context(), db.unit_of_work() as session:
        arguments, people = make_world(session)
    absent = {name: value if name in SHAPES else _other(value) for name, value in arguments.items()}
    return World(app, arguments, absent, people, Snapshot(app))


def _token(role):
    return f"token of {role}"


def _other(value):
    return value + 100_000 if isinstance(value, int) else "ZZZZZZ"


SHAPES = {"event_slug", "kind", "ending", "which", "filename", "token", "sign_in_id"}
"""Parts of an address that name no row which could be hidden."""

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
    for role, person in people.items():
        sign_in(session, role, person)
    things = make_things(session, event, people)
    arguments = {"event_slug": "here", "member_id": members[matrix.MEMBER].id, **things}
    return arguments, {role: person.id for role, person in people.items()}


def sign_in(session, role, person):
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=hash_of(_token(role)),
            method="test",
            created_at=NOON,
            expires_at=FAR_AWAY,
        )
    )


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
