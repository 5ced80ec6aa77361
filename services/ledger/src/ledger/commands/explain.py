"""`azione0 ledger explain`: why is this balance what it is, line by line."""

import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from rich.console import Console

from azione0.words import _
from ledger.commands.asking import (
    as_of_option,
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
from ledger.commands.telling import tell_explanation
from ledger.documents.explanation import explain, only_charge
from ledger.documents.tables import explanation_sheet


@click.command(
    "explain",
    help=_(
        "Perché il saldo di NUCLEO è quello che è: ogni addebito, ogni centesimo che "
        "lo ha pagato e per quale regola, chi lo ha registrato e quando."
    ),
)
@household_argument
@creditor_option
@as_of_option
@known_at_option
@click.option("--charge", type=click.UUID, help=_("Solo questo addebito."))
@format_option("text", "csv", "json")
@output_options
@click.option("--bom", is_flag=True, help=_("CSV con il segno di UTF-8 in testa."))
def command(
    household: str,
    creditor: str | None,
    as_of: datetime | None,
    known_at: datetime | None,
    charge: UUID | None,
    wanted: str,
    output: Path | None,
    *,
    force: bool,
    bom: bool,
) -> None:
    """Account for every cent of one balance."""
    with open_desk() as desk:
        folio = desk.folio(household, creditor, known_at)
        made = explain(folio, desk.day(as_of, known_at))
        if charge is not None:
            made = only_charge(made, charge)
        if wanted == "json":
            hand_over(as_json(made), output, force=force)
        elif wanted == "text" and output is None and sys.stdout.isatty():
            tell_explanation(Console(), made)
        else:
            hand_over_sheet(
                explanation_sheet(made), wanted, output, force=force, mark=bom
            )
