"""
`azione0 close-day DATE`: draw the line under a day.

Instalments that were missed, arrears that ripened, jobs that lasted: whatever
the end of a day makes true. A day may be closed again, late or out of order;
nothing is said twice. A day to come may not: it could never be opened again.
"""

import getpass
from datetime import datetime

import click

from azione0.commands.opening import clock, installed_here, open_office
from azione0.contract import SERVICES
from azione0.letter import ROME
from azione0.office import Office
from azione0.store import Cause
from azione0.words import _

#: Who has something to say at the end of a day, and how much at once.
CLOSING = {"ledger": 1000, "employment": 0}


@click.command(help=_("Chiude un giorno: rate mancate, morosità, verifiche dovute."))
@click.argument("day", metavar=_("DATA"), type=click.DateTime(["%Y-%m-%d"]))
@click.option(
    "--service",
    "only",
    type=click.Choice([kind for kind in SERVICES if kind in CLOSING]),
    help=_("Solo questo servizio."),
)
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi chiude; se manca, l'utente di questa macchina."),
)
def command(day: datetime, only: str | None, by: str) -> None:
    """Close one day in each service that is here."""
    today = clock().astimezone(ROME).date()
    if day.date() > today:
        raise click.BadParameter(
            _("{day} non è ancora venuto: oggi è il {today}.").format(
                day=day.date(), today=today
            ),
            param_hint=_("DATA"),
        )
    for kind in installed_here():
        if kind in CLOSING and only in (None, kind):
            with open_office(kind) as office:
                looked_at = _close(office, day, by, CLOSING[kind])
            click.echo(
                _("{service}: giorno {day} chiuso; esaminati: {count}.").format(
                    service=kind, day=day.date(), count=looked_at
                )
            )


def _close(office: Office, day: datetime, by: str, most: int) -> int:
    """Close a day, part by part: one that is interrupted goes on where it was."""
    today = day.date()
    cause = Cause(actor=by, id=f"close-day/{today}")
    application = office.application
    if not most:
        with application.transaction(cause):
            return int(application.close_day(today))
    total = 0
    while True:
        with application.transaction(cause):
            looked_at = int(application.close_day(today, most))
        total += looked_at
        if looked_at < most:
            return total
