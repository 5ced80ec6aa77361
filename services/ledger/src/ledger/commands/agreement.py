"""`azione0 ledger agreement`: a repayment agreement, and how it is kept."""

import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console

from azione0.words import _
from ledger.commands.asking import (
    as_of_option,
    by_option,
    contact_option,
    creditor_option,
    format_option,
    household_argument,
    known_at_option,
    open_desk,
)
from ledger.commands.handing import (
    as_json,
    hand_over,
    hand_over_sheet,
    output_options,
)
from ledger.commands.telling import tell_agreement
from ledger.documents.agreement_letter import (
    agreement_letter,
    agreement_of,
    latest_agreement,
)
from ledger.documents.page import letter_page
from ledger.documents.pdf import to_pdf
from ledger.documents.reading import read_proposal
from ledger.documents.tables import agreement_sheet


@click.command(
    "agreement",
    help=_(
        "Il piano di rientro di NUCLEO (l'ultimo, o quello di --id): a schermo le rate "
        "e come vanno; in HTML o PDF la lettera da firmare."
    ),
)
@household_argument
@creditor_option
@click.option("--id", "agreement_id", type=click.UUID, help=_("Proprio questo piano."))
@as_of_option
@known_at_option
@format_option("text", "html", "pdf", "json")
@output_options
@by_option
@contact_option
def command(
    household: str,
    creditor: str | None,
    agreement_id: UUID | None,
    as_of: datetime | None,
    known_at: datetime | None,
    wanted: str,
    output: Path | None,
    by: str,
    contact: str,
    *,
    force: bool,
) -> None:
    """Write the letter of one agreement, or tell how it is kept."""
    with open_desk() as desk:
        folio = desk.folio(household, creditor, known_at)
        chosen = agreement_of(folio, agreement_id or latest_agreement(folio)).id
        letter = agreement_letter(
            folio,
            read_proposal(desk.ledger, folio, chosen),
            chosen,
            desk.day(as_of, known_at),
        )
        if wanted in ("html", "pdf"):
            page = letter_page(letter, desk.imprint(folio.creditor_id, by, contact))
            hand_over(to_pdf(page) if wanted == "pdf" else page, output, force=force)
        elif wanted == "json":
            hand_over(as_json(letter), output, force=force)
        elif output is None and sys.stdout.isatty():
            tell_agreement(Console(), letter)
        else:
            hand_over_sheet(
                agreement_sheet(letter), wanted, output, force=force, mark=False
            )
