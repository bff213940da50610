"""How much less often phones ask when the process is busy, and what is kept of bodies."""

import pytest

from offsite.web.live import Bodies, Pressure


@pytest.mark.parametrize(
    ("share", "factor"), [(0.1, 1.0), (0.69, 1.0), (0.7, 2.0), (0.9, 3.0), (1.3, 4.0)]
)
def test_a_busy_process_slows_everybody_down(share: float, factor: float) -> None:
    wall, spent = iter((0.0, 10.0)), iter((0.0, 10.0 * share))

    assert Pressure(lambda: next(wall), lambda: next(spent)).factor() == factor


def test_a_moment_is_too_short_to_judge() -> None:
    wall, spent = iter((0.0, 0.5)), iter((0.0, 0.5))

    assert Pressure(lambda: next(wall), lambda: next(spent)).factor() == 1.0


def test_the_longest_unused_body_goes_first() -> None:
    bodies = Bodies(most=2)
    made = []

    def make(name):
        made.append(name)
        return name.encode()

    for name in ("a", "b", "a", "c", "a", "b"):
        bodies.of(name, lambda name=name: make(name))

    assert made == ["a", "b", "c", "b"]


def test_a_body_that_could_not_be_made_is_tried_again() -> None:
    bodies = Bodies()

    def fail() -> bytes:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, just above
        bodies.of("a", fail)

    assert bodies.of("a", lambda: b"now").plain == b"now"
