"""
CSV files that people open in a spreadsheet; every service writes them here.

A spreadsheet runs a cell that begins like a formula, also after blanks or in a
later line of the cell. Such a text gets an apostrophe in front, which shows that
it is text; amounts are numbers and stay so, negative ones too.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

#: What spreadsheets take for the beginning of a formula.
FORMULA_SIGNS = frozenset("=+-@")
#: What is dangerous as the very first character, whatever follows it.
DANGEROUS_FIRST = frozenset("\t\r\n")
BYTE_ORDER_MARK = "\ufeff"
#: Unicode categories that show nothing: blanks, line ends, controls, marks.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class Cents:
    """An amount in euro cents, written as `-1234,56`: a number to a spreadsheet."""

    cents: int

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        whole, rest = divmod(abs(self.cents), 100)
        return f"{sign}{whole},{rest:02}"


Cell = str | int | date | UUID | Cents | None


def write_table(
    titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = False
) -> str:
    """
    Write titles and rows with `;` between cells and CR LF after each row.

    Days are ISO. `mark` puts a byte order mark in front, by which some spreadsheets
    know UTF-8. `RaggedRow` if a row has more or fewer cells than there are titles.
    """
    written = io.StringIO()
    if mark:
        written.write(BYTE_ORDER_MARK)
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(title) for title in titles])
    for number, row in enumerate(rows, 1):
        if len(row) != len(titles):
            raise RaggedRow(
                f"row {number} has {len(row)} cells under {len(titles)} titles"
            )
        writer.writerow([_written(cell) for cell in row])
    return written.getvalue()


def harmless(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula."""
    lines = text.splitlines(keepends=True)
    safe = "".join(f"'{it}" if _begins_a_formula(it) else it for it in lines)
    begins = text[:1] in DANGEROUS_FIRST or _begins_a_formula(text)
    return f"'{safe}" if begins and not safe.startswith("'") else safe


def _begins_a_formula(line: str) -> bool:
    for character in line:
        if unicodedata.category(character) not in _UNSEEN:
            # Full-width signs count as the ordinary ones in some languages.
            plain = unicodedata.normalize("NFKC", character)
            return plain[:1] in FORMULA_SIGNS
    return False


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    # An identifier of digits is text and stays text; only what is typed as
    # a number or a day goes in without a look.
    return harmless(cell) if isinstance(cell, str) else str(cell)


class RaggedRow(RuntimeError):
    """A row that does not fit under its titles."""
