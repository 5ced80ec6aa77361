"""
`azione0 seal SERVICE`: the log sealed, and the checkpoint printed for others to keep.

The key's public half goes to standard error once, with `--key`.
"""

import click

from azione0.audit.key import signer_of
from azione0.audit.seal import Sealer, seals
from azione0.commands.opening import open_office, service_argument
from azione0.words import _


@click.command(help=_("Sigilla i fatti di un servizio e stampa il sigillo firmato."))
@service_argument
@click.option(
    "--key", is_flag=True, help=_("Stampa la chiave pubblica, per i partner.")
)
def command(service: str, *, key: bool) -> None:
    """Seal what is new; print the last checkpoint, or the public key."""
    with open_office(service) as office:
        signer = signer_of(office.settings)
        if key:
            click.echo(signer.verifier.text())
            return
        Sealer(office.store, signer).seal()
        with office.store.reading() as session:
            sealed = seals(session)
    if not sealed:
        raise NothingToSeal(_("il servizio non ha ancora registrato nulla"))
    click.echo(sealed[-1].note, nl=False)


class NothingToSeal(Exception):
    """A log without events."""
