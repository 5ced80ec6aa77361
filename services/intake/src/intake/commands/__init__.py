"""
`azione0 intake VERB`: what the front office writes, for a person or a printer.

None of these verbs changes anything.
"""

import click

from azione0.commands import Folder
from azione0.words import _


@click.group(
    "intake",
    cls=Folder,
    package=__name__,
    help=_("La cabina di regia: le lettere alle famiglie."),
)
def command() -> None:
    """One file of this folder for each verb."""
