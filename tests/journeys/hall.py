"""A site with one event whose voting is open, and Bob's phone in it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from offsite import db
from offsite.events.models import Event
from offsite.people.models import SignIn
from offsite.people.secrets import hash_of
from offsite.proposals.models import Proposal, ProposalVote
from offsite.web import cookies
from tests.factories import make_event, make_member, make_person, make_proposal
from tests.journeys.housing import serve
from tests.journeys.visiting import HERE, PHONE

TITLES = ("Ladders", "Bridges")
LONG_AFTER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Hall:
    """A site with one event whose voting is open, and Bob's phone in it."""

    app: Flask
    context: BrowserContext
    page: Page

    def votes(self) -> dict[str, str]:
        with self.app.app_context():
            found = select(Proposal.title, ProposalVote.choice).join(
                ProposalVote, ProposalVote.proposal_id == Proposal.id
            )
            return {row.title: row.choice for row in db.read_session().execute(found)}

    def press(self, title: str, word: str) -> None:
        card = self.page.locator(".vote-card", has_text=title)
        card.get_by_role("button", name=word, exact=True).tap()

    def wait_until_sent(self) -> None:
        wait_until_sent(self.page)


def wait_until_sent(page: Page) -> None:
    deadline = time.monotonic() + 20
    while page.evaluate("JSON.parse(localStorage['offsite-queue']).length"):
        assert time.monotonic() < deadline, "what waits is never sent"
        page.wait_for_timeout(50)


def press_unsent(hall: Hall, *labels: str) -> None:
    """Press buttons while nothing can be sent; each waits before the next is pressed."""
    for number, label in enumerate(labels, start=1):
        hall.page.get_by_role("button", name=label).tap()
        wait_for_waiting(hall.page, number)
    expect(hall.page.locator("#queue-line")).to_be_visible()


def wait_for_waiting(page: Page, count: int) -> None:
    page.wait_for_function(
        "count => JSON.parse(localStorage['offsite-queue']).length === count", arg=count
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    for app, base_url in serve(tmp_path_factory.mktemp("hall")):
        with app.app_context():
            db.db.create_all()
        yield app, base_url


@pytest.fixture
def hall(site: tuple[Flask, str], browser: Browser) -> Iterator[Hall]:
    app, base_url = site
    now = datetime.now(UTC)
    with app.app_context(), db.unit_of_work() as session:
        opened = now - timedelta(hours=1)
        for old in session.scalars(select(ProposalVote)):
            session.delete(old)
        event = session.scalars(select(Event)).first()
        if event is None:
            event = make_event(session, slug="autumn", call_opens_at=opened, voting_opens_at=opened)
            bob = make_member(session, event, make_person(session, "Bob")).person
            ada = make_person(session, "Ada")
            for title in TITLES:
                make_proposal(session, event, title=title, created_by_id=ada.id)
            session.add(
                SignIn(
                    person_id=bob.id,
                    token_hash=hash_of("token-of-bob"),
                    method="test",
                    created_at=now,
                    expires_at=LONG_AFTER,
                )
            )
    context = browser.new_context(**PHONE, **HERE, base_url=base_url)
    context.add_cookies([{"name": "offsite", "value": signed(app), "url": base_url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield Hall(app, context, page)
    context.close()


def signed(app: Flask) -> str:
    """The cookie of a browser that is signed in as Bob."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({cookies.SIGN_IN: "token-of-bob"}))
