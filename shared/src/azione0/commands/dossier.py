"""
`azione0 dossier HOUSEHOLD -o FILE.pdf`: a case in a file that proves itself.

Beside it stands `FILE.pdf.note`, with which a service of this machine signs for the
bytes of the file. `--verifier` prints the script that checks both.
"""

import os
from datetime import datetime
from pathlib import Path

import click

from azione0.audit.case import gather
from azione0.audit.key import signer_of
from azione0.audit.note import OF_A_WITNESS, Signer
from azione0.commands.case import Instant, household_of
from azione0.commands.opening import clock
from azione0.commands.ways import begun_here, ways
from azione0.dossier.make import Question, dossier_pdf, file_note, verifier
from azione0.words import _


@click.command(
    name="dossier", help=_("Scrive il dossier di un caso, che si controlla da solo.")
)
@click.argument("household", metavar="ID", required=False)
@click.option(
    "--out", "-o", type=click.Path(path_type=Path, dir_okay=False), help=_("Il file.")
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Che cosa contava fino a quel giorno."),
)
@click.option(
    "--known-at",
    type=Instant(),
    help=_("Che cosa si sapeva in quell'istante (o alla fine di quel giorno)."),
)
@click.option(
    "--verifier",
    "wants_verifier",
    is_flag=True,
    help=_("Stampa il programma che controlla un dossier."),
)
def command(
    household: str | None,
    out: Path | None,
    as_of: datetime | None,
    known_at: datetime | None,
    *,
    wants_verifier: bool,
) -> None:
    """Ask every service, print the file and sign for it."""
    if wants_verifier:
        click.echo(verifier().decode(), nl=False)
        return
    if household is None or out is None:
        raise click.UsageError(_("indicare il nucleo e il file: ID --out FILE.pdf"))
    day, now = as_of.date() if as_of else None, clock()
    signer = _signer()
    made_by = signer.name if signer else os.environ.get("USER", "?")
    with ways("dossier") as found:
        gathered = gather(household_of(household), found, day, known_at)
    pdf = dossier_pdf(gathered, Question(day, known_at, now, made_by))
    out.write_bytes(pdf)
    for partner, why in gathered.silent.items():
        said = _("{partner} non risponde: {why}").format(partner=partner.name, why=why)
        click.echo(said, err=True)
    if signer is not None:
        note = out.with_name(f"{out.name}.note")
        note.write_text(file_note(pdf, signer, now), encoding="utf-8")
        click.echo(_("{file} e la sua firma {note}").format(file=out, note=note))
    else:
        said = _("{file}, senza firma: qui non c'è nessun servizio")
        click.echo(said.format(file=out))


def _signer() -> Signer | None:
    """Give the witness key of a service that this machine runs."""
    for settings in begun_here():
        return signer_of(settings, OF_A_WITNESS)
    return None
