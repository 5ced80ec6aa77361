"""`azione0 workshops load-thresholds`: the dated table of absolute poverty."""

import getpass
from pathlib import Path

import click

from azione0.commands.import_ import read_capped
from azione0.commands.opening import open_application
from azione0.store import Cause
from azione0.words import _
from workshops.budgets.subsistence import fingerprint, read_table


@click.command(
    "load-thresholds",
    help=_(
        "Carica da FILE (CSV) le soglie di povertà assoluta: tipo di nucleo, data di "
        "inizio, soglia e parte per la casa, in centesimi."
    ),
)
@click.argument(
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi importa; se manca, l'utente di questa macchina."),
)
def command(file: Path, by: str) -> None:
    """Load all rows of a file, or none."""
    content = read_capped(file)
    rows = read_table(content)
    cause = Cause(by, f"thresholds/{fingerprint(content)}")
    with (
        open_application("workshops") as workshops,
        workshops.transaction(cause),
    ):
        workshops.load_thresholds(rows)
    click.echo(_("Soglie caricate: {count}.").format(count=len(rows)))
