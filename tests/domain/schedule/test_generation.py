from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from offsite.engines.scheduling import Progress
from offsite.errors import RuleBroken
from offsite.jobs import services as jobs
from offsite.jobs.running import Runner
from offsite.policy import Actor
from offsite.schedule import drafts, evaluation, formulation
from offsite.schedule.generation import (
    EventChanged,
    Generation,
    NothingYet,
    Reporter,
    keep_so_far,
)
from offsite.schedule.models import Draft
from tests.factories import (
    MORNING,
    NOON,
    make_draft,
    make_event,
    make_format,
    make_member,
    make_person,
    make_placement,
    make_proposal,
    make_room,
    make_slot,
    make_vote,
)

NOBODY = Actor()


def make_stage(session, *, slots=2, rooms=2, items=3, voters=4):
    """An event in which every voter wants the first item most and the others, too."""
    event = make_event(session)
    for number in range(slots):
        make_slot(session, event, MORNING + timedelta(minutes=45 * number))
    for number in range(rooms):
        make_room(session, event, f"R{number}")
    kind = make_format(session, event)
    proposals = [
        make_proposal(session, event, make_person(session), state="confirmed", format=kind)
        for _ in range(items)
    ]
    for _ in range(voters):
        member = make_member(session, event)
        for number, proposal in enumerate(proposals):
            make_vote(session, proposal, member, "would" if number else "must")
    session.expire_all()
    return event, proposals


def ask(session, event, **values):
    defaults = {
        "name": "First try",
        "base": None,
        "slack": None,
        "seconds": 30,
        "seed": 3,
        "actor": NOBODY,
        "now": NOON,
    }
    return drafts.ask_for_draft(session, event=event, **{**defaults, **values})


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
    kinds = {drafts.GENERATE: Disturbed()}
    Runner(kinds, unit, clock=lambda: NOON, beat_seconds=1000).run(job.id)
    session.expire_all()
    return job


def test_the_engine_places_what_people_voted_for_and_proves_it_is_best(session):
    event, proposals = make_stage(session)

    job = run(session, ask(session, event))

    draft = session.get(Draft, job.result["draft_id"])
    assert job.state == "done"
    assert {one.proposal_id for one in draft.placements} == {one.id for one in proposals}
    assert draft.plan["status"] == "optimal"
    assert draft.plan["score"]["met"] == draft.plan["score"]["bound"] == 16


def test_a_page_counts_the_same_score_as_the_engine(session):
    event, _proposals = make_stage(session, slots=3, rooms=2, items=5)
    job = run(session, ask(session, event))
    draft = session.get(Draft, job.result["draft_id"])

    counted = evaluation.evaluate(
        formulation.grid_of(session, event), evaluation.spots_of(draft.placements)
    )

    claimed = draft.plan["score"]
    assert counted.broken == ()
    assert (counted.score.met, counted.score.placed, counted.score.below_half) == (
        claimed["met"],
        claimed["placed"],
        claimed["below_half"],
    )


def test_a_plan_for_an_event_that_changed_meanwhile_is_not_kept(session):
    event, _proposals = make_stage(session)

    job = run(session, ask(session, event), meanwhile=lambda: make_room(session, event))

    assert (job.state, session.query(Draft).count()) == ("failed", 0)
    assert "Generate it again" in job.error


def test_what_is_pinned_in_the_draft_it_began_from_stays(session):
    event, proposals = make_stage(session)
    base = make_draft(session, event)
    last, room = event.slots[-1], event.rooms[-1]
    make_placement(session, base, proposals[0], room, starts_at=last.starts_at, pinned_at=NOON)
    session.expire_all()

    job = run(session, ask(session, event, base=base))

    draft = session.get(Draft, job.result["draft_id"])
    kept = next(one for one in draft.placements if one.proposal_id == proposals[0].id)
    assert (kept.starts_at, kept.room_id) == (last.starts_at, room.id)
    assert kept.pinned_at is not None
    assert list(draft.pins) == [f"i{proposals[0].id}"]


def test_a_pin_between_the_slots_keeps_its_room_from_others(session):
    event, proposals = make_stage(session, slots=2, rooms=1)
    base = make_draft(session, event)
    early = MORNING + timedelta(minutes=20)
    make_placement(session, base, proposals[0], event.rooms[0], starts_at=early, pinned_at=NOON)
    session.expire_all()

    job = run(session, ask(session, event, base=base))

    draft = session.get(Draft, job.result["draft_id"])
    assert [(one.proposal_id, one.starts_at) for one in draft.placements] == [
        (proposals[0].id, early)
    ]


def test_two_pins_in_one_place_are_named_as_the_clash(session):
    event, proposals = make_stage(session)
    base = make_draft(session, event)
    for proposal in proposals[:2]:
        make_placement(session, base, proposal, event.rooms[0], pinned_at=NOON)
    session.expire_all()

    job = run(session, ask(session, event, base=base))

    rules = [rule for rule, _ids in job.result["clash"]]
    assert (rules, session.query(Draft).count()) == (["pinned", "pinned", "room-once"], 1)


def test_a_second_generation_waits_for_the_first(session):
    event, _proposals = make_stage(session)
    ask(session, event)

    with pytest.raises(drafts.AlreadyGenerating):
        ask(session, event)


def test_a_generation_that_was_canceled_makes_way_for_another(session):
    event, _proposals = make_stage(session)
    jobs.ask_cancel(session, job=ask(session, event), now=NOON)

    assert ask(session, event).state == "queued"


