"""How a document is handed over: on the screen, in a pipe, or in a file."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import track

from azione0.commands.showing import show
from azione0.spreadsheet import write_table
from azione0.words import _
from ledger.documents.tables import Sheet

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


def output_options(verb: F) -> F:
    """Let a verb write into a file."""
    forced = click.option(
        "--force", is_flag=True, help=_("Sovrascrive il file, se c'è già.")
    )
    to_file = click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help=_("Scrive in questo file; se manca, a schermo."),
    )
    return to_file(forced(verb))


def hand_over(content: str | bytes, output: Path | None, *, force: bool) -> None:
    """
    Write a document out; `FileExists` rather than over another file unasked.

    `NotForAScreen` for bytes on a terminal.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise NotForAScreen(
                _("Un PDF non si legge a schermo: indicare --output FILE.")
            )
        click.echo(data, nl=False)
        return
    try:
        with output.open("wb" if force else "xb") as opened:
            opened.write(data)
    except FileExistsError:
        raise FileExists(
            _("{file} c'è già: usare --force per sovrascriverlo.").format(file=output)
        ) from None
    except OSError as unwritable:
        raise NotWritable(f"{output}: {unwritable.strerror}") from None
    click.echo(_("Scritto {file}.").format(file=output), err=True)


def hand_over_sheet(
    sheet: Sheet, wanted: str, output: Path | None, *, force: bool, mark: bool
) -> None:
    """Write a table out as `csv`, or show it."""
    if wanted == "csv":
        table = write_table(sheet.titles, sheet.rows, mark=mark)
        hand_over(table, output, force=force)
    elif output is not None:
        lines = ["\t".join(map(_plain, row)) for row in (sheet.titles, *sheet.rows)]
        hand_over("\n".join(lines) + "\n", output, force=force)
    else:
        show(sheet.titles, sheet.rows, _("Nessuna riga."))


def counted(pages: Iterable[T]) -> Iterable[T]:
    """Let a person see how many accounts were read so far."""
    return track(
        pages,
        _("Conti letti"),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def as_json(value: object) -> str:
    """Write a value as JSON: euro cents as integers, days and instants as ISO text."""
    plain = msgspec.json.encode(value, enc_hook=str)
    return msgspec.json.format(plain, indent=1).decode() + "\n"


def _plain(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


class FileExists(Exception):
    """A file that is there already."""


class NotWritable(Exception):
    """A file that cannot be written."""


class NotForAScreen(Exception):
    """Bytes that a terminal cannot show."""
