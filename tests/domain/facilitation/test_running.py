"""A session runs by its sheet, on both databases."""

from datetime import timedelta

import pytest

from offsite.events.formats import FormatDetails, PhaseDetails, change_format
from offsite.events.models import Phase
from offsite.facilitation import queries, rules
from offsite.facilitation.models import Challenge, Voice
from offsite.facilitation.services import picking, running
from offsite.facilitation.showing import shown_at
from offsite.people.privacy import export_of
from tests.factories import NOON, make_event, make_format, make_member, make_person, make_proposal

SHEET = [("Welcome", 5, "plain"), ("Challenges", 10, "collect"), ("The group picks", 5, "pick")]
SHEET += [("Roundtable", 45, "plain")]


def after(minutes):
    return NOON + timedelta(minutes=minutes)


class Table:
    """A roundtable hosted by Ada, with Bob and Dan in the room."""

    def __init__(self, session):
        self.session = session
        self.event = make_event(session)
        self.ada, self.bob, self.dan = (make_person(session, n) for n in ("Ada", "Bob", "Dan"))
        for person in (self.ada, self.bob, self.dan):
            make_member(session, self.event, person)
        self.format = make_format(session, self.event, key="roundtable")
        self.format.phases = [
            Phase(position=number, name=name, minutes=minutes, kind=kind)
            for number, (name, minutes, kind) in enumerate(SHEET)
        ]
        self.proposal = make_proposal(
            session, self.event, self.ada, state="confirmed", format=self.format
        )
        session.flush()

    def start(self, now=NOON, seen=0):
        return running.start(self.session, proposal=self.proposal, seen=seen, now=now)

    def at(self, kind):
        """The run, moved to the phase of this kind."""
        run = self.start()
        while run.step.kind != kind:
            running.advance(self.session, run=run, seen=run.version, now=NOON)
        return run

    def raise_one(self, run, text, person=None, **values):
        person = person or self.bob
        return picking.raise_challenge(
            self.session, run=run, text=text, person_id=person.id, now=NOON, **values
        )

    def digits(self, run, now):
        shown = shown_at(run, now)
        return shown.step.name, shown.reading.digits, shown.reading.is_over_run


@pytest.fixture
def table(session):
    return Table(session)


def test_a_run_goes_from_phase_to_phase(session, table):
    run = table.start()

    running.advance(session, run=run, seen=1, now=after(4))
    running.pause(session, run=run, seen=2, now=after(6))
    paused = table.digits(run, after(60))
    running.go_on(session, run=run, seen=3, now=after(10))
    running.give_time(session, run=run, seen=4, minutes=5)

    assert paused == ("Challenges", "8:00", False)
    assert table.digits(run, after(10)) == ("Challenges", "13:00", False)
    assert table.digits(run, after(24)) == ("Challenges", "1:00", True)


def test_back_goes_on_where_the_phase_was_left(session, table):
    run = table.start()
    running.advance(session, run=run, seen=1, now=after(2))

    running.step_back(session, run=run, seen=2, now=after(3))

    assert table.digits(run, after(3)) == ("Welcome", "3:00", False)


def test_of_two_who_press_at_once_the_second_is_told(session, table):
    run = table.start()
    running.advance(session, run=run, seen=1, now=after(1))

    with pytest.raises(running.RunMoved, match="Somebody else pressed"):
        running.advance(session, run=run, seen=1, now=after(1))

    assert (run.position, run.version) == (1, 2)


def test_two_cannot_start_the_same_session(session, table):
    run = table.start()

    with pytest.raises(running.RunMoved):
        table.start(now=after(1))

    assert run.started_at == NOON


def test_later_edits_of_the_format_move_nothing(session, table):
    run = table.start()

    phases = (PhaseDetails("All in one", 90, kind="actions"),)
    details = FormatDetails(name="Roundtable", minutes=90, phases=phases)
    change_format(session, format=table.format, details=details)
    session.expire_all()

    assert [one.name for one in run.steps] == [name for name, _minutes, _kind in SHEET]
    assert table.format.phases[0].kind == "actions"


