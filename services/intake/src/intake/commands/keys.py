"""`azione0 intake keys`: the covering key changes, and every data key with it."""

import click

from azione0.commands.opening import open_office
from azione0.words import _


@click.group("keys", help=_("Le chiavi dei dati delle persone."))
def command() -> None:
    """Group what is done about keys."""


@command.command(
    "rewrap",
    help=_(
        "Copre di nuovo ogni chiave con quella di AZIONE0_INTAKE_KEK; le precedenti "
        "stanno in AZIONE0_INTAKE_OLD_KEKS finché non ha finito."
    ),
)
def rewrap() -> None:
    """Cover every data key anew; interrupted, it goes on where it was."""
    count = 0
    with open_office("intake") as office:
        ring = office.application.vault.ring
        while done := ring.rewrap():
            count += done
        ring.scrub()
    click.echo(_("Chiavi coperte di nuovo: {count}.").format(count=count))
