"""What a long command shows while it works."""

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


class ProgressBar:
    """A progress bar on a terminal, nothing at all elsewhere.

    As a context it gives the function an engine reports to, or None.  ``words`` says what
    an engine's progress, which has ``elapsed`` seconds, is about.
    """

    def __init__(self, seconds: float, words: Callable[[Any], str]) -> None:
        console = Console(stderr=True)
        self._words = words
        self._shown = console.is_terminal
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console
        )
        self._task = self._progress.add_task("starting", total=seconds)

    def __enter__(self) -> Callable[[Any], None] | None:
        if not self._shown:
            return None
        self._progress.start()
        return self._report

    def _report(self, progress: Any) -> None:
        self._progress.update(
            self._task, completed=progress.elapsed, description=self._words(progress)
        )

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._progress.stop()
