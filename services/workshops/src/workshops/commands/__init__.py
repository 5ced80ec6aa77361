"""`azione0 workshops VERB`: tables that are loaded, certificates that are printed."""

import click

from azione0.commands import Folder
from azione0.words import _


@click.group(
    "workshops",
    cls=Folder,
    package=__name__,
    help=_("I laboratori: catalogo, soglie di povertà, attestati."),
)
def command() -> None:
    """One file of this folder for each verb."""
