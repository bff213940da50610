"""The real site for a browser: the processes of `offsite run`, and a mail server beside them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.conftest import ROOT

PATIENCE_SECONDS = 60
COMMAND = [sys.executable, "-c", "from offsite.cli import main; main()"]


class Letters:
    """Takes every mail; ``to`` gives the one that somebody waits for."""

    def __init__(self) -> None:
        self._arrived: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        letter = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(letter, EmailMessage)
        self._arrived += [(address, letter) for address in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> str:
        """The text of the next mail to ``address``; each is handed out once."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            for place, (to, letter) in enumerate(self._arrived):
                if to == address:
                    del self._arrived[place]
                    return str(letter.get_content())
            assert time.monotonic() < deadline, f"no mail came to {address}"
            time.sleep(0.05)


@dataclass(frozen=True)
class Site:
    """Where the pages are, and the mails they sent."""

    base_url: str
    letters: Letters


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """An empty installation in ``folder``: pages, workers and mails that arrive."""
    letters = Letters()
    mail_port, port = free_port(), free_port()
    server = Controller(letters, hostname="127.0.0.1", port=mail_port)
    server.start()
    base_url = f"http://127.0.0.1:{port}"
    named = {
        "OFFSITE_INSTANCE_DIR": str(folder),
        "OFFSITE_BASE_URL": base_url,
        "OFFSITE_MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "OFFSITE_LOG_LEVEL": "WARNING",
    }
    try:
        with (folder / "log.txt").open("wb") as log, _processes(named, port, log):
            _wait_for(f"{base_url}/readyz", folder / "log.txt")
            yield Site(base_url, letters)
    finally:
        server.stop()


@contextmanager
def _processes(named: dict[str, str], port: int, log: Any) -> Iterator[None]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFSITE_")}
    process = subprocess.Popen(
        [*COMMAND, "run", "--port", str(port)],
        env={**kept, **named},
        cwd=ROOT,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            assert time.monotonic() < deadline, f"the site does not answer: {log.read_text()}"
            time.sleep(0.1)
