"""Mentor selection."""

from offsite.mentoring.models import MentorRound, MentorSeat
from tests.factories import NOON
from tests.guards.access_matrix.audiences import HOST, HOSTS, MEMBERS, ORGANIZERS

AUDIENCE = {
    "mentoring.index": MEMBERS,
    "mentoring.show": MEMBERS,
    "mentoring.choose": MEMBERS,
    "mentoring.put_in_order": HOSTS,
    "mentoring.new": ORGANIZERS,
    "mentoring.create": ORGANIZERS,
    "mentoring.seat_mentor": ORGANIZERS,
    "mentoring.unseat_mentor": ORGANIZERS,
    "mentoring.remove_round": ORGANIZERS,
    "mentoring.open_round": ORGANIZERS,
    "mentoring.close_round": ORGANIZERS,
    "mentoring.reopen_round": ORGANIZERS,
    "mentoring.publish": ORGANIZERS,
}


def things(session, event, people, found):
    made = MentorRound(event_id=event.id, title="Autumn", created_at=NOON, opened_at=NOON)
    made.seats.append(MentorSeat(person_id=people[HOST].id, capacity=1))
    session.add(made)
    session.flush()
    return {"round_id": made.id}
