"""The server is killed again and again while people vote: no acknowledged vote is lost or doubled.

Each person's phone votes on topic after topic and keeps each vote until it is acknowledged,
as the page's queue does: with the same key after every fault.
"""

import asyncio
import os
import random
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from bench import crowd
from offsite import db
from offsite.live.models import Receipt
from offsite.proposals.models import Proposal, ProposalVote
from tests.conftest import POSTGRESQL

pytestmark = [pytest.mark.slow]

VOTES = int(os.environ.get("CRASH_VOTES", "10000"))
KILLS = int(os.environ.get("CRASH_KILLS", "20"))
PEOPLE = 50
AT_ONCE = 10
CHOICES = ("must", "would", "no")
SCHEMA = "offsite_crashes"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database that the server's own process opens."""
    if request.param == "sqlite":
        return ""
    try:
        with create_engine(POSTGRESQL).begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    except OperationalError:
        pytest.skip("no PostgreSQL answers at OFFSITE_TEST_POSTGRESQL_URL")
    return f"{POSTGRESQL}?options=-csearch_path%3D{SCHEMA}"


@dataclass
class Poll:
    """What the phones know: the choice that was acknowledged for each (member, code)."""

    acknowledged: dict[tuple[int, str], str] = field(default_factory=dict)
    retried: int = 0


async def cast(port: int, phone: crowd.Phone, code: str, poll: Poll) -> None:
    """Send one vote until it is acknowledged."""
    key, choice = secrets.token_hex(16), random.choice(CHOICES)
    while True:
        answer = await crowd.ask(port, *crowd.send_vote(phone, code, choice, key))
        if answer.status in {200, 204}:
            poll.acknowledged[(phone.member_id, code)] = choice
            return
        assert answer.status in {0, 503}, f"a vote was answered by {answer.status}"
        poll.retried += 1
        await asyncio.sleep(0.1)


async def vote_all(port: int, town: crowd.Town, poll: Poll) -> None:
    waiting = [(phone, code) for code in town.codes for phone in town.phones]

    async def one_after_another() -> None:
        while waiting:
            phone, code = waiting.pop()
            await cast(port, phone, code, poll)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


async def kill_again_and_again(port: int, town: crowd.Town, poll: Poll) -> int:
    """Kill the server each time another share of the votes is in; returns how often."""
    server = await asyncio.to_thread(start, port, town)
    voting = asyncio.create_task(vote_all(port, town, poll))
    total = len(town.codes) * len(town.phones)
    killed = 0
    while killed < KILLS and not voting.done():
        share = (killed + random.uniform(0.2, 0.8)) / KILLS
        while len(poll.acknowledged) < share * total and not voting.done():
            await asyncio.sleep(0.005)
        server.kill()
        killed += 1
        server = await asyncio.to_thread(start, port, town)
    await voting
    server.kill()
    return killed


def start(port: int, town: crowd.Town) -> crowd.Server:
    command = crowd.run_command(port)
    return crowd.start(command, port, "/healthz", crowd.environment(town.settings))


def test_no_acknowledged_vote_is_lost_or_doubled(tmp_path: Path, database_url: str) -> None:
    town = crowd.build(
        tmp_path, people=PEOPLE, proposals=VOTES // PEOPLE, database_url=database_url
    )
    poll = Poll()

    killed = asyncio.run(kill_again_and_again(crowd.free_port(), town, poll))

    with town.app.app_context():
        session = db.read_session()
        rows = session.execute(
            select(ProposalVote.membership_id, Proposal.code, ProposalVote.choice).join(
                Proposal, Proposal.id == ProposalVote.proposal_id
            )
        ).all()
        receipts = session.scalar(select(func.count()).select_from(Receipt))
        session.rollback()
        db.db.engine.dispose()
    kept = {(member, code): choice for member, code, choice in rows}
    print(f"{len(rows)} votes, {killed} kills, {poll.retried} retries, {receipts} receipts")
    assert killed == KILLS
    assert len(poll.acknowledged) == VOTES
    assert len(rows) == VOTES
    assert kept == poll.acknowledged
    assert receipts == VOTES
