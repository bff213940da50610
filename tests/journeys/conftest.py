"""A real browser: Debian's Chromium, which `make test` installs where it may."""

from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install -y chromium")
    # Chromium refuses its sandbox to root, and a container often has no other user.
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def axe_source() -> Path:
    """The accessibility checker of `frontend/package-lock.json`; never shipped."""
    path = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
    assert path.is_file(), "axe-core is missing: run `make assets`"
    return path
