"""What members say about the night and the way, and who has not said it."""

import pytest
from sqlalchemy import select

from offsite.mixing import needs, queries
from offsite.mixing.formulation import stage_of
from offsite.mixing.models import NO_BED, SINGLE, Apart, Need
from offsite.people.privacy import export_of
from tests import mixers
from tests.factories import MORNING, NOON, make_event, make_member, make_person


def test_saying_it_again_replaces_what_was_said(session):
    event = make_event(session)
    bob, _dan = mixers.make_people(session, event, 2)

    mixers.say(session, bob, ["Bob2", ""][1:], pool=SINGLE, quiet=True)
    mixers.say(session, bob, pool=NO_BED)

    need = session.scalars(select(Need)).one()
    assert (need.pool, need.quiet) == (NO_BED, False)


def test_a_name_is_found_whatever_its_case_and_by_its_team(session):
    event = make_event(session)
    ada, bob, _cleo = mixers.make_people(session, event, 3)

    mixers.say(session, ada, ["bob", "Cleo, team Cleo"])

    named = queries.apart_from(session, membership_id=ada.id)
    assert [one.name for one in named] == ["Bob", "Cleo"]
    assert queries.apart_pairs(session, event_id=event.id)[0] == (ada.person_id, bob.person_id)


def test_what_cannot_be_kept_is_said_and_nothing_is_saved(session):
    event = make_event(session)
    ada, *_others = mixers.make_people(session, event, 2)
    make_member(session, event, make_person(session, "Bob", team="another"))

    with pytest.raises(needs.BadNeeds) as refused:
        mixers.say(
            session,
            ada,
            ["Bob", "Nobody", "Ada"],
            pool="the attic",
            journey="drive",
            arrives_at=MORNING,
            departs_at=MORNING,
        )

    assert list(refused.value.faults) == [
        "Choose one of the pools that are offered.",
        "Say which town you leave from.",
        "Say when you can leave.",
        "Say how many seats your car has for others.",
        "You leave before you arrive. Look at the two times again.",
        "Several are called “Bob”. Add “, team” to the name.",
        "Nobody here is called “Nobody”.",
        "You cannot be kept apart from yourself.",
    ]
    assert session.query(Need).count() == session.query(Apart).count() == 0


def test_a_pool_that_is_not_offered_any_more_counts_as_not_said(session):
    event = make_event(session)
    ada, bob = mixers.make_people(session, event, 2)
    mixers.say(session, ada, pool=mixers.SHARED)
    mixers.say(session, bob, pool=SINGLE)

    needs.set_pools(session, event=event, pools=[SINGLE, "attic"], note="Hello", now=NOON)

    said = queries.needs_by_person(session, event_id=event.id)
    assert (said[ada.person_id].pool, said[bob.person_id].pool) == ("", SINGLE)
    assert queries.pools_of(session, event) == (SINGLE, "attic")


def test_only_what_a_round_needs_is_missing(session):
    event = make_event(session)
    ada, bob, cleo = mixers.make_people(session, event, 3)
    mixers.say(session, ada, pool=SINGLE)
    assert needs.missing(stage_of(session, event)) == []

    night = mixers.draw_hotel(session, event, 2, 2)
    mixers.drawing.set_absences(session, round=night, person_ids=[cleo.person_id])

    (found,) = needs.missing(stage_of(session, event))
    assert (found.person.id, found.bed, found.journey) == (bob.person_id, True, False)


def test_the_export_tells_what_one_said_and_not_who_named_one(session):
    event = make_event(session)
    ada, bob = mixers.make_people(session, event, 2)
    mixers.say(session, ada, ["Bob"], diet="no nuts")

    of_ada = export_of(session, person_id=ada.person_id)
    of_bob = export_of(session, person_id=bob.person_id)

    assert of_ada["needs"][0]["diet"] == "no nuts"
    assert of_ada["rather_not_with"] == [{"event": event.slug, "name": "Bob"}]
    assert (of_bob["needs"], of_bob["rather_not_with"]) == ([], [])
