"""Browser libraries come from their lock file, with hashes and licences, never from git."""

import json
from typing import Any

import pytest

from tests.guards import ROOT

VENDOR = ROOT / "static" / "vendor"
OURS = ("static/css", "static/js", "templates", "offsite")
THIRD_PARTY_MARKS = (".min.js", ".min.css", ".woff", ".woff2")


def lock_faults(lock: dict[str, Any]) -> list[str]:
    """Packages without a hash, and addresses that tie the lock to one host."""
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    return [f"{name}: no hash" for name, entry in packages.items() if "integrity" not in entry] + [
        f"{name}: address" for name, entry in packages.items() if "resolved" in entry
    ]


@pytest.fixture
def lock() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))
    return read


def test_a_planted_package_without_hash_or_with_an_address_is_found() -> None:
    planted = {
        "packages": {"": {}, "a": {"version": "1"}, "b": {"integrity": "x", "resolved": "y"}}
    }

    assert lock_faults(planted) == ["a: no hash", "b: address"]


def test_every_browser_package_is_locked_by_hash_and_tied_to_no_host(lock: dict[str, Any]) -> None:
    assert lock_faults(lock) == []


def test_every_browser_library_is_credited_with_its_version(lock: dict[str, Any]) -> None:
    credits_page = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    wanted = [
        f"{name.removeprefix('node_modules/')} {entry['version']}"
        for name, entry in lock["packages"].items()
        if name
    ]

    assert [entry for entry in wanted if entry not in credits_page] == []


def test_every_library_folder_has_its_licence_beside_it_or_in_the_credits() -> None:
    credits_page = (ROOT / "THIRD-PARTY.md").read_text("utf-8")
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    without = [folder.name for folder in folders if not list(folder.glob("LICENSE*"))]

    assert folders
    assert [name for name in without if f"## Notice: {name}" not in credits_page] == []


def test_git_ignores_the_built_files() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()

    assert {"static/vendor/", "node_modules/"} <= set(ignored)


def test_nothing_of_others_lies_among_our_own_files() -> None:
    files = [path for folder in OURS for path in (ROOT / folder).rglob("*") if path.is_file()]

    assert [path.name for path in files if path.name.endswith(THIRD_PARTY_MARKS)] == []
