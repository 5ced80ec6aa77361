"""
`azione0 reporting VERB`: what the programme's figures are worth.

None of these verbs reads or changes what a service holds.
"""

import click

from azione0.commands import Folder
from azione0.words import _


@click.group(
    "reporting",
    cls=Folder,
    package=__name__,
    help=_("Il monitoraggio: il bollettino, e quanto valgono le stime."),
)
def command() -> None:
    """One file of this folder for each verb."""