@pytest.mark.parametrize(
    ("missing", "sentence"), [("rooms", "room"), ("slots", "slots"), ("items", "proposal")]
)
def test_what_is_missing_for_a_schedule_is_named(session, missing, sentence):
    event, _proposals = make_stage(session, **{missing: 0})

    with pytest.raises(RuleBroken, match=sentence):
        ask(session, event)


def test_an_item_that_needs_what_no_room_has_is_left_out_and_says_why(session):
    event, proposals = make_stage(session)
    proposals[0].needs = ["piano"]
    session.flush()

    job = run(session, ask(session, event))

    draft = session.get(Draft, job.result["draft_id"])
    (left_out,) = draft.plan["unplaced"]
    assert left_out["item"] == f"i{proposals[0].id}"
    assert "piano" in left_out["because"][0]


def test_told_to_stop_the_engine_gives_its_best_so_far(session):
    event, proposals = make_stage(session, slots=4, rooms=3, items=10, voters=8)
    job = ask(session, event, seconds=300)
    values = Generation().prepare(session, job)

    answer = Generation().work(values, lambda progress: True)

    assert len(answer.plan.placements) == len(proposals)
    assert answer.plan.seconds < 60


def reported(session, job):
    """The job as it stands once its worker has told of a plan."""
    values = Generation().prepare(session, job)
    plan = replace(Generation().work(values, lambda said: True).plan, status="feasible")
    score = plan.score
    told = []
    Reporter(lambda said: bool(told.append(said)), values.problem.fingerprint()).note(
        Progress(score.met, score.wished, score.wished, score.placed, 1.0, 300.0, plan)
    )
    job.state, job.progress = "running", told[-1]
    session.flush()
    return job


def test_the_best_so_far_is_kept_while_the_search_goes_on(session):
    event, proposals = make_stage(session, slots=4, rooms=3, items=10, voters=8)
    job = reported(session, ask(session, event, seconds=300))

    draft = keep_so_far(session, job=job, name="So far", actor=NOBODY, now=NOON)
    again = keep_so_far(session, job=job, name="So far", actor=NOBODY, now=NOON)

    counted = evaluation.evaluate(
        formulation.grid_of(session, event), evaluation.spots_of(draft.placements)
    )
    assert (draft.name, draft.plan["status"], job.state) == ("So far", "feasible", "running")
    assert {one.proposal_id for one in draft.placements} == {one.id for one in proposals}
    assert counted.broken == ()
    assert counted.score.met == draft.plan["score"]["met"] == job.progress["met"]
    assert again is draft


def test_the_best_so_far_of_another_event_than_now_is_not_kept(session):
    event, _proposals = make_stage(session, slots=4, rooms=3, items=10, voters=8)
    job = reported(session, ask(session, event, seconds=300))
    make_room(session, event)
    session.expire_all()

    with pytest.raises(EventChanged):
        keep_so_far(session, job=job, name="So far", actor=NOBODY, now=NOON)

    assert session.query(Draft).count() == 0


def test_before_the_first_report_and_after_the_end_there_is_nothing_to_keep(session):
    event, _proposals = make_stage(session)
    waiting = ask(session, event)
    with pytest.raises(NothingYet):
        keep_so_far(session, job=waiting, name="So far", actor=NOBODY, now=NOON)

    done = run(session, waiting)
    with pytest.raises(NothingYet):
        keep_so_far(session, job=done, name="So far", actor=NOBODY, now=NOON)

    assert "best" not in done.progress
    assert session.query(Draft).count() == 1


def test_an_answer_for_another_draft_to_start_from_is_not_kept(session):
    event, proposals = make_stage(session)
    base = make_draft(session, event)
    make_placement(session, base, proposals[0], event.rooms[0], pinned_at=NOON)
    session.expire_all()

    def unpin():
        base.placements[0].pinned_at = None
        session.flush()

    job = run(session, ask(session, event, base=base), meanwhile=unpin)

    assert (job.state, session.query(Draft).count()) == ("failed", 1)


def test_what_has_begun_stays_where_it_is(session):
    event, proposals = make_stage(session)
    base = make_draft(session, event)
    first, room = event.slots[0], event.rooms[-1]
    make_placement(session, base, proposals[1], room, starts_at=first.starts_at)
    session.expire_all()
    moment = first.starts_at + timedelta(minutes=5)

    job = run(session, ask(session, event, base=base, now=moment))

    draft = session.get(Draft, job.result["draft_id"])
    placed = next(one for one in draft.placements if one.proposal_id == proposals[1].id)
    assert (placed.starts_at, placed.room_id) == (first.starts_at, room.id)


def test_a_schedule_that_stays_close_moves_nothing_that_need_not(session):
    event, _proposals = make_stage(session)
    first = run(session, ask(session, event))
    base = session.get(Draft, first.result["draft_id"])
    before = {one.proposal_id: (one.starts_at, one.room_id) for one in base.placements}
    made, base_id = {}, base.id
    for slack in (None, 1):
        base = session.get(Draft, base_id)
        job = run(session, ask(session, event, base=base, slack=slack, seed=11, name=str(slack)))
        draft = session.get(Draft, job.result["draft_id"])
        made[slack] = {one.proposal_id: (one.starts_at, one.room_id) for one in draft.placements}
        assert draft.plan["score"]["met"] == 16

    assert made[1] == before
