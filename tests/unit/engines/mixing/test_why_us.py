"""Why two people share a group, said from what anybody may read."""

from offsite.engines.mixing.explain import Reason, Traits, why_us

ADA = Traits(
    1,
    team="Search",
    function="backend",
    track="architect",
    languages=("pl", "en"),
    topics=("Kotlin", "hiring"),
    met={3: 2},
)
BOB = Traits(2, team="Mobile", track="team lead", languages=("en",), topics=("kotlin", "tests"))


def causes(reasons):
    return [one.cause for one in reasons]


def test_two_who_never_met_hear_what_they_have_in_common():
    assert why_us(ADA, BOB, kind="beds") == (
        Reason("new"),
        Reason("teams"),
        Reason("tracks"),
        Reason("topics", ("Kotlin",)),
        Reason("languages", ("en",)),
    )


def test_a_repeat_is_told_with_how_often():
    other = Traits(3, team="Search")

    assert why_us(ADA, other, kind="tables") == (Reason("again", ("2",)),)


def test_a_car_has_the_way_among_its_reasons_and_a_room_has_not():
    assert "way" in causes(why_us(ADA, BOB, kind="cars"))
    assert "way" not in causes(why_us(ADA, BOB, kind="beds"))


def test_what_somebody_did_not_say_is_no_difference():
    assert causes(why_us(ADA, Traits(4), kind="tables")) == ["new"]


def test_functions_are_told_where_tracks_do_not_differ():
    other = Traits(4, function="mobile", track="architect")

    assert causes(why_us(ADA, other, kind="tables")) == ["new", "functions"]
