"""The board's tables as CSV: one row for each figure, with its date and definition."""

from collections.abc import Iterable

from azione0.spreadsheet import Cell, Cents, write_table
from azione0.words import _
from reporting.monitoring.board import Board
from reporting.monitoring.release import Released, Unit
from reporting.pages.written import first_title, not_told


def board_csv(board: Board, view: str = "", by: str = "") -> str:
    """Write every figure of a bulletin, or of one view, or of one of its tables."""
    titles = (
        _("alla data"),
        _("saputo al"),
        _("vista"),
        _("titolo"),
        _("per"),
        _("riga"),
        _("nome della riga"),
        _("cifra"),
        _("nome della cifra"),
        _("unità"),
        _("valore"),
        _("non mostrato"),
        _("definizione"),
    )
    wanted = (it for it in board.tables if view in ("", it.code) and by in ("", it.by))
    return write_table(titles, _rows(board, wanted), mark=True)


def _rows(board: Board, tables: Iterable[Released]) -> Iterable[list[Cell]]:
    for table in tables:
        for line in table.lines:
            for column, cell in zip(table.columns, line.cells, strict=True):
                yield [
                    board.bulletin.as_of,
                    board.bulletin.known_on,
                    table.code,
                    table.title,
                    first_title(table.by),
                    line.key,
                    line.title,
                    column.code,
                    column.title,
                    _unit(column.unit),
                    _value(cell, column.unit),
                    not_told() if cell is None else "",
                    table.definition,
                ]


def _unit(unit: Unit) -> str:
    return {
        "count": _("numero"),
        "cents": _("euro"),
        "minutes": _("minuti"),
        "share": _("percentuale"),
        "ratio": _("rapporto"),
    }[unit]


def _value(cell: int | None, unit: Unit) -> Cell:
    if cell is None or unit in ("count", "minutes"):
        return cell
    # Hundredths of a euro, of a point or of one: two places after the comma.
    return Cents(cell)
