"""
The dataset, written: a CSV file for each table, and the same as Parquet.

Rows are read as they come and never all at once. Parquet is made from the CSV by
DuckDB, which is an extra: without it the CSV files stand alone.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from azione0.database import Session
from azione0.words import _
from reporting import generations
from reporting.dataset.columns import DUCKDB_TYPES, PSEUDONYM, TABLES, names
from reporting.dataset.pseudonyms import Pseudonyms
from reporting.indicators.evidence import PROJECTIONS
from reporting.projections.entry import Question, instant_of

#: In `facts`, the kind whose `detail` names a building.
HOMES = "HouseholdRegistered"
AT_ONCE = 2_000

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """A table of the dataset and how many rows it has."""

    table: str
    rows: int


def make_ready(folder: Path) -> None:
    """Make a folder to write into; `NotEmptyFolder` if it holds something."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmptyFolder(_("{path} non è vuota.").format(path=folder))


def write_csv(
    session: Session,
    folder: Path,
    pseudonyms: Pseudonyms,
    question: Question,
    progress: Progress | None = None,
) -> list[Written]:
    """Write every table as known at an instant; `progress` is told rows as they go."""
    return [
        Written(table, _write(session, folder, table, pseudonyms, question, progress))
        for table in TABLES
    ]


def _write(
    session: Session,
    folder: Path,
    table: str,
    pseudonyms: Pseudonyms,
    question: Question,
    progress: Progress | None,
) -> int:
    columns = names(table)
    live = PROJECTIONS[table].table(generations.asked(session))
    # The order of the file must not tell in which order the letters came.
    statement = (
        f"SELECT {', '.join(columns)} FROM {live} "  # noqa: S608  our own names
        f"WHERE known <= {instant_of(question.known_at):d} "
        "ORDER BY day, known, letter_id"
    )
    done = 0
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened, lineterminator="\n")
        written.writerow(columns)
        for rows in _pages(session.stream(statement)):
            written.writerows(_hidden(table, row, pseudonyms) for row in rows)
            done += len(rows)
            if progress is not None:
                progress(table, done)
    return done


def _hidden(table: str, row: Sequence[Any], pseudonyms: Pseudonyms) -> list[Any]:
    columns = TABLES[table]
    told = [
        pseudonyms.of(str(it)) if column.kind == PSEUDONYM and it is not None else it
        for column, it in zip(columns, row, strict=True)
    ]
    if table == "facts" and told[0] == HOMES:
        place = next(i for i, it in enumerate(columns) if it.name == "detail")
        told[place] = pseudonyms.of(f"building {told[place]}")
    return told


def _pages(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    page: list[tuple[Any, ...]] = []
    for row in rows:
        page.append(row)
        if len(page) == AT_ONCE:
            yield page
            page = []
    if page:
        yield page


def write_parquet(folder: Path) -> None:
    """Write the tables of a folder as Parquet, from their CSV; `NoDuckDB`."""
    engine = duckdb().connect()
    try:
        for table, columns in TABLES.items():
            shape = ", ".join(
                f"'{it.name}': '{DUCKDB_TYPES[it.kind]}'" for it in columns
            )
            filled = ", ".join(
                f"coalesce({it.name}, '') AS {it.name}"
                if it.kind != "integer" and it.required
                else it.name
                for it in columns
            )
            source, to = folder / f"{table}.csv", folder / f"{table}.parquet"
            engine.execute(
                f"COPY (SELECT {filled} FROM read_csv(?, header = true, "  # noqa: S608
                f"delim = ',', quote = '\"', columns = {{{shape}}})) "
                f"TO '{quoted(to)}' (FORMAT parquet, COMPRESSION zstd)",
                [str(source)],
            )
    finally:
        engine.close()


def quoted(path: Path) -> str:
    """Give a path as it stands between the quotes of an SQL text."""
    return str(path).replace("'", "''")


def duckdb() -> Any:
    """Give the DuckDB library; `NoDuckDB` with the remedy if it is not installed."""
    try:
        import duckdb as found  # noqa: PLC0415  an extra
    except ImportError as missing:
        raise NoDuckDB(
            _("Manca DuckDB: pip install 'azione0-reporting[analysis]'")
        ) from missing
    return found


class NotEmptyFolder(Exception):
    """A folder to write into that holds something."""


class NoDuckDB(LookupError):
    """The extra `azione0-reporting[analysis]` is not installed."""
