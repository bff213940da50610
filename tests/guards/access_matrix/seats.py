"""Seats of small sessions."""

from tests.guards.access_matrix.audiences import HOSTS, PROGRAMMERS

AUDIENCE = {
    "schedule.seats": PROGRAMMERS,
    "schedule.seat_list": PROGRAMMERS | HOSTS,
    "schedule.move_seat": PROGRAMMERS,
    "schedule.undo_seat": PROGRAMMERS,
    "schedule.fill_seats": PROGRAMMERS,
    "schedule.close_seats": PROGRAMMERS,
    "schedule.reopen_seats": PROGRAMMERS,
    "schedule.change_seats": PROGRAMMERS,
}

NOT_THERE = {"schedule.move_seat"}
"""An empty request names nobody who could be moved."""
