"""`azione0 intake reckon-worklist`: the worklist anew, from what is kept."""

import getpass

import click

from azione0.commands.opening import clock, open_application
from azione0.store import Cause
from azione0.words import _


@click.command(
    "reckon-worklist",
    help=_("Ricalcola la lista di lavoro da ciò che è conservato; il risultato è uno."),
)
def command() -> None:
    """Reckon every row anew."""
    cause = Cause(getpass.getuser(), f"reckon-worklist/{clock().isoformat()}")
    with open_application("intake") as intake, intake.transaction(cause):
        count = intake.reckon_worklist()
    click.echo(_("Nuclei ricalcolati: {count}.").format(count=count))
