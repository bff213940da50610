"""A thousand pairs of organizers who move the same item at the same moment."""

import pytest

from tests.domain.schedule.test_moves_at_once import assert_one_winner_each, saved

pytestmark = pytest.mark.slow

assert saved  # a fixture


def test_a_thousand_pairs_have_a_thousand_winners_and_explained_conflicts(engine, saved):
    assert_one_winner_each(engine, saved, 1000)
