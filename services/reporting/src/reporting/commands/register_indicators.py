"""`azione0 reporting register-indicators`: the definitions, before the data."""

from getpass import getuser

import click

from azione0.commands.opening import clock, open_application
from azione0.letter import ROME
from azione0.store import Cause
from azione0.words import _
from reporting.indicators.definition import SET_VERSION, definitions


@click.command(
    "register-indicators",
    help=_(
        "Registra le definizioni degli indicatori con la data e la loro impronta: ogni "
        "cifra dirà se la sua fu scritta prima che qualcosa si potesse vedere."
    ),
)
def command() -> None:
    """Write the definitions down, each once; it keeps its first date."""
    on = clock().astimezone(ROME).date()
    cause = Cause(getuser(), f"register-indicators/{SET_VERSION}/{on}")
    with open_application("reporting") as reporting, reporting.transaction(cause):
        reporting.register_indicators(on)
    click.echo(_("Registrate {count} definizioni.").format(count=len(definitions())))
