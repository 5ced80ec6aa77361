"""
Reads a CSV table as creditors export it: UTF-8, semicolons, a header, a trailer.

The last row says how many rows came before it and what they sum to, so that a
table cut short on its way is noticed.
"""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from azione0.words import _
from ledger.files.amounts import cents, euro
from ledger.files.fields import Fields, whole
from ledger.files.recognise import BYTE_ORDER_MARK
from ledger.files.refusal import Faults, Refused

TRAILER = "T"
MOST_ROWS = 999_999_999


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file on which it ends, and its cells by column."""

    line: int
    cells: dict[str, str]

    def texts(self, name: str, /) -> list[str]:
        """Give the cell of a column, in a list that is empty if the cell is."""
        cell = self.cells[name]
        return [cell] if cell else []

    def fields(self, faults: Faults) -> Fields:
        """Give the row to be read field by field."""
        return Fields(_("riga {line}").format(line=self.line), self.texts, faults)


def read_rows(content: bytes, columns: Collection[str], faults: Faults) -> list[Row]:
    """
    Read all rows below the header, which must name exactly these columns.

    Their order is free. `Refused` at once if the header is another, for then no
    row can be read; a row with too many or too few cells is one more fault.
    """
    text = content.removeprefix(BYTE_ORDER_MARK).decode()
    rows = []
    header: list[str] = []
    for line, raw_cells in _numbered(text):
        cells = [cell.strip() for cell in raw_cells]
        if not any(cells):
            continue
        if not header:
            header = cells
            _check_header(header, columns)
        elif len(cells) != len(header):
            faults.add(
                _("riga {line}").format(line=line),
                _("numero di colonne"),
                str(len(cells)),
                str(len(header)),
            )
        else:
            rows.append(Row(line, dict(zip(header, cells, strict=True))))
    return rows


def part_trailer(
    rows: list[Row], marked: str, counted: str, faults: Faults
) -> tuple[list[Row], Row | None]:
    """
    Part the trailer from the rows before it.

    `marked` is the column in which it says T, `counted` the one in which it
    says how many rows there are. Exactly one trailer, and in the last place.
    """
    trailers = [row for row in rows if row.cells[marked] == TRAILER]
    others = [row for row in rows if row.cells[marked] != TRAILER]
    for row in trailers:
        if row is not rows[-1]:
            row.fields(faults).wrong(
                marked, TRAILER, _("una sola riga T, l'ultima del file")
            )
    if not rows or rows[-1] not in trailers:
        where = _("riga {line}").format(line=rows[-1].line if rows else 1)
        faults.add(
            where,
            marked,
            rows[-1].cells[marked] if rows else "",
            _("la riga finale T"),
            _("Manca la riga finale T: il file potrebbe essere incompleto."),
        )
        return others, None
    trailer = rows[-1]
    fields = trailer.fields(faults)
    for name, cell in trailer.cells.items():
        if cell and name not in {marked, counted, "amount"}:
            fields.wrong(name, cell, _("niente, nella riga finale T"))
    before = len(faults)
    count = fields.required(counted, whole(0, MOST_ROWS), 0)
    if len(faults) == before and count != len(others):
        fields.wrong(
            counted,
            str(count),
            _("{count}, il numero delle righe").format(count=len(others)),
            _(
                "La riga finale dichiara {declared} righe, il file ne ha {count}."
            ).format(declared=count, count=len(others)),
        )
    return others, trailer


def compare_total(trailer: Row, sum_cents: int, faults: Faults) -> None:
    """Check the total of the trailer against the sum of the rows, in euro cents."""
    fields = trailer.fields(faults)
    declared_cents: int | None = fields.required("amount", cents, None)
    if declared_cents is not None and declared_cents != sum_cents:
        fields.wrong(
            "amount",
            euro(declared_cents),
            _("{summed}, la somma delle righe").format(summed=euro(sum_cents)),
            _("Il file dichiara {declared}, le righe sommano {summed}.").format(
                declared=euro(declared_cents), summed=euro(sum_cents)
            ),
        )


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with the line of the file on which it ends."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        for cells in lines:
            yield lines.line_num, cells
    except csv.Error:
        raise Refused(
            _("Il CSV è malformato alla riga {line}: virgolette non chiuse?").format(
                line=lines.line_num
            )
        ) from None


def _check_header(header: list[str], columns: Collection[str]) -> None:
    faults = Faults()
    where = _("riga {line}").format(line=1)
    for name in header:
        if name not in columns:
            faults.add(
                where,
                _("testata"),
                name,
                _("solo le colonne previste: nessun nome, nessun codice fiscale"),
            )
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            faults.add(where, _("testata"), name, _("la colonna una volta sola"))
    for name in columns:
        if name not in header:
            faults.add(
                where, _("testata"), "", _("la colonna {name}").format(name=name)
            )
    faults.refuse()
