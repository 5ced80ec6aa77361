"""`azione0 reporting take-in`: invented letters come to an archive of their own."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from azione0.commands.opening import open_office
from azione0.words import _
from reporting.commands.analysing import need_analysis


@click.command(
    "take-in",
    help=_(
        "Porta le lettere di azione0 simulate in un archivio, per la stessa via di "
        "tutte le altre. Un archivio con lettere vere le rifiuta."
    ),
)
@click.argument("letters", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(letters: Path) -> None:
    """Take letters in, some at a time; exit 1 if one was not kept and acted on."""
    need_analysis()
    from reporting.invented.post import opened_letters, take_in  # noqa: PLC0415

    with (
        open_office("reporting") as office,
        opened_letters(letters) as raws,
        Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}"),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        ) as bar,
    ):
        task = bar.add_task(_("lettere"), total=None)
        taken = take_in(office, raws, lambda many: bar.advance(task, many))
    done = sum(taken.done.values())
    apart = taken.failed + taken.parked + taken.quarantined
    click.echo(
        _("{done} lettere prese, {known} già note, {apart} messe da parte.").format(
            done=done, known=taken.known, apart=apart
        )
    )
    if apart:
        sys.exit(1)
