"""
Every measurement, and one table of them: `make bench`, or `python -m bench`.

Needs RabbitMQ and PostgreSQL on this machine, at `AZIONE0_TEST_AMQP` and
`AZIONE0_TEST_POSTGRES` (by default on their usual ports). What cannot be measured
is named, and the rest goes on.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).parent))

from archive_of import POSTGRES
from broker_of import version as rabbitmq
from row import Row

FILES = (
    "letters",
    "appends",
    "bill_run",
    "daily_close",
    "open_account",
    "worklist",
    "rebuild",
    "case_history",
    "board",
    "matching",
    "occupations",
    "verification",
    "demo",
    "idle",
)
HEAD = ("what", "ours", "peer", "ratio", "goal", "")


def machine() -> dict[str, str]:
    """Tell on what it is measured; servers that do not answer are left out."""
    told = {
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
    }
    try:
        with psycopg.connect(POSTGRES, connect_timeout=5) as server:
            told["postgresql"] = str(
                server.execute("SHOW server_version").fetchone()[0]
            )
        told["rabbitmq"] = rabbitmq()
    except (psycopg.Error, OSError, ValueError) as wrong:
        told["missing"] = str(wrong)
    return told


def cells(row: Row) -> tuple[str, ...]:
    """Give a row's line of the table."""
    digits = 0 if row.peer else 1
    ratio, goal = "", "-"
    if row.ratio is not None:
        ratio = f"{row.ratio:.1f} x"
    if row.goal is not None:
        goal = f"{row.goal:g} {row.unit} at most"
        if row.peer is not None:
            goal = f"{row.goal:g} x"
    return (
        row.what,
        f"{row.ours:,.{digits}f} {row.unit}",
        "-" if row.peer is None else f"{row.peer:,.0f} {row.unit}",
        ratio or "-",
        goal,
        "" if row.goal is None else "reached" if row.reached else "NOT REACHED",
    )


def table(rows: list[Row]) -> Iterator[str]:
    """Lay the rows out as a table that Markdown reads too."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for place, line in enumerate(lines):
        padded = (it.ljust(width) for it, width in zip(line, widths, strict=True))
        yield f"| {' | '.join(padded)} |"
        if place == 0:
            yield f"| {' | '.join('-' * width for width in widths)} |"
    for row in rows:
        span = ""
        if row.ratios:
            least, most = min(row.ratios), max(row.ratios)
            span = f"; {len(row.ratios)} pairs, {least:.1f} to {most:.1f} x"
        yield f"- {row.what}: {row.note}{span}"


def main() -> int:
    """Measure, print, and say by the exit code whether all could be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", metavar="FILE", help=", ".join(FILES))
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    if strangers := set(asked.only) - set(FILES):
        parser.error(f"{', '.join(sorted(strangers))}: choose among {', '.join(FILES)}")
    here = machine()
    rows: list[Row] = []
    failed: dict[str, str] = {}
    for name in asked.only or FILES:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            found = import_module(name).main()
        except Exception as wrong:  # noqa: BLE001  the other rows can still be measured
            failed[name] = f"{type(wrong).__name__}: {wrong}"
            continue
        rows += found if isinstance(found, list) else [found]
    print(datetime.now(UTC).date(), *(f"{name} {it}" for name, it in here.items()))
    print()
    for line in table(rows):
        print(line)
    for name, wrong in failed.items():
        print(f"- {name}: not measured: {wrong}")
    if asked.json:
        measured = [
            {**asdict(it), "ratio": it.ratio, "reached": it.reached} for it in rows
        ]
        told = {"machine": here, "rows": measured, "not_measured": failed}
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
