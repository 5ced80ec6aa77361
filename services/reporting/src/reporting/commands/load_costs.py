"""`azione0 reporting load-costs`: what the organisations spent, from a file."""

import getpass
from datetime import datetime
from pathlib import Path

import click

from azione0.commands.opening import clock, open_application
from azione0.letter import ROME
from azione0.store import Cause
from azione0.words import _
from reporting.costs import costs_from


@click.command(
    "load-costs",
    help=_(
        "Carica i costi del programma da un CSV (organisation_id, kind, first_on, "
        "last_on, cents): tutto o niente. Detto di nuovo, un importo sostituisce il "
        "precedente dello stesso periodo."
    ),
)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help=_("Da quel giorno; se manca, oggi.")
)
def command(file: Path, on: datetime | None) -> None:
    """State costs, all of a file or nothing."""
    costs = costs_from(file.read_text(encoding="utf-8-sig"))
    day = on.date() if on else clock().astimezone(ROME).date()
    cause = Cause(getpass.getuser(), f"costs/{day}/{clock().isoformat()}")
    with open_application("reporting") as reporting, reporting.transaction(cause):
        changed = reporting.state_costs(costs, day)
    click.echo(_("Costi: {count} nuovi o cambiati.").format(count=changed))
