"""The dice of the demo: the same each time, near to the shares that were promised."""

from collections import Counter

import pytest

from offsite.demo.casting import FEWEST, cast, pitches
from offsite.demo.company import ATTENDEE, TEAMS, colleagues
from offsite.demo.content_together import TOGETHER
from offsite.events.catalogue import CATALOGUE
from offsite.people.rules import Profile, faults_of, is_address
from offsite.proposals.models import LEADERSHIP_KINDS


def test_the_same_seed_gives_the_same_cast():
    assert cast(100, 7) == cast(100, 7)


def test_another_seed_gives_another_cast():
    assert cast(100, 7) != cast(100, 8)


@pytest.mark.parametrize("number", [12, 100, 5000])
def test_everybody_has_an_address_of_their_own_and_a_profile_that_can_be_kept(number):
    people = colleagues(number, 7)

    assert len({one.email for one in people}) == number
    assert all(is_address(one.email) and one.email.isascii() for one in people)
    faults = [faults_of(Profile(one.name, one.team, one.function, one.track)) for one in people]
    assert not any(faults)
    assert {one.team for one in people} == {team.name for team in TEAMS}


def test_german_polish_and_japanese_names_are_among_them():
    people = colleagues(100, 7)

    assert {one.name for one in people} >= {"Zofia Wiśniewska", "Jürgen Groß", "佐藤 花子"}
    assert Counter(one.languages[0] for one in people).keys() >= {"pl", "de", "ja", "uk"}


def test_a_hundred_people_propose_45_things_in_every_format_of_the_catalogue():
    found = cast(100, 7)
    proposed = [part.pitch for part in (*found.parts, *found.together)]

    assert len(proposed) == 45
    assert {one.format for one in proposed} == {plan.key for plan in CATALOGUE}
    assert {one.leadership for one in proposed} == set(LEADERSHIP_KINDS)
    assert len({one.title for one in proposed}) == 45


def test_a_small_group_proposes_less():
    assert 10 <= len(pitches(FEWEST)) < len(pitches(100)) == 45 - len(TOGETHER)


def test_sixty_of_a_hundred_vote_and_nobody_for_their_own():
    found = cast(100, 7)
    voters = [place for place, _choices in found.ballots]

    assert len(set(voters)) == len(voters) == 60
    assert ATTENDEE in voters
    for place, choices in found.ballots:
        for part, choice in zip(found.parts, choices, strict=True):
            assert choice is None or place not in (part.author, *part.cohosts)


def test_votes_lean_towards_what_is_near_to_a_voters_work():
    found = cast(100, 7)
    near, far = Counter(), Counter()
    for place, choices in found.ballots:
        one = found.people[place]
        for part, choice in zip(found.parts, choices, strict=True):
            is_near = {one.function, one.track} & part.pitch.draws
            (near if is_near else far)[choice] += 1

    assert near["must"] / near.total() > 2 * far["must"] / far.total()


def test_hosts_speak_the_language_of_what_they_host():
    found = cast(100, 7)

    for part in found.parts:
        assert part.pitch.language in found.people[part.author].languages
