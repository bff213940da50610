"""A crowd with phones: an installation full of people who are signed in, and plain requests.

For measuring and for tests under load: requests are raw sockets in one loop, because the
crowd shares its processors with the site.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask import session as cookie
from flask_wtf.csrf import generate_csrf

from offsite import db
from offsite.config import ROOT, Settings
from offsite.people.models import SignIn
from offsite.people.secrets import hash_of
from offsite.web import cookies, create_app
from tests.factories import make_event, make_member, make_person, make_proposal

SECRET = "a secret of forty characters for a crowd"
SLUG = "autumn"
PATIENCE_SECONDS = 300
"""A busy machine may need long to start a server; how long is not what is measured here."""
COMMAND = [sys.executable, "-c", "from offsite.cli import main; main()"]


@dataclass(frozen=True)
class Phone:
    """One person's browser: its cookie, and the token of its forms."""

    member_id: int
    cookie: str
    csrf: str


@dataclass(frozen=True)
class Town:
    """A filled installation.  ``codes`` are proposals that everybody may vote on."""

    settings: Settings
    app: Flask
    event_id: int
    phones: list[Phone]
    codes: list[str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build(folder: Path, *, people: int, proposals: int, database_url: str = "") -> Town:
    """Fill an empty database with an event whose voting is open, and people who are signed in."""
    settings = Settings(
        instance_dir=folder,
        secret_key=SECRET,
        mail_url="memory:",
        database_url=database_url,
        log_level="ERROR",
        _env_file=None,
    )
    upgrade(settings)
    app = create_app(settings)
    now = datetime.now(UTC)
    with app.app_context(), db.unit_of_work() as session:
        opened = now - timedelta(hours=1)
        event = make_event(session, slug=SLUG, call_opens_at=opened, voting_opens_at=opened)
        author = make_person(session, "Ada")
        made = [
            make_proposal(session, event, title=f"Topic {number}", created_by_id=author.id)
            for number in range(proposals)
        ]
        members = [make_member(session, event, make_person(session)) for _ in range(people)]
        for one in members:
            session.add(
                SignIn(
                    person_id=one.person_id,
                    token_hash=hash_of(f"token-of-{one.person_id}"),
                    method="test",
                    created_at=now,
                    expires_at=now + timedelta(days=1),
                )
            )
        known = [(one.id, one.person_id) for one in members]
        codes, event_id = [one.code for one in made], event.id
    phones = [Phone(ident, *_signed(app, person_id)) for ident, person_id in known]
    return Town(settings, app, event_id, phones, codes)


def _signed(app: Flask, person_id: int) -> tuple[str, str]:
    """Cookie and token of a browser that is signed in."""
    with app.test_request_context():
        cookie[cookies.SIGN_IN] = f"token-of-{person_id}"
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)
        return str(serializer.dumps(dict(cookie))), token


def environment(settings: Settings) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OFFSITE_")}
    return {
        **kept,
        "OFFSITE_INSTANCE_DIR": str(settings.instance_dir),
        "OFFSITE_SECRET_KEY": SECRET,
        "OFFSITE_DATABASE_URL": settings.database_url,
        "OFFSITE_MAIL_URL": "memory:",
        "OFFSITE_LOG_LEVEL": "WARNING",
    }


def upgrade(settings: Settings) -> None:
    subprocess.run(
        [*COMMAND, "db", "upgrade"], env=environment(settings), cwd=ROOT, check=True,
        capture_output=True,
    )  # fmt: skip


@dataclass(frozen=True)
class Server:
    """Processes of a group of their own, at a port."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """Processor time of the process, its children and theirs, so far."""
        return sum(map(_cpu_of, family_of(self.process.pid)))

    def kill(self) -> None:
        """End everything at once, as a power cut of these processes would."""
        for pid in family_of(self.process.pid):
            _signal(pid, signal.SIGKILL)
        self.process.wait()


def family_of(pid: int) -> list[int]:
    found = [pid]
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return found
    for child in children:
        found += family_of(int(child))
    return found


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _cpu_of(pid: int) -> float:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def start(command: list[str], port: int, path: str, env: Mapping[str, str]) -> Server:
    """Start a server and wait until ``path`` answers.

    Raises:
        RuntimeError: it ended instead, or did not answer in time; the text is what it said.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, env=dict(env), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said
        )
        server = Server(process, port)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
                return server
            except OSError:
                time.sleep(0.05)
        server.kill()
        said.seek(0)
        raise RuntimeError(f"No server at {port}: {said.read().decode(errors='replace')[-2000:]}")


@contextmanager
def serving(command: list[str], port: int, path: str, env: Mapping[str, str]) -> Iterator[Server]:
    server = start(command, port, path, env)
    try:
        yield server
    finally:
        server.process.terminate()
        try:
            server.process.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()


def run_command(port: int) -> list[str]:
    """`offsite run` as people start it, without the worker beside the pages."""
    return [*COMMAND, "run", "--port", str(port), "--no-worker"]


@dataclass(frozen=True)
class Answer:
    """``status`` 0: there was none.  ``tag``: the ETag, or empty."""

    status: int
    tag: str
    seconds: float


async def ask(port: int, head: str, body: bytes = b"") -> Answer:
    """One request on a connection of its own; ``head`` are its lines without the last empty one."""
    started = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return Answer(0, "", time.perf_counter() - started)
    try:
        writer.write(f"{head}Host: 127.0.0.1\r\nConnection: close\r\n\r\n".encode() + body)
        raw = await reader.read(-1)
    except OSError:
        raw = b""
    finally:
        writer.close()
    lines = raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    is_whole = b"\r\n\r\n" in raw
    status = int(lines[0].split(" ")[1]) if is_whole else 0
    tag = next((one[6:] for one in lines if one.lower().startswith("etag: ")), "")
    return Answer(status, tag, time.perf_counter() - started)


def look_at(path: str, cookie: str, tag: str) -> str:
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    return (
        f"GET {path} HTTP/1.1\r\nCookie: offsite={cookie}\r\nAccept-Encoding: gzip\r\n"
        f"HX-Request: true\r\n{known}"
    )


def send_vote(phone: Phone, code: str, choice: str, key: str) -> tuple[str, bytes]:
    body = f"vote={choice}".encode()
    return (
        f"POST /{SLUG}/vote/{code} HTTP/1.1\r\nCookie: offsite={phone.cookie}\r\n"
        f"X-CSRFToken: {phone.csrf}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n",
        body,
    )
