"""The best set of items to run together in one atom, given a price for each: exactly.

:mod:`.coverage` says what a set is worth, :mod:`.hunt` finds the best one by branch and bound.
"""

from collections.abc import Callable, Sequence

from offsite.engines.scheduling.coverage import Candidates, Coverage
from offsite.engines.scheduling.hunt import Floats, Hunt, Priced

__all__ = ["Candidates", "Priced", "Pricer"]


class Pricer(Coverage):
    """Prices one kind of atom again and again."""

    def best_sets(
        self,
        prices: Floats,
        *,
        above: float = 0.0,
        keep: int = 8,
        most_nodes: int = 200_000,
        rising: bool = True,
        known: Sequence[tuple[int, ...]] = (),
        over: Callable[[], bool] = lambda: False,
    ) -> Priced:
        """The best sets whose worth less prices is more than ``above``.

        With ``rising`` the threshold rises to the best value found, so the best set is
        among the answers; without it every set above the threshold is (at most ``keep``).
        ``limit`` bounds the value of every set from above, also when the search was cut
        short after ``most_nodes`` or because it is ``over``.  ``known`` sets are where the
        search begins; they may be among the answers.
        """
        hunt = Hunt(self, prices, above=above, keep=keep, rising=rising)
        hunt.polish(known)
        hunt.run(most_nodes, over)
        return hunt.priced()
