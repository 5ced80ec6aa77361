"""
`azione0 migrate SERVICE`: make a service's tables, as the role that owns them.

The database address is that of the owner; the service itself then runs under a role
that can add events and change none.
"""

import click

from azione0.commands.opening import open_office, service_argument
from azione0.protection import protect
from azione0.words import _


@click.command(
    "migrate", help=_("Crea le tabelle di un servizio e ne limita il ruolo.")
)
@service_argument
@click.option(
    "--role",
    required=True,
    help=_("Il ruolo di PostgreSQL con cui il servizio lavora."),
)
def command(service: str, role: str) -> None:
    """Open the service once, so that its tables are there; then protect them."""
    with open_office(service) as office:
        protect(office.store.database, service, role)
    ready = _("{service}: tabelle pronte per {role}.")
    click.echo(ready.format(service=service, role=role))
