"""Measure live pages: `python -m bench.live [--seconds 20]`.

Phones look at the page of now, each on its own connection and with its own sign-in, while
votes come in and the page changes; then the same phones look at a bare Flask page under the
same kind of server.  What counts is the ratio within one run: the load shares the processors.
"""

import argparse
import asyncio
import itertools
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import crowd
from offsite import db
from offsite.live.services import bump
from offsite.schedule.releases import RELEASED

CROWDS = ((100, 2.0), (2000, 5.0))
VOTES_A_SECOND = 5
CHANGES_A_SECOND = 1
RATIO_LIMIT = 3.0


@dataclass
class Seen:
    """What the crowd lived through."""

    waits: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    votes: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True)
class Measured:
    """Milliseconds, cores, and how many answers were neither 200 nor 304."""

    p50: float
    p95: float
    p99: float
    cores: float
    faults: int
    looks: int
    vote_p95: float


async def watch(
    port: int, head: Callable[[str], str], tag: str, every: float, end: float, seen: Seen
) -> None:
    """One phone that knows ``tag``: looks every so often, with the jitter of the script."""
    await asyncio.sleep(random.random() * every)
    while time.monotonic() < end:
        answer = await crowd.ask(port, head(tag))
        tag = answer.tag or tag
        seen.waits.append(answer.seconds)
        seen.statuses[answer.status] += 1
        await asyncio.sleep(max(0.0, every * random.uniform(0.85, 1.15) - answer.seconds))


async def vote(port: int, town: crowd.Town, end: float, seen: Seen) -> None:
    ballots = itertools.cycle(itertools.product(town.codes, town.phones[:50]))
    while time.monotonic() < end:
        code, phone = next(ballots)
        choice = random.choice(("must", "would", "no"))
        answer = await crowd.ask(port, *crowd.send_vote(phone, code, choice, secrets.token_hex(16)))
        seen.statuses[answer.status] += 1
        seen.votes.append(answer.seconds)
        await asyncio.sleep(1 / VOTES_A_SECOND)


async def change(town: crowd.Town, end: float) -> None:
    """Somebody releases a schedule all the time."""
    while time.monotonic() < end:
        with town.app.app_context(), db.unit_of_work() as session:
            bump(session, event_id=town.event_id, topic=RELEASED)
        await asyncio.sleep(1 / CHANGES_A_SECOND)


async def warm_up(server: crowd.Server, phones: list[crowd.Phone], path: str) -> list[str]:
    """The first look of each phone, as tags: what we measure is a crowd that is there already."""
    tags = []
    for first in range(0, len(phones), 8):
        heads = [crowd.look_at(path, one.cookie, "") for one in phones[first : first + 8]]
        answers = await asyncio.gather(*(crowd.ask(server.port, head) for head in heads))
        tags += [one.tag for one in answers]
    return tags


async def live_through(
    server: crowd.Server, town: crowd.Town, phones: int, every: float, seconds: float, bare: bool
) -> Measured:
    path = "/" if bare else f"/{crowd.SLUG}/now/live"
    tags = await warm_up(server, town.phones[:phones], path)
    seen, end = Seen(), time.monotonic() + seconds
    watchers = [
        watch(
            *(server.port, lambda tag, one=one: crowd.look_at(path, one.cookie, tag)),
            *(tag, every, end, seen),
        )
        for one, tag in zip(town.phones[:phones], tags, strict=True)
    ]
    others = [] if bare else [vote(server.port, town, end, seen), change(town, end)]
    before, started = server.cpu_seconds(), time.monotonic()
    await asyncio.gather(*watchers, *others)
    passed = time.monotonic() - started
    votes = sorted(seen.votes) or [0.0]
    return Measured(
        p50=seen.percentile(0.5),
        p95=seen.percentile(0.95),
        p99=seen.percentile(0.99),
        cores=(server.cpu_seconds() - before) / passed,
        faults=sum(
            count for status, count in seen.statuses.items() if status not in {200, 204, 304}
        ),
        looks=len(seen.waits),
        vote_p95=1000 * votes[int(0.95 * (len(votes) - 1))],
    )


def bare_command(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "bench.bare:app", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"),
    ]


def report(name: str, found: Measured) -> None:
    print(
        f"{name:<24} p50 {found.p50:7.1f} ms  p95 {found.p95:7.1f} ms  p99 {found.p99:7.1f} ms  "
        f"{found.cores:4.2f} cores  {found.looks} looks, {found.faults} faults"
        + (f"  vote p95 {found.vote_p95:.0f} ms" if found.vote_p95 else ""),
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--processes", type=int, help="as `offsite run --processes`")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        town = crowd.build(Path(folder), people=max(phones for phones, _ in CROWDS), proposals=20)
        ratios = {}
        for phones, every in CROWDS:
            name = f"{phones} every {every:g} s"
            found = {}
            for kind in ("bare", "offsite"):
                port = crowd.free_port()
                more = ["--processes", str(chosen.processes)] if chosen.processes else []
                command = bare_command(port) if kind == "bare" else crowd.run_command(port) + more
                path = "/" if kind == "bare" else "/healthz"
                env = crowd.environment(town.settings)
                with crowd.serving(command, port, path, env) as server:
                    life = live_through(server, town, phones, every, chosen.seconds, kind == "bare")
                    found[kind] = asyncio.run(life)
                report(f"{name}, {kind}", found[kind])
            ratios[phones] = found["offsite"].p95 / found["bare"].p95
            print(
                f"{name}: p95 is {ratios[phones]:.2f} times that of a bare Flask page", flush=True
            )
    return 0 if ratios[CROWDS[0][0]] < RATIO_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
