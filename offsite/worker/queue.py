"""The queue that tells workers to look at a row: SQLite, PostgreSQL or Redis.

It carries nudges only.  The rows of jobs and mails are the truth; a lost message costs a
few seconds, a doubled one nothing.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import ConnectionPool

from offsite.config import SettingsError

NAME = "offsite"


class JsonSerializer(Serializer):
    """Messages as JSON: whoever can write to the queue cannot make a worker run code."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(bytes(data)))


def open_queue(url: str) -> Huey:
    """The queue at ``url`` (`OFFSITE_QUEUE_URL`).  `memory:` does everything at once.

    Raises:
        SettingsError: what ``url`` needs is not installed.
        OSError, sqlite3.Error, psycopg.Error, redis.RedisError: nothing answers there.
    """
    options: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    if url == "memory:":
        return MemoryHuey(NAME, immediate=True, **options)
    try:
        return _open(url, options)
    except ConfigurationError as error:
        raise SettingsError(f"OFFSITE_QUEUE_URL: {error}") from None


def _open(url: str, options: dict[str, Any]) -> Huey:
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(NAME, filename=str(path), timeout=5, fsync=False, **options)
    if url.startswith("postgresql://"):
        return PostgresHuey(NAME, dsn=url, connect_timeout=3, **options)
    if ConnectionPool is None:
        raise ConfigurationError("Redis needs the extra of that name: pip install 'offsite[redis]'")
    pool = ConnectionPool.from_url(url, socket_connect_timeout=3, socket_timeout=5)
    return RedisHuey(NAME, connection_pool=pool, **options)


def waiting_messages(queue: Huey) -> int:
    """How many messages nobody has read yet; also a check that the queue answers."""
    return int(queue.storage.queue_size())


@dataclass(frozen=True)
class Tasks:
    """What can be asked of a worker; each call is one message in the queue."""

    run_job: Callable[[int], object]
    deliver: Callable[[], object]
    prune: Callable[[], object]

    @classmethod
    def of(
        cls,
        queue: Huey,
        *,
        run_job: Callable[[int], object],
        deliver: Callable[[], object],
        prune: Callable[[], object],
    ) -> "Tasks":
        """Messages of ``queue`` that lead to these calls in a worker."""
        return cls(
            run_job=queue.task(name="run_job")(run_job),
            deliver=queue.task(name="deliver")(deliver),
            prune=queue.task(name="prune")(prune),
        )
