"""
`azione0 accounts`: who signs in to a service with a password.

For people whose organisation has no identity provider. An account only says who
somebody is; `azione0 access grant` says what they may do.
"""

import getpass
import sys
from uuid import uuid4

import click

from azione0.commands.opening import clock, open_office, service_argument
from azione0.letter import ROME
from azione0.store import Cause
from azione0.words import _

actor_argument = click.argument("actor", metavar=_("ATTORE"))


@click.group("accounts", help=_("Chi entra in un servizio con una password."))
def command() -> None:
    """Make accounts, change passwords, disable."""


@command.command("add", help=_("Crea un account; chiede la password, o la legge."))
@service_argument
@actor_argument
@click.option("--organisation", required=True, help=_("Per quale organizzazione."))
def add(service: str, actor: str, organisation: str) -> None:
    """Make an account."""
    with open_office(service) as office:
        office.accounts.add(actor, organisation, _password(), clock())
    click.echo(_("Account creato."))


@command.command("password", help=_("Cambia la password e chiude le sessioni."))
@service_argument
@actor_argument
def password(service: str, actor: str) -> None:
    """Give an account another password."""
    with open_office(service) as office:
        office.accounts.change_password(actor, _password(), clock())
    click.echo(_("Password cambiata; le sessioni sono chiuse."))


@command.command("disable", help=_("Disabilita un account e chiude le sessioni."))
@service_argument
@actor_argument
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi decide; se manca, l'utente di questa macchina."),
)
def disable(service: str, actor: str, by: str) -> None:
    """Let an actor do nothing from today, and sign them out."""
    with open_office(service) as office:
        with office.store.transaction(Cause(by, f"accounts/{uuid4()}")):
            office.access.disable_account(actor, clock().astimezone(ROME).date())
        office.accounts.end_sessions(actor)
    click.echo(_("Disabilitato."))


def _password() -> str:
    """Ask for a password twice; from a pipe, read one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    asked: str = click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
    return asked
