"""`azione0 intake letter`: an invitation, an appointment or the pact, to be sent."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

import click

from azione0.access.declared import Declared, Named
from azione0.commands.admitting import admit
from azione0.commands.opening import clock, open_office
from azione0.words import _
from intake.cases.case import Case
from intake.cases.contacts import LETTERS, ROME
from intake.documents.letters import Addressee
from intake.documents.page import Imprint, letter_page
from intake.documents.pdf import to_pdf

DAY = click.DateTime(["%Y-%m-%d"])
READ = Declared("read", "none")


@click.command(
    "letter",
    help=_(
        "La lettera TIPO del caso CASO, in HTML o PDF. Il nome e l'indirizzo si "
        "leggono da un file JSON e non si conservano; se mancano, la finestra resta "
        "vuota."
    ),
)
@click.argument("kind", metavar=_("TIPO"), type=click.Choice(LETTERS))
@click.argument("case_id", metavar=_("CASO"), type=click.UUID)
@click.option("--on", type=DAY, help=_("Il giorno della lettera; se manca, oggi."))
@click.option("--expires", type=DAY, help=_("Fino a quando vale l'invito."))
@click.option(
    "--addressee",
    type=click.File("r", encoding="utf-8"),
    help=_('Un file come {"name": "…", "lines": ["…"]}; - per leggerlo da un tubo.'),
)
@click.option("--contact", default="", help=_("Chi chiamare, sulla lettera."))
@click.option("--place", default="", help=_("Dove ci si incontra, sulla lettera."))
@click.option("--worker", default="", help=_("Chi segue la famiglia, sul patto."))
@click.option("--format", "wanted", type=click.Choice(["html", "pdf"]), default="html")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path))
def command(
    kind: str,
    case_id: UUID,
    on: datetime | None,
    expires: datetime | None,
    addressee: IO[str] | None,
    contact: str,
    place: str,
    worker: str,
    wanted: str,
    output: Path | None,
) -> None:
    """Write a letter out; nothing of it is kept."""
    with open_office("intake") as office:
        day = on.date() if on else clock().astimezone(ROME).date()
        case = office.application.get(Case, case_id)
        admit(office, "intake letter", READ, Named(case.household_id))
        letter = office.application.letter(
            case_id, kind, day, expires_on=expires.date() if expires else None
        )
    page = letter_page(
        letter,
        Imprint(letter.organisation_id, contact, place, worker),
        _addressee(addressee),
    )
    content = to_pdf(page) if wanted == "pdf" else page.encode()
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def _addressee(told: IO[str] | None) -> Addressee | None:
    """Read whom a letter is for; `click.BadParameter` for a file of another shape."""
    if told is None:
        return None
    try:
        said = json.load(told)
        return Addressee(str(said["name"]), tuple(map(str, said.get("lines", ()))))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise click.BadParameter(
            _('il destinatario si scrive come {"name": "…", "lines": ["…"]}')
        ) from None
