"""The second process: it proves, and it never outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from offsite.engines.scheduling import Item, Person, Problem, Room, Wish
from offsite.engines.scheduling.grid import Grid
from offsite.engines.scheduling.prover import Prover
from offsite.engines.scheduling.start import greedy
from tests.unit.engines.scheduling.problems import slots

PATIENCE = 30.0


def six_wishes_for_three_slots() -> Problem:
    """Everybody wants all six items, two at a time: half of it can be met."""
    names = "abcdef"
    people = ("ada", "bob", "cleo")
    return Problem(
        slots=slots(3),
        rooms=(Room("hall"), Room("loft")),
        items=tuple(Item(name) for name in names),
        people=tuple(Person(person) for person in people),
        wishes=tuple(Wish(person, name, 1) for person in people for name in names),
    )


def eventually(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return is_so()


def test_the_second_process_proves_the_bound_and_ends() -> None:
    problem = six_wishes_for_three_slots()
    prover = Prover(problem)
    try:
        prover.learn([greedy(Grid(problem), seed=0)], met=0)

        assert eventually(lambda: not prover.is_alive())
        assert eventually(lambda: prover.value == 9)
    finally:
        prover.close()


def test_telling_an_ended_process_is_no_error() -> None:
    prover = Prover(six_wishes_for_three_slots())
    prover.close()

    prover.learn([np.zeros(6, dtype=np.int64)], met=0)

    assert not prover.is_alive()


def test_the_second_process_ends_with_its_parent() -> None:
    program = (
        "import time\n"
        "from bench.schedule_instances import synthetic\n"
        "from offsite.engines.scheduling.prover import Prover\n"
        "if __name__ == '__main__':\n"
        "    problem = synthetic(people=300, items=80, rooms=10, days=2, a_day=8)\n"
        "    print(Prover(problem)._child.pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    assert eventually(lambda: has_ended(child))


def has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    # An orphan that nobody has asked about yet has ended as well.
    with open(f"/proc/{process}/stat", encoding="utf-8") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "Z"
