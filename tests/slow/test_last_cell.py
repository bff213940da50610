"""Two hundred times twenty people tap the same free cell, on both databases."""

import pytest

from tests.domain.openspace.test_last_cell import run_races, saved

__all__ = ["saved"]

pytestmark = pytest.mark.slow


def test_the_last_cell_has_one_winner_two_hundred_times(engine, saved):
    run_races(engine, saved, 200)
