"""`docs/benchmarks.md`: one part for each benchmark, replaced when that benchmark has run."""

import datetime as dt
import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Written by `make bench`; `bench/README.md` says how each is measured. Compare figures within one
table: they come from one run, in turns, on one machine. Between machines and days only the ratios
mean something.
"""


def put(heading: str, body: str, page: Path = PAGE) -> None:
    """Replace the part with this heading, or add it at the end."""
    parts = _parts(page.read_text()) if page.exists() else {}
    parts[heading] = body.strip() + "\n"
    text = HEAD + "".join(f"\n## {name}\n\n{part}" for name, part in parts.items())
    page.write_text(text)


def _parts(text: str) -> dict[str, str]:
    pieces = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return {
        name: body.strip() + "\n" for name, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown; the first column is words, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> str:
    """Where and when: one line under each table."""
    today = dt.datetime.now(dt.UTC).date()
    return (
        f"{today}; {os.cpu_count()} cores ({_model()}), Linux {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; "
        f"load before the run {os.getloadavg()[0]:.1f}."
    )


def _model() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()
