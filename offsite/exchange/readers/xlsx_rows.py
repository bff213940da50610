"""The child process of ``xlsx``: a workbook on stdin, its cells as JSON on stdout.

It imports nothing of ours, so that it starts fast, and limits itself before it parses.
"""

import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

# openpyxl takes numpy where it finds it, which doubles the start and, on machines with many
# cores, reserves more memory than the limit below allows.
sys.modules["numpy"] = None  # type: ignore[assignment]

from openpyxl import load_workbook  # noqa: E402 - after that

MEMORY_BYTES = 1024**3
CPU_SECONDS = 20
MAX_SHEETS = 50
MAX_ROWS = 20_001
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    workbook = load_workbook(
        io.BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True, keep_links=False
    )
    left = MAX_CELLS
    sheets = []
    for sheet in workbook.worksheets[:MAX_SHEETS]:
        sheet.reset_dimensions()
        rows = []
        for row in islice(sheet.iter_rows(values_only=True), MAX_ROWS):
            rows.append([cell_text(value) for value in row[:MAX_COLUMNS]])
            left -= len(rows[-1])
            if left < 0:
                raise ValueError("too many cells")
        sheets.append(rows)
    json.dump(sheets, sys.stdout)


def cell_text(value: Any) -> str:
    """A cell as a person would type it; dates and times in ISO form."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    main()
