"""
`azione0 ledger VERB`: what the books say, for a person, a printer or a spreadsheet.

None of these verbs changes anything.
"""

import click

from azione0.commands import Folder
from azione0.words import _


@click.group(
    "ledger",
    cls=Folder,
    package=__name__,
    help=_("Il registro: estratti conto, piani di rientro, elenchi, spiegazioni."),
)
def command() -> None:
    """One file of this folder for each verb."""
