"""`offsite run` and `offsite worker`: the pages and the work beside them."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

import click

from offsite import worker as workers
from offsite.cli.database import current_revision, engine_of, newest_revision, upgraded
from offsite.config import Settings, current_settings
from offsite.errors import BadInput, RuleBroken
from offsite.logs import configure_logs
from offsite.worker import consumer
from offsite.worker.family import end_in_order_with_parent
from offsite.worker.work import Worker

THREADS = 8
SECONDS_TO_END = 20.0
PAUSE_BEFORE_NEW_WORKER = 2.0


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="Processes for pages; 1 on SQLite, 2 on PostgreSQL unless given.",
)
@click.option("--no-worker", is_flag=True, help="Only the pages: workers run elsewhere.")
def run(host: str, port: int, processes: int | None, no_worker: bool) -> None:
    """Serve the pages, and work beside them, until Ctrl-C."""
    settings = current_settings()
    configure_logs(settings)
    refuse_taken_port(host, port)
    click.echo(upgraded(settings))
    number = processes or (1 if settings.resolved_database_url.startswith("sqlite") else 2)
    # Nobody named the site's address: then links lead to where we listen.
    unnamed = "base_url" not in settings.model_fields_set
    named = {"OFFSITE_BASE_URL": address_of(host, port)} if unnamed else {}
    sys.exit(serve(host, port, processes=number, with_worker=not no_worker, named=named))


def serve(
    host: str, port: int, *, processes: int, with_worker: bool, named: Mapping[str, str]
) -> int:
    """Serve until Ctrl-C; returns the exit code.  ``named`` are settings for the children."""
    commands = [_pages(host, port, processes)] + ([_worker()] if with_worker else [])
    if named:
        given = ["/usr/bin/env", *(f"{name}={value}" for name, value in named.items())]
        commands = [[*given, *command] for command in commands]
    click.echo(f"Serving on http://{_netloc(host, port)}; Ctrl-C ends it.")
    return Family(commands).live()


@click.command()
@click.option(
    "--processes",
    default=consumer.PROCESSES,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Jobs and mails that are worked on at the same time.",
)
def worker(processes: int) -> None:
    """Run jobs and deliver mails until Ctrl-C."""
    settings = current_settings()
    configure_logs(settings)
    _refuse_other_version(settings)
    work = workers.worker_app(settings)
    _refuse_missing_queue(work)
    consumer.serve(work, processes=processes)


def refuse_taken_port(host: str, port: int) -> None:
    """Return if we can listen there.

    Raises:
        BadInput: somebody else does, or the address is not ours.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise BadInput(f"Nobody can listen on {host}:{port}: {error.strerror}.") from None


def _refuse_other_version(settings: Settings) -> None:
    with engine_of(settings) as engine:
        here, needed = current_revision(engine), newest_revision()
    if here != needed:
        raise RuleBroken(
            "The database is at %(here)s, this worker needs %(needed)s: run `offsite db upgrade`.",
            here=here or "nothing",
            needed=needed,
        )


def _refuse_missing_queue(work: Worker) -> None:
    try:
        work.queue.storage.queue_size()
    except Exception as error:
        # SQLite, PostgreSQL and Redis each have their own kind of error for this.
        reason = " ".join(str(error).split())
        raise RuleBroken(f"The queue (OFFSITE_QUEUE_URL) does not answer: {reason}") from None


def _netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def address_of(host: str, port: int) -> str:
    """Where a browser on this machine finds the pages."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    return f"http://{_netloc(shown, port)}"


def _pages(host: str, port: int, processes: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "offsite.web:create_app()"),
        *("--bind", _netloc(host, port)),
        *("--worker-class", "gthread", "--workers", str(processes), "--threads", str(THREADS)),
        *("--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning"),
        "--no-control-socket",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-c", "from offsite.cli import main; main()", "worker"]


class Family:
    """Child processes that live and end together.

    The first command is the heart: when it ends, all end.  Another one that dies is
    started anew.
    """

    def __init__(self, commands: Sequence[list[str]]) -> None:
        self._commands = commands
        self._children: list[subprocess.Popen[bytes]] = []
        self._must_end = False

    def live(self) -> int:
        """Start all and wait; returns the exit code of the whole."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._ask_to_end)
        self._children = [self._start(command) for command in self._commands]
        while not self._must_end and self._children[0].poll() is None:
            self._replace_the_dead()
            time.sleep(0.2)
        code = self._children[0].poll()
        self._end_all()
        return 0 if self._must_end else (code or 1)

    def _ask_to_end(self, _signal: int, _frame: FrameType | None) -> None:
        self._must_end = True

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches us alone, and we end the children in order.
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            command,
            start_new_session=True,
            # Safe here: this process has one thread.
            preexec_fn=end_in_order_with_parent,
        )

    def _replace_the_dead(self) -> None:
        for place, child in enumerate(self._children[1:], start=1):
            if child.poll() is not None:
                click.echo(f"The worker ended ({child.returncode}); starting another.", err=True)
                time.sleep(PAUSE_BEFORE_NEW_WORKER)
                self._children[place] = self._start(self._commands[place])

    def _end_all(self) -> None:
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + SECONDS_TO_END
        for child in self._children:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
