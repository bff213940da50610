"""Everything that is printed, and what the codes on paper lead to."""

from tests.guards.access_matrix.audiences import PROGRAMMERS, VIEWERS

AUDIENCE = {
    "paper.index": PROGRAMMERS,
    "paper.grid": PROGRAMMERS,
    "paper.grid_pdf": PROGRAMMERS,
    "paper.doors": PROGRAMMERS,
    "paper.doors_pdf": PROGRAMMERS,
    "paper.badges": PROGRAMMERS,
    "schedule.room": VIEWERS,
}
