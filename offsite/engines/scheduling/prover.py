"""The bound in a process of its own, so that the search has a processor to itself.

The prover is an ordinary child started from this module: not a fork (the caller may run
threads) and not :mod:`multiprocessing` (job workers may be daemonic, and its start would
import the caller's main module again).  The two talk in pickles over the child's standard
input and output.  The child ends as soon as its input does, so it never outlives its
parent, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from offsite.engines.scheduling.effort import Effort
from offsite.engines.scheduling.grid import Grid
from offsite.engines.scheduling.problem import Problem
from offsite.engines.scheduling.window_bound import Bound

Plans = Sequence[NDArray[np.int64]]

TURN = 1.0
"""Seconds between two looks at what the parent found, at first."""

START = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
"""The child finds modules where its parent does."""

FEWEST_ROUNDS = 3
"""With fewer rounds than this in a turn, turns get longer."""


@dataclass(frozen=True, slots=True)
class News:
    """Good plans from the parent, and what the best of them meets."""

    plans: Plans
    met: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A proven bound from the child."""

    value: int


class Prover:
    """The parent's end: ``value`` is the best bound proven so far, None at first.

    Raises OSError if the child cannot be started.
    """

    def __init__(self, problem: Problem) -> None:
        self.value: int | None = None
        # Nothing in the command is anybody's input.
        self._child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", START.format(path=sys.path, module=__name__)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._tell(problem)
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def is_alive(self) -> bool:
        """Whether the bound may still fall."""
        return self._child.poll() is None

    def learn(self, plans: Plans, *, met: int) -> None:
        """Tell the child of good plans."""
        self._tell(News(list(plans), met))

    def close(self) -> None:
        """End the child; may be called twice."""
        self._child.kill()
        self._child.wait()
        self._ear.join()
        for pipe in (self._child.stdin, self._child.stdout):
            # What was still on its way to the child is of no use now.
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def _tell(self, message: object) -> None:
        # A child that has ended has nothing more to say; the search goes on without it.
        with contextlib.suppress(OSError, ValueError):
            _send(self._child.stdin, message)  # type: ignore[arg-type]

    def _listen(self) -> None:
        while isinstance(proof := _receive(self._child.stdout), Proof):  # type: ignore[arg-type]
            self.value = proof.value


def _send(stream: BinaryIO, message: object) -> None:
    pickle.dump(message, stream)
    stream.flush()


def _receive(stream: BinaryIO) -> object:
    """The next message; None when there will be no more."""
    try:
        # Only this process and its own child write to these pipes.
        return pickle.load(stream)  # noqa: S301
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        return None


class _Inbox:
    """The child's end: the latest news, and the end of all when the parent is gone."""

    def __init__(self, stream: BinaryIO) -> None:
        self.latest = News((), 0)
        self.has_news = threading.Event()
        self._stream = stream
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while isinstance(news := _receive(self._stream), News):
            self.latest = news
            self.has_news.set()
        os._exit(0)


def main() -> None:
    """The child's life."""
    _prove()
    # The thread that waits for the parent would keep an ordinary end waiting.
    os._exit(0)


def _prove() -> None:
    problem = _receive(sys.stdin.buffer)
    if not isinstance(problem, Problem):
        return
    inbox = _Inbox(sys.stdin.buffer)
    bound = Bound(Grid(problem))
    effort = Effort(seconds=float("inf"), timer=time.monotonic, deterministic=False)
    turn, told = TURN, None
    # Good plans make good first prices.
    inbox.has_news.wait()
    while not bound.exhausted:
        news, rounds = inbox.latest, bound.rounds
        bound.learn(news.plans)
        bound.improve(effort.until(turn), met=news.met)
        if bound.value != told:
            told = bound.value
            _send(sys.stdout.buffer, Proof(told))
        if told <= news.met:
            return
        if bound.rounds - rounds < FEWEST_ROUNDS:
            turn *= 2
