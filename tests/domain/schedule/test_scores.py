from datetime import timedelta

import pytest

from offsite.policy import Actor
from offsite.schedule import drafts, releases
from offsite.schedule.evaluation import evaluate, spots_of
from offsite.schedule.formulation import grid_of
from offsite.schedule.models import Draft
from offsite.schedule.reasons import reasons_for
from offsite.schedule.scores import Judge, effect_of, unplaced_of
from tests.domain.schedule.test_generation import ask, make_stage, run
from tests.factories import MORNING, NOON, make_member, make_vote

ADA = Actor(name="Ada")
SLOT = timedelta(minutes=45)


@pytest.fixture
def generated(session):
    """An event and the draft the engine made for it: three items, two slots, two rooms."""
    event, _proposals = make_stage(session)
    draft = session.get(Draft, run(session, ask(session, event)).result["draft_id"])
    return event, draft


def score(session, event, draft):
    session.expire_all()
    return Judge.of(grid_of(session, event)).score(draft)


def change(session, what, draft, proposal, **values):
    what(
        session,
        draft=draft,
        proposal=proposal,
        seen_version=draft.version,
        actor=ADA,
        now=NOON,
        **values,
    )


def test_a_plan_that_reaches_its_bound_is_the_best(session, generated):
    event, draft = generated

    found = score(session, event, draft)

    assert (found.standing, found.met, found.bound, found.gap) == ("best", 16, 16, 0)


def test_a_worse_arrangement_keeps_the_bound_that_was_proven(session, generated):
    event, draft = generated
    for number, placement in enumerate(list(draft.placements)):
        change(
            session,
            drafts.place,
            draft,
            placement.proposal,
            room=event.rooms[0],
            starts_at=MORNING + number * timedelta(minutes=15),
        )

    found = score(session, event, draft)

    assert (found.standing, found.bound) == ("proven", 16)
    assert found.met < 16


def test_an_item_taken_out_makes_the_bound_say_little(session, generated):
    event, draft = generated
    change(session, drafts.unplace, draft, draft.placements[0].proposal)

    assert score(session, event, draft).standing == "fewer"


def test_a_new_vote_makes_the_bound_outdated(session, generated):
    event, draft = generated
    make_vote(session, draft.placements[0].proposal, make_member(session, event), "must")

    found = score(session, event, draft)

    assert (found.standing, found.bound, found.gap) == ("outdated", None, None)


def test_a_bound_that_was_proven_with_a_pin_needs_it(session, generated):
    event, base = generated
    pinned = base.placements[0]
    pinned.pinned_at = NOON
    session.flush()
    draft = session.get(Draft, run(session, ask(session, event, base=base)).result["draft_id"])
    kept = score(session, event, draft).standing
    other = next(room for room in event.rooms if room.id != pinned.room_id)
    change(session, drafts.place, draft, pinned.proposal, room=other, starts_at=pinned.starts_at)

    assert kept == "best"
    assert score(session, event, draft).standing == "unpinned"


def test_a_copy_keeps_what_was_proven(session, generated):
    event, draft = generated

    copied = drafts.copy_draft(session, draft=draft, name="Copy", actor=ADA, now=NOON)

    assert score(session, event, copied).standing == "best"


def test_a_change_tells_who_gains_who_loses_and_what_it_breaks(session, generated):
    event, draft = generated
    grid = grid_of(session, event)
    before = evaluate(grid, spots_of(draft.placements))
    first, second = draft.placements[0], draft.placements[1]
    change(
        session, drafts.place, draft, first.proposal, room=second.room, starts_at=second.starts_at
    )

    effect = effect_of(before, evaluate(grid, spots_of(draft.placements)))

    assert [one.rule for one in effect.breaks] == ["room-once"]
    assert (
        effect.lost - effect.gained
        == before.score.met - evaluate(grid, spots_of(draft.placements)).score.met
    )


def test_what_happened_since_a_version_is_remembered(session, generated):
    _event, draft = generated
    proposal = draft.placements[0].proposal
    seen = draft.version
    change(session, drafts.unplace, draft, proposal)

    (found,) = drafts.queries.changes_since(session, draft, version=seen)

    (step,) = found.steps
    assert (step.proposal_id, step.after, found.version) == (proposal.id, {}, seen + 1)
    assert step.before["room_id"]


def test_an_unplaced_item_names_a_place_where_it_would_fit(session, generated):
    event, draft = generated
    taken_out = draft.placements[0]
    change(session, drafts.unplace, draft, taken_out.proposal)
    grid = grid_of(session, event)

    (reason,) = reasons_for(grid, draft, unplaced_of(grid, draft))

    slot_id, room_id = reason.free
    assert slot_id in {slot.id for slot in event.slots}
    assert not any(
        one.room_id == room_id and one.starts_at == slot.starts_at
        for one in draft.placements
        for slot in event.slots
        if slot.id == slot_id
    )


def test_an_item_whose_places_are_all_taken_names_what_is_in_the_way(session):
    event, proposals = make_stage(session, slots=1, rooms=1, items=2)
    draft = drafts.start_draft(session, event=event, name="x", base=None, actor=ADA, now=NOON)
    change(session, drafts.place, draft, proposals[0], room=event.rooms[0], starts_at=MORNING)
    grid = grid_of(session, event)

    (reason,) = reasons_for(grid, draft, unplaced_of(grid, draft))

    assert (reason.places, reason.in_the_way) == (1, (("room-once", proposals[0].id, 1),))


def test_an_item_that_is_too_long_names_that(session):
    event, proposals = make_stage(session, items=1)
    proposals[0].minutes = 600
    session.flush()
    draft = drafts.start_draft(session, event=event, name="x", base=None, actor=ADA, now=NOON)
    grid = grid_of(session, event)

    (reason,) = reasons_for(grid, draft, unplaced_of(grid, draft))

    assert "length" in reason.conditions


def test_whoever_is_affected_by_a_release_hears_of_it_in_its_transaction(
    session, generated, monkeypatch
):
    _event, draft = generated
    heard = []
    monkeypatch.setattr(
        releases, "AFTER_RELEASE", [lambda _session, fresh, changes: heard.append((fresh, changes))]
    )

    fresh = releases.release(session, draft=draft, name="v1", note="", actor=ADA, now=NOON)

    ((told, changes),) = heard
    assert (told, len(changes.new)) == (fresh, 3)


def test_warnings_that_nobody_saw_stop_a_release(session, generated):
    _event, draft = generated
    draft.placements[0].proposal.state = "accepted"
    session.flush()
    seen = releases.preview(session, draft=draft, now=NOON)

    with pytest.raises(releases.NotAcknowledged):
        releases.release(
            session, draft=draft, name="v1", note="", actor=ADA, now=NOON, acknowledged=""
        )

    assert len(seen.left_out) == 1
    assert (
        releases.release(
            session, draft=draft, name="v1", note="", actor=ADA, now=NOON, acknowledged=seen.mark
        ).number
        == 1
    )
