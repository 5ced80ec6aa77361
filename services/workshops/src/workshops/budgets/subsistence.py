"""
The least that a household of its kind needs to live, housing left out.

The figures come from ISTAT's absolute-poverty calculator as a dated table that
each organisation loads; none is written here, because they change every year.
"""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

MOST_CENTS = 1_000_000_00


@dataclass(frozen=True, slots=True)
class Threshold:
    """
    The monthly threshold of one kind of household, counting from a day.

    `threshold_cents` is ISTAT's figure, `housing_cents` the part of it that is
    housing: rent is counted apart and must not be counted twice.
    """

    household_type: str
    valid_from: date
    threshold_cents: int
    housing_cents: int


def floor_for(thresholds: Iterable[Threshold], household_type: str, on: date) -> int:
    """Give the floor in cents on a day; `NoThreshold` if the table has none yet."""
    known = [
        row
        for row in thresholds
        if row.household_type == household_type and row.valid_from <= on
    ]
    if not known:
        raise NoThreshold(
            f"no subsistence threshold for {household_type!r} on {on}: load the table "
            "of the year, or name the floor"
        )
    latest = max(known, key=lambda row: row.valid_from)
    return latest.threshold_cents - latest.housing_cents


def check(thresholds: Iterable[Threshold]) -> None:
    """Refuse a threshold that its own housing part exceeds."""
    for row in thresholds:
        if not 0 <= row.housing_cents <= row.threshold_cents <= MOST_CENTS:
            raise ImpossibleThreshold(
                f"{row.household_type} from {row.valid_from}: housing "
                f"{row.housing_cents} of {row.threshold_cents} cents"
            )


class NoThreshold(Exception):
    """A kind of household, or a day, that the loaded table does not know."""


class ImpossibleThreshold(Exception):
    """A threshold whose parts exceed the whole."""


COLUMNS = ("household_type", "valid_from", "threshold_cents", "housing_cents")
MOST_ROWS = 10_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_table(content: bytes) -> list[Threshold]:
    """
    Read a table of thresholds from a CSV file with `;` or `,` between its cells.

    Its first line names the columns, in any order: kind of household, first day,
    threshold and its housing part in euro cents. `WrongTable` names the line that
    is wrong; a table is read whole or not at all.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongTable("this is no UTF-8 text") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ","
    )
    if set(reader.fieldnames or ()) != set(COLUMNS):
        raise WrongTable(f"line 1: name the columns {', '.join(COLUMNS)}")
    try:
        rows = [_row(row, reader.line_num) for row in reader]
    except csv.Error as wrong:
        raise WrongTable(f"line {reader.line_num}: {wrong}") from None
    if not 1 <= len(rows) <= MOST_ROWS:
        raise WrongTable(f"{len(rows)} rows: give 1 to {MOST_ROWS}")
    if len({(it.household_type, it.valid_from) for it in rows}) != len(rows):
        raise WrongTable("a kind of household stands twice under one day")
    check(rows)
    return rows


def fingerprint(content: bytes) -> str:
    """Give the SHA-256 of a file, in hex."""
    return sha256(content).hexdigest()


def _row(row: dict[str, Any], number: int) -> Threshold:
    kind, day, *cents = (row[name] or "" for name in COLUMNS)
    whole = all(it.isascii() and it.isdigit() for it in cents)
    if None in row or not kind.strip() or not whole or not _DAY.fullmatch(day):
        raise _wrong(number)
    try:
        valid_from = date.fromisoformat(day)
    except ValueError:
        raise _wrong(number) from None
    return Threshold(kind.strip(), valid_from, *map(int, cents))


def _wrong(number: int) -> "WrongTable":
    return WrongTable(
        f"line {number}: give a kind of household, a day as 2025-01-31, and two "
        "amounts in whole euro cents"
    )


class WrongTable(Exception):
    """A file from which no table of thresholds can be read."""
