"""A real browser: Debian's Chromium, which `make test` installs where it may."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from tests.journeys import world
from tests.journeys.hall import hall, site
from tests.journeys.housing import House, serve

__all__ = ["hall", "site"]

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session", autouse=True)
def chromium() -> Path:
    """The browser; without it, or without what its driver needs, these tests are skipped."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install -y chromium")
    node, _ = compute_driver_executable()
    driver = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    if driver.returncode:
        pytest.skip(f"Playwright's driver does not start: {driver.stderr.strip()}")
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium: Path
) -> dict[str, Any]:
    # Chromium refuses its sandbox to root, and a container often has no other user.
    return {**browser_type_launch_args, "executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def axe_source() -> Path:
    """The accessibility checker of `frontend/package-lock.json`; never shipped."""
    path = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
    assert path.is_file(), "axe-core is missing: run `make assets`"
    return path


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One filled site for all who look around; what they add harms nobody."""
    for app, base_url in serve(tmp_path_factory.mktemp("house")):
        yield House(app, base_url, world.fill(app, base_url))
