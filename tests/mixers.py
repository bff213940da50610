"""An event whose people are to be mixed: plain functions for the tests of mixing."""

from contextlib import contextmanager
from datetime import timedelta

from offsite.jobs.running import Runner
from offsite.mixing import drafts, drawing, needs
from offsite.mixing.generation import Generation
from offsite.mixing.models import Mix
from offsite.mixing.needs import Said
from offsite.mixing.queries import GENERATE
from offsite.mixing.rules import RoomLine
from offsite.policy import Actor
from tests.factories import MORNING, NOON, make_member, make_person

NOBODY = Actor()
SHARED = "shared with anybody"
NAMES = ("Ada", "Bob", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana", "Ines", "Jan", "Kim", "Lea")


def make_people(session, event, number=8):
    """Members called Ada, Bob ..., each of a team of their own."""
    return [
        make_member(session, event, make_person(session, name, team=f"team {name}"))
        for name in NAMES[:number]
    ]


def say(session, member, apart=(), **said):
    return needs.tell_needs(session, member=member, said=Said(**said), apart=apart, now=NOON)


def say_all(session, members, pool=SHARED):
    for member in members:
        say(session, member, pool=pool)


def drive(session, member, town="Lodz", seats=3, minutes=0):
    leaves_at = MORNING + timedelta(minutes=minutes)
    say(
        session,
        member,
        journey="drive",
        leaves_from=town,
        leaves_at=leaves_at,
        car_seats=seats,
        meeting_point="Station",
    )


def ride(session, member, town="Lodz", minutes=0):
    leaves_at = MORNING + timedelta(minutes=minutes)
    say(session, member, journey="ride", leaves_from=town, leaves_at=leaves_at)


def draw_hotel(session, event, *beds, name="Night", pools=()):
    rooms = [
        RoomLine(f"R{number}", count, pools[number - 1] if pools else "")
        for number, count in enumerate(beds, start=1)
    ]
    details = drawing.Details(name)
    return drawing.draw_hotel(session, event=event, details=details, rooms=rooms, now=NOON)


def draw_dinner(session, event, size=4, name="Dinner"):
    return drawing.draw_sized(
        session,
        event=event,
        template="dinner",
        details=drawing.Details(name),
        size=size,
        now=NOON,
    )


def ask(session, event, base=None, *, fewest_changes=False, **values):
    defaults = {"name": "Mix", "seconds": 1, "seed": 1, "actor": NOBODY, "now": NOON}
    return drafts.ask_for_mix(
        session,
        event=event,
        base=base,
        fewest_changes=fewest_changes,
        deterministic=True,
        **{**defaults, **values},
    )


def run(session, job, meanwhile=lambda: None):
    """Run the job as a worker would, with ``meanwhile`` happening while it thinks."""

    class Disturbed(Generation):
        def work(self, values, report):
            answer = super().work(values, report)
            meanwhile()
            return answer

    @contextmanager
    def unit():
        session.expire_all()
        yield session
        session.flush()

    # Beats come from another thread: a test has one connection, so there are none.
    runner = Runner({GENERATE: Disturbed()}, unit, clock=lambda: NOON, beat_seconds=3600)
    runner.run(job.id)
    session.refresh(job)
    return job


def mix(session, event, base=None, *, fewest_changes=False, **values):
    """The draft that the engine makes of the event as it is."""
    job = run(session, ask(session, event, base, fewest_changes=fewest_changes, **values))
    assert job.state == "done", job.error
    return session.get(Mix, job.result["mix_id"])


def mates(session, draft, round_):
    """Names of the people of each group that somebody sits in, as sets."""
    groups = {}
    session.refresh(draft)
    for seat in draft.seats:
        if seat.round_id == round_.id:
            groups.setdefault(seat.group_id, set()).add(seat.person_id)
    return sorted(map(sorted, groups.values()))
