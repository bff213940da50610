"""Beside the pages."""

from tests.guards.access_matrix.audiences import ORGANIZERS, PROGRAMMERS

AUDIENCE = {
    "jobs.show": PROGRAMMERS,
    "jobs.live_fragment": PROGRAMMERS,
    "jobs.cancel": PROGRAMMERS,
    "outbox.index": ORGANIZERS,
    "outbox.show": ORGANIZERS,
    "outbox.let_go": ORGANIZERS,
    "outbox.let_kind_go": ORGANIZERS,
    "outbox.discard": ORGANIZERS,
    "outbox.retry": ORGANIZERS,
    "outbox.take_back": ORGANIZERS,
}
