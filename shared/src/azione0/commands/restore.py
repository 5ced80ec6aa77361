"""`azione0 restore SERVICE FOLDER`: a new service, made from what another one held."""

from pathlib import Path

import click

from azione0.commands.opening import open_office, service_argument
from azione0.commands.showing import by_tables
from azione0.leaving import restore
from azione0.words import _


@click.command(help=_("Riempie un servizio nuovo con ciò che un altro conservava."))
@service_argument
@click.argument(
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar=_("CARTELLA"),
)
def command(service: str, folder: Path) -> None:
    """Take up everything, or nothing."""
    with open_office(service) as office, by_tables() as progress:
        rows = restore(office, folder, progress)
    click.echo(
        _("Ripreso: {rows} righe. Il servizio può essere avviato.").format(rows=rows)
    )
