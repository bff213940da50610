"""A small item with seats, and the people who would like one."""

from datetime import timedelta

from sqlalchemy import select

from offsite.outbox.models import Mail
from offsite.policy import Actor
from offsite.schedule import agenda, releases
from offsite.schedule.seats import organizing, queries
from offsite.schedule.seats.telling import SeatDesk, tell_moved_up
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_vote,
)

LATER = NOON + timedelta(hours=1)
ADA = Actor(name="Ada")
DESK = SeatDesk(
    address_of=lambda item: f"https://offsite.example/{item.code}",
    when=lambda item, locale: "Thu 1 Oct, 09:00",
    translate=lambda template, locale: template,
)


class Stage:
    """A released workshop with ``seats`` seats, one of them its host's."""

    def __init__(self, session, *, seats=3, room_seats=None):
        self.session = session
        self.event = make_event(session)
        self.host = make_person(session, "Hana")
        make_member(session, self.event, self.host)
        self.room = make_room(session, self.event, seats=room_seats)
        self.kind = make_format(session, self.event)
        self.draft = make_draft(session, self.event, applied_at=NOON)
        self.item = make_proposal(
            session, self.event, self.host, state="confirmed", format=self.kind, seats=seats
        )
        make_placement(session, self.draft, self.item, self.room)

    def release(self, name="v1"):
        self.session.flush()
        self.session.expire_all()
        releases.release(self.session, draft=self.draft, name=name, note="", actor=ADA, now=NOON)
        return self

    def member(self, name, choice=None):
        member = make_member(self.session, self.event, make_person(self.session, name))
        if choice:
            make_vote(self.session, self.item, member, choice)
        return member.person

    def pick(self, *people):
        for person in people:
            agenda.pick(self.session, proposal=self.item, person_id=person.id, now=LATER)

    def drop(self, person):
        agenda.drop(self.session, proposal=self.item, person_id=person.id, now=LATER)

    @property
    def list(self):
        return queries.list_of(self.session, proposal_id=self.item.id)

    def names(self):
        found = queries.standing_of(self.session, proposal_id=self.item.id)
        return (
            [one.person.name for one in found.seated],
            [one.person.name for one in found.waiting],
        )

    def tell(self):
        return tell_moved_up(self.session, event=self.event, desk=DESK, now=LATER)

    def mails(self):
        return self.session.scalars(select(Mail).order_by(Mail.id)).all()

    def place(self, person, to):
        return organizing.place(
            self.session,
            seat_list=self.list,
            person_id=person.id,
            to=to,
            actor=ADA,
            now=LATER,
        )

    def undo(self):
        return organizing.undo(self.session, seat_list=self.list, now=LATER)
