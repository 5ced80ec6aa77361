"""`azione0 workshops certificate`: what a place attended, for who asks by name."""

import os
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from azione0.commands.opening import open_office
from azione0.words import _
from workshops.documents.certificate import (
    Bearer,
    certificate_of,
    certificate_page,
    to_pdf,
)
from workshops.labs.enrolment import Enrolment
from workshops.labs.workshop import Workshop


@click.command(
    "certificate",
    help=_(
        "L'attestato di partecipazione di ISCRIZIONE. Il nome si scrive sulla pagina e "
        "non si conserva."
    ),
)
@click.argument("enrolment", metavar=_("ISCRIZIONE"), type=click.UUID)
@click.option("--name", required=True, metavar=_("NOME"), help=_("A chi si rilascia."))
@click.option("--organisation", help=_("Chi rilascia, per esteso."))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=_("Il giorno; o oggi."))
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["html", "pdf"]),
    default="html",
    show_default=True,
    help=_("In quale formato."),
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Scrive in questo file; se manca, a schermo."),
)
def command(
    enrolment: UUID,
    name: str,
    organisation: str | None,
    on: datetime | None,
    wanted: str,
    output: Path | None,
) -> None:
    """Write one certificate."""
    with open_office("workshops") as office:
        place = office.application.get(Enrolment, enrolment)
        workshop = office.application.get(Workshop, place.workshop_id)
        bearer = Bearer(
            name=name,
            organisation=organisation or office.settings.me.organisation,
            given_on=on.date() if on else office.application.today(),
            demo=os.environ.get("AZIONE0_DEMO") == "1",
        )
        page = certificate_page(certificate_of(place, workshop), bearer)
    written = to_pdf(page) if wanted == "pdf" else page.encode()
    if output is not None:
        output.write_bytes(written)
    elif wanted == "pdf" and sys.stdout.isatty():
        raise click.UsageError(
            _("Un PDF non si legge a schermo: indicare --output FILE.")
        )
    else:
        click.echo(written, nl=False)
