"""From needs to a draft: what the engine makes, what stays, what cannot be."""

import pytest

from offsite.errors import BadInput
from offsite.events import members as membership
from offsite.mixing import drafts, drawing
from offsite.mixing.evaluation import Board, judge
from offsite.mixing.formulation import seats_of, stage_of
from offsite.mixing.generation import spoken
from offsite.mixing.models import SINGLE, Meeting, Mix, Need, Seat
from tests import mixers
from tests.factories import NOON, make_event, make_member, make_person


def make_night(session, number=8):
    event = make_event(session)
    people = mixers.make_people(session, event, number)
    mixers.say_all(session, people)
    night = mixers.draw_hotel(session, event, *[2] * (number // 2))
    return event, people, night


def test_rooms_are_filled_with_people_who_have_not_met(session):
    event, people, night = make_night(session, 4)
    earlier = make_event(session, series=event.series, starts_on=event.starts_on.replace(month=5))
    a, b, c, d = (one.person_id for one in people)
    session.add_all(
        Meeting(event_id=earlier.id, kind="tables", person_id=one, other_id=other)
        for one, other in [(a, b), (a, c), (b, d), (c, d)]
    )
    session.flush()

    mix = mixers.mix(session, event)

    assert mixers.mates(session, mix, night) == [[a, d], [b, c]]
    assert mix.plan["status"] == "optimal"
    assert mix.plan["score"]["repeats"] == 0


def test_pools_share_no_room_and_a_single_room_is_single(session):
    event = make_event(session)
    people = mixers.make_people(session, event, 5)
    mixers.say_all(session, people[:2])
    mixers.say_all(session, people[2:], SINGLE)
    night = mixers.draw_hotel(session, event, 2, 2, 1, 1, 2)

    mix = mixers.mix(session, event)

    ids = [one.person_id for one in people]
    assert mixers.mates(session, mix, night) == [ids[:2], ids[2:3], ids[3:4], ids[4:]]


def test_rather_not_with_is_kept_in_every_round(session):
    event, people, night = make_night(session, 4)
    mixers.say(session, people[0], ["Bob", "Cleo"], pool=mixers.SHARED)

    mix = mixers.mix(session, event)

    ids = [one.person_id for one in people]
    assert mixers.mates(session, mix, night) == [[ids[0], ids[3]], [ids[1], ids[2]]]


def test_riders_sit_in_a_car_of_their_town_and_hour(session):
    event = make_event(session)
    ada, bob, cleo, dan = mixers.make_people(session, event, 4)
    mixers.drive(session, ada, "Lodz", minutes=0)
    mixers.drive(session, bob, "Lodz", minutes=180)
    mixers.ride(session, cleo, "lodz", minutes=30)
    mixers.ride(session, dan, "LODZ ", minutes=150)
    cars = drawing.draw_cars(session, event=event, details=drawing.Details("There"), now=NOON)

    mix = mixers.mix(session, event)

    assert mixers.mates(session, mix, cars) == [
        [ada.person_id, cleo.person_id],
        [bob.person_id, dan.person_id],
    ]


def test_who_cannot_be_seated_is_named_with_the_reason(session):
    event = make_event(session)
    ada, bob, *_others = mixers.make_people(session, event, 3)
    mixers.drive(session, ada, "Lodz")
    mixers.ride(session, bob, "Gdansk")
    drawing.draw_cars(session, event=event, details=drawing.Details("There"), now=NOON)

    job = mixers.run(session, mixers.ask(session, event))

    ((name, reasons),) = job.result["unseated"]
    assert name == "There"
    assert [str(spoken(one)) for one in reasons] == [
        "'Bob' cannot be seated in There: no car leaves Gdansk."
    ]
    assert session.query(Mix).count() == 0


def test_too_few_beds_are_told_at_once(session):
    event, _people, _night = make_night(session, 4)
    mixers.say(session, make_member(session, event, make_person(session, "Late")), pool="")
    extra = make_member(session, event, make_person(session, "Zed"))
    mixers.say(session, extra, pool=mixers.SHARED)

    with pytest.raises(BadInput, match="4 seats for 5 people"):
        mixers.ask(session, event)


def test_nothing_to_mix_is_said(session):
    event = make_event(session)
    with pytest.raises(drafts.NothingToMix, match="Draw a round"):
        mixers.ask(session, event)
    mixers.make_people(session, event, 2)
    mixers.draw_hotel(session, event, 2)

    with pytest.raises(drafts.NothingToMix, match="Ask people"):
        mixers.ask(session, event)


def test_one_mixing_of_an_event_at_a_time(session):
    event, _people, _night = make_night(session, 4)
    mixers.ask(session, event)

    with pytest.raises(drafts.AlreadyMixing):
        mixers.ask(session, event)


def test_needs_that_changed_meanwhile_make_the_result_void(session):
    event, people, _night = make_night(session, 4)
    job = mixers.ask(session, event)

    def change_mind():
        mixers.say(session, people[0], ["Bob"], pool=mixers.SHARED)

    mixers.run(session, job, meanwhile=change_mind)

    assert (job.state, session.query(Mix).count()) == ("failed", 0)
    assert "Mix again" in job.error


def test_a_locked_group_stays_when_everything_else_is_drawn_anew(session):
    event, _people, night = make_night(session, 8)
    base = mixers.mix(session, event, seed=1)
    kept = session.query(Seat).filter_by(mix_id=base.id).first().group_id
    group = session.get(mixers.drawing.Group, kept)
    drafts.lock_group(
        session,
        mix=base,
        group=group,
        stays=True,
        seen_version=1,
        actor=mixers.NOBODY,
        now=NOON,
    )
    before = seats_of(session, base)[night.id]

    fresh = mixers.mix(session, event, base, seed=9)

    after = seats_of(session, fresh)[night.id]
    assert {p for p, g in after.items() if g == kept} == {p for p, g in before.items() if g == kept}
    assert [one.group_id for one in fresh.locks] == [kept]


def test_after_a_cancellation_and_a_late_arrival_few_seats_change(session):
    event, people, night = make_night(session, 8)
    base = mixers.mix(session, event)
    before = seats_of(session, base)[night.id]
    membership.remove_member(session, member=people[0], now=NOON)
    late = make_member(session, event, make_person(session, "Late", team="new"))
    mixers.say(session, late, pool=mixers.SHARED)

    mix = mixers.mix(session, event, base, fewest_changes=True)

    after = seats_of(session, mix)[night.id]
    gone, new = people[0].person_id, late.person_id
    assert after[new] == before[gone]
    assert {p: g for p, g in after.items() if p != new} == {
        p: g for p, g in before.items() if p != gone
    }
    assert mix.base_id == base.id


def test_a_page_counts_the_same_score_as_the_engine(session):
    event, _people, _night = make_night(session, 8)
    mixers.draw_dinner(session, event)
    mix = mixers.mix(session, event)

    judged = judge(stage_of(session, event), seats_of(session, mix))

    claimed = mix.plan["score"]
    assert judged.broken == judged.faults == ()
    assert (judged.score.repeats, judged.score.new_pairs) == (
        claimed["repeats"],
        claimed["new_pairs"],
    )


def test_what_a_move_or_a_swap_costs_is_what_it_adds(session):
    """The offer's number and the score counted afresh after it agree, for every choice."""
    event, people, night = make_night(session, 6)
    dinner = mixers.draw_dinner(session, event, size=3)
    a, b = people[0].person_id, people[1].person_id
    earlier = make_event(session, series=event.series, starts_on=event.starts_on.replace(month=5))
    session.add(Meeting(event_id=earlier.id, kind="beds", person_id=a, other_id=b))
    session.flush()
    seats = seats_of(session, mixers.mix(session, event))
    stage = stage_of(session, event)
    base = judge(stage, seats).score.repeats
    board = Board(stage, seats)

    compared = 0
    for round_ in (stage.round[night.id], stage.round[dinner.id]):
        for offer in board.offers(round_, a):
            moved = {**seats, round_.id: {**seats[round_.id], a: offer.group_id}}
            assert judge(stage, moved).score.repeats - base == offer.repeats
            compared += 1
            for swap in board.swaps(round_, a, offer.group_id):
                here = seats[round_.id]
                both = {**here, a: here[swap.other_id], swap.other_id: here[a]}
                swapped = {**seats, round_.id: both}
                assert judge(stage, swapped).score.repeats - base == swap.repeats
                compared += 1
    assert compared > 8


def test_people_of_one_name_are_told_apart(session):
    event = make_event(session)
    for team in ("search", "pay", ""):
        member = make_member(session, event, make_person(session, "Bob", team=team))
        mixers.say(session, member, pool=mixers.SHARED)
    mixers.draw_hotel(session, event, 2, 2)

    labels = stage_of(session, event).label

    assert sorted(labels.values())[:2] == [f"Bob (no. {newest_id(session)})", "Bob (pay)"]
    assert mixers.mix(session, event).seats


def newest_id(session):
    return max(one.person_id for one in session.query(Need))
