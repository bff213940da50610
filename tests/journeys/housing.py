"""The site in this process, filled, for tests that look at many pages."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from offsite.config import Settings
from offsite.web import create_app
from tests.journeys import world
from tests.journeys.places import Place, places
from tests.journeys.running import free_port


@dataclass(frozen=True)
class House:
    """The site, its pages, and who looks at them."""

    app: Flask
    base_url: str
    filled: world.Filled

    def places(self, slug: str) -> list[Place]:
        tokens = dict(self.filled.tokens)
        if slug != self.filled.released:
            del tokens["exchange.preview"]  # its file is for that event
        return places(self.app, slug, tokens)


def serve(folder: Path) -> Iterator[tuple[Flask, str]]:
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    app = create_app(
        Settings(
            instance_dir=folder,
            base_url=base_url,
            secret_key="a secret of forty characters for the tests",
            mail_url="memory:",
            queue_url="memory:",
            log_level="ERROR",
            demo=True,
            _env_file=None,
        )
    )
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, base_url
    server.shutdown()
    thread.join()


def sign_in(page: Page, base_url: str, person_id: int) -> None:
    page.goto(f"{base_url}/demo/sign-in")
    form = page.locator(f"main form:has(input[name=person_id][value='{person_id}'])").first
    with page.expect_navigation():
        form.locator("button").click()
