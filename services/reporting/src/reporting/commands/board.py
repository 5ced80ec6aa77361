"""`azione0 reporting board`: the steering group's bulletin, shown or in a file."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.commands.case import Instant
from azione0.commands.opening import open_application
from azione0.words import _
from reporting.amounts import day
from reporting.monitoring.board import BREAKDOWNS, VIEWS, Board
from reporting.monitoring.grouping import ALL, MONTH
from reporting.monitoring.release import Released
from reporting.pages.written import caption, figure, first_title, why_not_told


@click.command(
    "board",
    help=_(
        "Il bollettino della cabina di regia: nuclei, morosità, piani, lavoro, "
        "laboratori, carico; alla fine di un mese, senza cifre su meno di cinque."
    ),
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Alla fine dell'ultimo mese finito in quel giorno."),
)
@click.option(
    "--known-at",
    type=Instant(),
    help=_("Con quanto si sapeva alla fine dell'ultimo mese finito in quell'istante."),
)
@click.option("--view", type=click.Choice(list(VIEWS)), help=_("Una sola vista."))
@click.option(
    "--by",
    type=click.Choice(BREAKDOWNS),
    help=_("Per che cosa distinguere; se manca, tutto insieme (o per mese)."),
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["text", "html", "csv", "json"]),
    default="text",
    show_default=True,
    help=_("In quale formato."),
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("In quale file; se manca, sullo schermo."),
)
def command(
    as_of: datetime | None,
    known_at: datetime | None,
    view: str | None,
    by: str | None,
    wanted: str,
    output: Path | None,
) -> None:
    """Show a bulletin."""
    on = as_of.date() if as_of else None
    with open_application("reporting") as reporting:
        board: Board = reporting.board(on, known_at)
        imprint = reporting.imprint(alone=True)
    if wanted == "text" and output is None:
        _show(Console(), board, view, by)
        return
    if wanted == "html":
        from reporting.pages.board import board_page  # noqa: PLC0415  a template engine

        written = board_page(board, imprint)
    elif wanted == "csv":
        from reporting.pages.sheet import board_csv  # noqa: PLC0415

        written = board_csv(board, view or "", by or "")
    elif wanted == "json":
        written = json.dumps(plain(board, view, by), ensure_ascii=False, indent=1)
    else:
        console = Console(record=True, file=sys.stderr, quiet=True, width=160)
        _show(console, board, view, by)
        written = console.export_text()
    if output is None:
        click.echo(written)
    else:
        output.write_text(written, encoding="utf-8", newline="")
        click.echo(_("Scritto: {path}").format(path=output))


def _chosen(board: Board, view: str | None, by: str | None) -> list[Released]:
    found = [it for it in board.tables if view in (None, it.code)]
    if by is not None:
        return [it for it in found if it.by == by]
    # Without a choice a view is told all together, or by months if it is never so.
    return [
        it
        for it in found
        if it.by == ALL or (it.by == MONTH and ALL not in VIEWS[it.code])
    ]


def _show(console: Console, board: Board, view: str | None, by: str | None) -> None:
    console.print(
        Text(_("Monitoraggio al {day}").format(day=day(board.bulletin.as_of)), "bold")
    )
    known = _("Con quanto si sapeva il {day}.").format(day=day(board.bulletin.known_on))
    console.print(Text(known, "dim"))
    for table in _chosen(board, view, by):
        console.print(_table(table))
        for note in table.notes:
            console.print(Text(note, "italic"))
    console.print(Text(why_not_told(), "dim"))


def _table(table: Released) -> Table:
    """Lay months below one another; of anything else, the figures."""
    shown = Table(
        title=Text(caption(table), "bold"),
        title_justify="left",
        box=SIMPLE,
        pad_edge=False,
    )
    shown.add_column(first_title(table.by), overflow="fold")
    written = [
        [
            figure(cell, column.unit)
            for column, cell in zip(table.columns, line.cells, strict=True)
        ]
        for line in table.lines
    ]
    if table.by == MONTH:
        # A step that never moved anything takes no room from the others.
        kept = [
            place
            for place in range(len(table.columns))
            if any(line.cells[place] != 0 for line in table.lines)
        ]
        for place in kept:
            shown.add_column(table.columns[place].title, justify="right", min_width=7)
        for line, cells in zip(table.lines, written, strict=True):
            shown.add_row(
                line.title,
                *(cells[place] for place in kept),
                style="bold" if line.is_total else "",
            )
        return shown
    for line in table.lines:
        shown.add_column(line.title, justify="right", overflow="fold")
    for place, column in enumerate(table.columns):
        shown.add_row(column.title, *(cells[place] for cells in written))
    return shown


def plain(board: Board, view: str | None = None, by: str | None = None) -> Any:
    """Give what was chosen of a bulletin as it is written in JSON."""
    return {
        "as_of": _iso(board.bulletin.as_of),
        "known_on": _iso(board.bulletin.known_on),
        "tables": [
            {
                "code": it.code,
                "by": it.by,
                "title": it.title,
                "definition": it.definition,
                "notes": list(it.notes),
                "columns": [
                    {"code": column.code, "title": column.title, "unit": column.unit}
                    for column in it.columns
                ],
                "lines": [
                    {"key": line.key, "title": line.title, "cells": list(line.cells)}
                    for line in it.lines
                ],
            }
            for it in board.tables
            if view in (None, it.code) and by in (None, it.by)
        ],
    }


def _iso(on: date) -> str:
    return on.isoformat()
