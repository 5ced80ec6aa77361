"""
`azione0 export SERVICE FOLDER`: all that a service holds, in documented files.

For a partner that leaves, and for whoever wants to look at all of it. The service
may go on working meanwhile.
"""

from pathlib import Path

import click

from azione0.access.declared import Declared, Named
from azione0.commands.admitting import admit
from azione0.commands.opening import open_office, service_argument
from azione0.commands.showing import by_tables
from azione0.leaving import README, export
from azione0.words import _


@click.command(help=_("Scrive in file documentati tutto ciò che un servizio conserva."))
@service_argument
@click.argument("folder", type=click.Path(path_type=Path), metavar=_("CARTELLA"))
def command(service: str, folder: Path) -> None:
    """Write everything into an empty folder."""
    with open_office(service) as office, by_tables() as progress:
        # All of everybody: who may do that may export any one case.
        admit(office, "export", Declared("export", "special"), Named())
        rows = export(office, folder, progress)
    click.echo(
        _("Esportate {rows} righe in {folder}: {readme} spiega i file.").format(
            rows=rows, folder=folder, readme=README
        )
    )
