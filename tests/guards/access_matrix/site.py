"""The site."""

from tests.guards.access_matrix.audiences import EVERYBODY

AUDIENCE = {
    "site.home": EVERYBODY,
    "site.found": EVERYBODY,
    "site.favicon": EVERYBODY,
    "site.robots": EVERYBODY,
    "watching.healthz": EVERYBODY,
    "watching.readyz": EVERYBODY,
    "watching.metrics": EVERYBODY,
    "static": EVERYBODY,
}

NOT_THERE = {"site.found", "watching.metrics"}
ELSEWHERE = {"site.styleguide": "tests/web/site: only in the demo"}
