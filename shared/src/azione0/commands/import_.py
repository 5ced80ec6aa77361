"""
`azione0 import`: hand the ledger a file of bills or of payments.

A file is taken whole or refused whole, with everything that is wrong named; the
same file again changes nothing. What a file may contain is the ledger's affair.
"""

import getpass
import sys
from pathlib import Path
from typing import Any, Literal

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.commands.opening import clock, open_office
from azione0.refused import BadLine, Refused
from azione0.words import _

REFUSED = 2
LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TABLE = 500
"""Rows that are laid out as a table; more are written one a line."""


@click.group("import", help=_("Importa bollette e pagamenti da file."))
def command() -> None:
    """Two kinds of files, told apart by the verb and recognised by content."""


file_argument = click.argument(
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
check_option = click.option(
    "--check", is_flag=True, help=_("Controlla soltanto: non registra nulla.")
)
by_option = click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi importa; se manca, l'utente di questa macchina."),
)


@command.command("bills", help=_("Importa le bollette di un creditore (CSV)."))
@file_argument
@check_option
@by_option
def bills(file: Path, by: str, *, check: bool) -> None:
    """Post a bill run."""
    _import(file, "bills", by=by, check_only=check)


@command.command(
    "payments",
    help=_("Importa pagamenti: flusso pagoPA, estratto conto CAMT.053 o CSV."),
)
@file_argument
@check_option
@by_option
def payments(file: Path, by: str, *, check: bool) -> None:
    """Post a pagoPA flow, a bank statement or a list of payments."""
    _import(file, "payments", by=by, check_only=check)


def read_capped(path: Path) -> bytes:
    """
    Read a file, but never more than one byte beyond what is accepted.

    That byte is how the ledger knows that the file is too large.
    """
    with path.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _import(
    file: Path, kind: Literal["bills", "payments"], *, by: str, check_only: bool
) -> None:
    content = read_capped(file)
    try:
        with open_office("ledger") as ledger:
            result = ledger.service.import_file(
                ledger, content, kind, by=by, recorded_at=clock(), check_only=check_only
            )
    except Refused as refused:
        _show_refusal(file, refused)
        sys.exit(REFUSED)
    _show_result(result, check_only=check_only)


def _show_refusal(file: Path, refused: Refused) -> None:
    click.echo(
        _("{file}: {sentence} Non è stato registrato nulla.").format(
            file=file.name, sentence=refused
        ),
        err=True,
    )
    show_lines(refused.lines)


def show_lines(lines: tuple[BadLine, ...]) -> None:
    """Lay out what is wrong, or write it one a line if it is very much."""
    if len(lines) > LONGEST_TABLE:
        for line in lines:
            cells = f"{line.where}\t{line.field}\t{line.value}\t{line.expected}"
            click.echo(cells, err=True)
    elif lines:
        _show_table(lines)


def _show_table(lines: tuple[BadLine, ...]) -> None:
    table = Table()
    for title in (_("Dove"), _("Campo"), _("Valore"), _("Che cosa serve")):
        table.add_column(title, overflow="fold")
    for line in lines:
        # Text, so that a value with square brackets stays as it was written.
        cells = (line.where, line.field, line.value, line.expected)
        table.add_row(*(Text(cell) for cell in cells))
    Console(stderr=True).print(table)


def _show_result(result: Any, *, check_only: bool) -> None:
    if result.already_imported:
        click.echo(
            _("File già importato ({sha256}): nulla è cambiato.").format(
                sha256=result.file_sha256[:12]
            )
        )
        return
    cents = abs(result.total_cents)
    sign = "-" if result.total_cents < 0 else ""
    opening = (
        _("Il file è valido e non è stato registrato nulla.")
        if check_only
        else _("File importato.")
    )
    click.echo(
        opening
        + " "
        + _("Righe: {lines}, per {sign}{whole},{rest:02} €.").format(
            lines=result.lines,
            sign=sign,
            whole=f"{cents // 100:,}".replace(",", "."),
            rest=cents % 100,
        )
    )
    figures = (
        (_("registrate"), result.posted),
        (_("già note"), result.known),
        (_("in attesa di un contratto noto"), result.waiting),
        (_("stornate"), result.reversed),
    )
    for name, count in figures:
        if count:
            click.echo(f"  {name}: {count}")
    for message in result.messages:
        click.echo(f"  {message}")
