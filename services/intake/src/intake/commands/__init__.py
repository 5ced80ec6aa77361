"""
`azione0 intake VERB`: what the front office knows, for a person or a spreadsheet.

`import-referrals`, `reckon-worklist`, `person` and `keys` write; the others change
nothing.
"""

import click

from azione0.commands import Folder
from azione0.words import _


@click.group(
    "intake",
    cls=Folder,
    package=__name__,
    help=_("La cabina di regia: lista di lavoro, anteprime, registro dei trattamenti."),
)
def command() -> None:
    """One file of this folder for each verb."""
