"""
`azione0 verify SERVICE`: the log read again, and compared with every checkpoint.

Those that the service signed itself are always used; those that others kept say what
no keeper of the database can undo. The partners are asked for theirs.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from azione0.audit.exchange import OF_ONE_PARTNER, Exchange
from azione0.audit.key import origin_of, signer_of
from azione0.audit.note import Checkpoint, Verifier, WrongNote, opened
from azione0.audit.seal import seals
from azione0.audit.verify import verify
from azione0.commands.opening import open_office, service_argument
from azione0.database import Session
from azione0.office import Office
from azione0.words import _


@click.command(help=_("Controlla che nessuno abbia cambiato i fatti registrati."))
@service_argument
@click.option(
    "--checkpoint",
    "files",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help=_("Un sigillo tenuto da altri (si può ripetere)."),
)
@click.option(
    "--key",
    help=_("La chiave pubblica di chi sigilla; se manca, quella di questa macchina."),
)
@click.option("--alone", is_flag=True, help=_("Non chiede i loro sigilli ai partner."))
def command(
    service: str, files: tuple[Path, ...], key: str | None, *, alone: bool
) -> None:
    """Prove the log; the exit code is 2 where something was changed."""
    with open_office(service) as office:
        verifier = Verifier.read(key) if key else signer_of(office.settings).verifier
        notes = [(str(it), it.read_text(encoding="utf-8")) for it in files]
        if not alone:
            notes += _held_by_partners(office.exchange, verifier)
        total = office.store.max_notification_id() or 0
        with (
            Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=Console(stderr=True),
                disable=not sys.stderr.isatty(),
                transient=True,
            ) as bar,
            office.store.reading() as session,
        ):
            task = bar.add_task(_("fatti"), total=total)
            found = verify(
                session,
                list(_checkpoints(office, session, notes, verifier)),
                lambda done: bar.update(task, completed=done),
            )
    click.echo(
        _(
            "Nessun cambiamento: {size} fatti, {checkpoints} sigilli, di cui {others} "
            "tenuti da altri."
        ).format(size=found.size, checkpoints=len(found.checkpoints), others=len(notes))
    )
    click.echo(_("Radice: {root}").format(root=found.root.hex()))


def _held_by_partners(
    exchange: Exchange, verifier: Verifier
) -> Iterator[tuple[str, str]]:
    """Ask the partners what they hold; who does not answer is named."""
    for partner in exchange.others:
        try:
            note = exchange.way_to(partner).held(exchange.origin)
            is_ours = bool(note) and bool(opened(note, [verifier])[1])
        except OF_ONE_PARTNER as wrong:
            told = _("{partner} non dà un sigillo: {why}")
            click.echo(told.format(partner=partner.name, why=wrong), err=True)
            continue
        if is_ours:
            yield partner.name, note
        elif note:
            told = _("{partner} tiene un sigillo con un'altra chiave")
            click.echo(told.format(partner=partner.name), err=True)


def _checkpoints(
    office: Office,
    session: Session,
    notes: list[tuple[str, str]],
    verifier: Verifier,
) -> Iterator[Checkpoint]:
    own = [(f"{it.size}", it.note) for it in seals(session)]
    own += session.execute("SELECT witness, note FROM cosigned ORDER BY size")
    for name, note in (*own, *notes):
        point, by = opened(note, [verifier])
        if point.origin != origin_of(office.settings) or not by:
            raise WrongNote(
                _("il sigillo {name} non è di {origin} con la chiave indicata").format(
                    name=name, origin=origin_of(office.settings)
                )
            )
        yield point
