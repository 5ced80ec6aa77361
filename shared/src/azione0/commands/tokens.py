"""
`azione0 tokens`: who may act through the services' HTTP.

A token is shown once, when it is made; only its hash is kept.
"""

import os
from pathlib import Path
from secrets import token_urlsafe

import click

from azione0.commands.showing import show
from azione0.tokens import (
    PREFIX,
    ROLES,
    Actor,
    Grant,
    WrongTokens,
    hash_of,
    read_tokens,
    write_tokens,
)
from azione0.words import _

BYTES = 32
file_option = click.option(
    "--file",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Il file dei token; se manca, quello di AZIONE0_TOKENS."),
)


@click.group("tokens", help=_("Dà, elenca e ritira i token di chi può agire."))
def command() -> None:
    """One file, read by the services whenever it changes."""


@command.command("add", help=_("Dà un token a un attore e lo mostra una volta sola."))
@click.argument("actor", metavar=_("ATTORE"))
@click.option("--organisation", required=True, help=_("L'organizzazione dell'attore."))
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    help=_("operator agisce, reader consulta, recipient ritira lettere."),
)
@click.option("--recipient", default="", help=_("Il servizio che ritira le lettere."))
@file_option
def add(
    actor: str,
    organisation: str,
    roles: tuple[str, ...],
    recipient: str,
    path: Path | None,
) -> None:
    """Make a token for an actor."""
    file = _file(path)
    if recipient and "recipient" not in roles:
        roles = (*roles, "recipient")
    granted = Actor(actor, organisation, roles, recipient)
    token = PREFIX + token_urlsafe(BYTES)
    before = read_tokens(file) if file.exists() else ()
    write_tokens(file, [*before, Grant(hash_of(token), granted)])
    click.echo(_("Questo token non sarà mostrato di nuovo:"), err=True)
    click.echo(token)


@command.command("list", help=_("Elenca chi ha un token."))
@file_option
def listed(path: Path | None) -> None:
    """List the actors, without anything that would let one act."""
    show(
        (_("Attore"), _("Organizzazione"), _("Ruoli"), _("Ritira per"), "SHA-256"),
        [
            (
                it.actor.name,
                it.actor.organisation,
                " ".join(it.actor.roles),
                it.actor.recipient,
                it.sha256[:12],
            )
            for it in read_tokens(_file(path))
        ],
        _("Nessuno ha un token."),
    )


@command.command("revoke", help=_("Ritira tutti i token di un attore."))
@click.argument("actor", metavar=_("ATTORE"))
@file_option
def revoke(actor: str, path: Path | None) -> None:
    """Take back what an actor was given; it stops working at once."""
    file = _file(path)
    before = read_tokens(file)
    kept = [it for it in before if it.actor.name != actor]
    if len(kept) == len(before):
        raise WrongTokens(_("{actor} non ha alcun token").format(actor=actor))
    write_tokens(file, kept)
    count = len(before) - len(kept)
    click.echo(_("Token ritirati: {count}.").format(count=count))


def _file(path: Path | None) -> Path:
    found = path or os.environ.get("AZIONE0_TOKENS")
    if not found:
        raise WrongTokens(_("dire quale file: --file FILE, oppure AZIONE0_TOKENS"))
    return Path(found)
