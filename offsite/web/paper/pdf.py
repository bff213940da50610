"""PDF files by typst, where this installation has it: ``pip install 'offsite[pdf]'``."""

import json
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response

from offsite.config import ROOT
from offsite.errors import RuleBroken

TEMPLATES = ROOT / "templates" / "paper"


class NoPdf(RuleBroken):
    """The optional part that makes PDF files is not installed."""


def is_there() -> bool:
    """Whether this installation can make PDF files."""
    return find_spec("typst") is not None


def render(
    template: str,
    values: dict[str, Any],
    *,
    filename: str,
    files: Mapping[str, bytes] | None = None,
) -> Response:
    """The typst document ``template`` with ``values`` (plain JSON) as a PDF to open.

    The values reach the document as data, never as source: nobody's title can be a command.
    It can read ``files`` by their names, and nothing else of this machine.

    Raises:
        NoPdf: typst is not installed.
    """
    if not is_there():
        raise NoPdf(
            "This installation cannot make PDF files. Print the page from the browser, which "
            "can also save it as PDF, or ask whoever runs it to install “offsite[pdf]”."
        )
    with TemporaryDirectory() as folder:
        copy(TEMPLATES / template, folder)
        for name, content in (files or {}).items():
            (Path(folder) / name).write_bytes(content)
        body = _compiled(Path(folder) / template, values)
    response = Response(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _compiled(source: Path, values: dict[str, Any]) -> bytes:
    typst = import_module("typst")
    body: bytes = typst.compile(
        str(source),
        root=str(source.parent),
        format="pdf",
        sys_inputs={"data": json.dumps(values)},
    )
    return body
