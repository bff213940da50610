"""Who may use which address: the written answer for every endpoint, one module a feature.

A row of ``AUDIENCE`` names the audience.  Everybody else is refused: with the same answer
whether the thing exists or not, or, where they may see it but not do this, with 403.

A module may also have ``things(session, event, people, found)``, which makes its part of the
world and returns the arguments of its addresses; ``SPECIAL``, arguments that mean another
thing in one address; ``NOT_THERE``, endpoints whose address holds a secret or a state that an
empty request cannot have; ``ELSEWHERE``, endpoints without a row, and where they are tested.
"""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.guards.access_matrix.audiences import *  # noqa: F403

MODULES = [
    import_module(f"{__name__}.{one.name}") for one in iter_modules([str(Path(__file__).parent)])
]
FEATURES = [one for one in MODULES if hasattr(one, "AUDIENCE")]


def _united(name):
    return {key: value for one in FEATURES for key, value in getattr(one, name, {}).items()}


AUDIENCE = _united("AUDIENCE")
SPECIAL = _united("SPECIAL")
ELSEWHERE_TESTED = _united("ELSEWHERE")
NOT_THERE_BY_THEMSELVES = {key for one in FEATURES for key in getattr(one, "NOT_THERE", ())}


def things_of_features(session, event, people, found):
    """What the features' own modules make, on top of ``found``."""
    for one in FEATURES:
        if make := getattr(one, "things", None):
            found |= make(session, event, people, found)
    return found
