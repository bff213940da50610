"""Scanners of Python source: each returns what it found, as `line: what`."""

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.guards import ROOT

OFFSITE = ROOT / "offsite"
Scanner = Callable[[ast.AST], str]

WALL_CLOCKS = frozenset(
    {
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "date.today",
        "func.now",
        "func.current_timestamp",
        "time.time",
        "time.time_ns",
        "time.gmtime",
        "time.localtime",
    }
)


def environment_read(node: ast.AST) -> str:
    """`os.environ`, `os.getenv`, or either of them imported by name."""
    names: Iterable[str] = ()
    if isinstance(node, ast.Attribute) and dotted(node.value) == "os":
        names = [node.attr]
    elif isinstance(node, ast.ImportFrom) and node.module == "os":
        names = [alias.name for alias in node.names]
    return next((name for name in names if name in {"environ", "environb", "getenv"}), "")


def clock_read(node: ast.AST) -> str:
    """A call of, or a reference to, something that tells the present time."""
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        names = [f"time.{alias.name}" for alias in node.names]
        return next((name for name in names if name in WALL_CLOCKS), "")
    name = ".".join(dotted(node).split(".")[-2:])
    return name if name in WALL_CLOCKS else ""


def transaction_end(node: ast.AST) -> str:
    """A call of `.commit()` on anything."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return "commit" if is_call and node.func.attr == "commit" else ""


def imports_of(*packages: str) -> Scanner:
    """A scanner for imports of any of ``packages``, at the top or inside a function."""

    def package_import(node: ast.AST) -> str:
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        return next((name for name in modules if name.split(".")[0] in packages), "")

    return package_import


def dotted(node: ast.AST) -> str:
    """`datetime.datetime.now` for the expression that says so, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def scan(source: str, scanner: Scanner) -> list[str]:
    found = ((node, scanner(node)) for node in ast.walk(ast.parse(source)))
    return [f"{node.lineno}: {what}" for node, what in found if what]


def scan_offsite(scanner: Scanner, *, allowed: Iterable[str] = (), below: str = "") -> list[str]:
    """Everything ``scanner`` finds in offsite/ (or the folder ``below`` it).

    ``allowed`` are file names and folders (ending in a slash) relative to offsite/.
    """
    return [
        f"{name}:{finding}"
        for name, path in modules(below)
        if not any(name == place or name.startswith(place) for place in allowed)
        for finding in scan(path.read_text("utf-8"), scanner)
    ]


def modules(below: str = "") -> Iterator[tuple[str, Path]]:
    for path in sorted((OFFSITE / below).rglob("*.py")):
        yield path.relative_to(OFFSITE).as_posix(), path