@pytest.mark.parametrize(
    "press",
    [
        lambda session, run, seen: running.step_back(session, run=run, seen=seen, now=NOON),
        lambda session, run, seen: running.go_on(session, run=run, seen=seen, now=NOON),
        lambda session, run, seen: running.give_time(session, run=run, seen=seen, minutes=-5),
        lambda session, run, seen: running.give_time(session, run=run, seen=seen, minutes=999),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(session, table, press):
    run = table.start()

    with pytest.raises(running.NotNow):
        press(session, run, 1)

    assert (run.version, run.position, run.since, run.step.added_minutes) == (1, 0, NOON, 0)


def test_the_last_phase_is_ended_and_taken_up_again(session, table):
    run = table.at("pick")
    running.advance(session, run=run, seen=run.version, now=NOON)
    with pytest.raises(running.NotNow, match="last phase"):
        running.advance(session, run=run, seen=run.version, now=NOON)

    running.end(session, run=run, seen=run.version, now=after(50))
    ended = shown_at(run, after(90)).state
    running.go_on(session, run=run, seen=run.version, now=after(60))

    assert ended == "ended"
    assert table.digits(run, after(60)) == ("Roundtable", "5:00", True)


def test_a_cleared_run_starts_anew_and_old_pages_do_not_fit(session, table):
    run = table.at("collect")
    table.raise_one(run, "Too many meetings")

    running.clear(session, run=run, seen=run.version)
    again = table.start(now=after(9), seen=run.version)

    assert again.id == run.id
    assert session.query(Challenge).count() == 0
    assert table.digits(again, after(9)) == ("Welcome", "5:00", False)
    with pytest.raises(running.RunMoved):
        running.advance(session, run=again, seen=1, now=after(9))


def test_a_format_without_phases_cannot_be_run(session, table):
    table.format.phases = []
    session.flush()

    with pytest.raises(running.NothingToRun):
        table.start()


def test_voices_are_two_hidden_and_forgotten_once_counted(session, table):
    run = table.at("collect")
    one, two, three = (table.raise_one(run, text) for text in ("One", "Two", "Three"))
    running.advance(session, run=run, seen=run.version, now=NOON)
    for challenge in (two, three):
        picking.give_voice(session, challenge=challenge, person_id=table.bob.id)
    picking.give_voice(session, challenge=two, person_id=table.dan.id)

    with pytest.raises(picking.NoVoicesLeft):
        picking.give_voice(session, challenge=one, person_id=table.bob.id)
    picking.take_voice(session, challenge=three, person_id=table.bob.id)
    hidden = [challenge.voices for challenge in run.challenges]
    voters = queries.count_voters(session, run)
    picking.count(session, run=run, now=NOON)

    assert hidden == [None, None, None]
    assert voters == 2
    assert [one.voices, two.voices, three.voices] == [0, 2, 0]
    assert [c.text for c in shown_at(run, NOON).by_voices] == ["Two", "One", "Three"]
    assert session.query(Voice).count() == 0


def test_one_or_two_are_picked_after_counting(session, table):
    run = table.at("collect")
    one, two, three = (table.raise_one(run, text) for text in ("One", "Two", "Three"))
    running.advance(session, run=run, seen=run.version, now=NOON)
    with pytest.raises(picking.NotPicking, match="Count"):
        picking.pick(session, challenge=one, now=NOON)

    # Going on counts what was not counted.
    running.advance(session, run=run, seen=run.version, now=NOON)
    picking.pick(session, challenge=one, now=NOON)
    picking.pick(session, challenge=two, now=NOON)

    with pytest.raises(picking.NotPicking, match="Two"):
        picking.pick(session, challenge=three, now=NOON)
    picking.drop_pick(session, challenge=one)
    assert [c.text for c in shown_at(run, NOON).picked] == ["Two"]


def test_a_tie_is_voted_on_again(session, table):
    run = table.at("collect")
    one = table.raise_one(run, "One")
    running.advance(session, run=run, seen=run.version, now=NOON)
    picking.give_voice(session, challenge=one, person_id=table.bob.id)
    picking.count(session, run=run, now=NOON)
    with pytest.raises(picking.NotVoting):
        picking.give_voice(session, challenge=one, person_id=table.dan.id)

    picking.vote_again(session, run=run)
    picking.give_voice(session, challenge=one, person_id=table.dan.id)

    assert (one.voices, run.counted_at) == (None, None)


def test_challenges_are_raised_in_their_phases_only(session, table):
    run = table.start()

    with pytest.raises(picking.NotRaising):
        table.raise_one(run, "Too early")

    assert run.challenges == []


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 301])
def test_words_that_are_no_challenge_are_refused(session, table, text):
    run = table.at("collect")

    with pytest.raises(picking.BadChallenge):
        table.raise_one(run, text)

    assert run.challenges == []


def test_nobody_fills_the_list_alone_but_a_facilitator_types_for_others(session, table):
    run = table.at("collect")
    for number in range(rules.MOST_EACH):
        table.raise_one(run, f"Number {number}", table.ada)

    with pytest.raises(picking.NotRaising, match="Leave room"):
        table.raise_one(run, "One more", table.ada)
    typed = table.raise_one(run, "Said aloud", table.ada, told_by="Eve")

    assert typed.name == "Eve"
    assert len(run.challenges) == rules.MOST_EACH + 1


def test_a_challenge_is_taken_back_with_its_voices(session, table):
    run = table.at("collect")
    one = table.raise_one(run, "One")
    running.advance(session, run=run, seen=run.version, now=NOON)
    picking.give_voice(session, challenge=one, person_id=table.dan.id)

    picking.withdraw(session, challenge=one)

    assert run.challenges == []
    assert session.query(Voice).count() == 0


def test_the_export_has_what_a_person_raised_and_wants(session, table):
    run = table.at("collect")
    one = table.raise_one(run, "One")
    running.advance(session, run=run, seen=run.version, now=NOON)
    picking.give_voice(session, challenge=one, person_id=table.bob.id)

    found = export_of(session, person_id=table.bob.id)["facilitation"]

    assert [row["text"] for row in found["challenges"]] == ["One"]
    assert [row["challenge_id"] for row in found["voices"]] == [one.id]
