"""`azione0 ledger rent-roll`: every charge of a period, and what was paid of it."""

from datetime import datetime
from itertools import chain
from pathlib import Path

import click

from azione0.words import _
from ledger.commands.asking import (
    DAY,
    as_of_option,
    creditor_option,
    format_option,
    known_at_option,
    open_desk,
)
from ledger.commands.handing import (
    as_json,
    counted,
    hand_over,
    hand_over_sheet,
    output_options,
)
from ledger.documents.reading import folios
from ledger.documents.rent_roll import rent_roll, waiting_roll
from ledger.documents.statement import WrongPeriod
from ledger.documents.tables import rent_roll_sheet


@click.command(
    "rent-roll",
    help=_(
        "Il rent roll: ogni addebito che scade fra due giorni, quanto ne è stato "
        "pagato e quanto resta. Anche quelli in attesa di un nucleo noto."
    ),
)
@click.option("--from", "first", type=DAY, required=True, help=_("Scadenza dal."))
@click.option("--to", "last", type=DAY, required=True, help=_("Scadenza al."))
@creditor_option
@as_of_option
@known_at_option
@format_option("text", "csv", "json")
@output_options
@click.option("--bom", is_flag=True, help=_("CSV con il segno di UTF-8 in testa."))
def command(
    first: datetime,
    last: datetime,
    creditor: str | None,
    as_of: datetime | None,
    known_at: datetime | None,
    wanted: str,
    output: Path | None,
    *,
    force: bool,
    bom: bool,
) -> None:
    """List every charge of a period."""
    first_on, last_on = first.date(), last.date()
    if last_on < first_on:
        raise WrongPeriod(f"a rent roll from {first_on} to {last_on}: turn the days")
    with open_desk() as desk:
        day = desk.day(as_of, known_at)
        posted = (
            line
            for page in counted(folios(desk.ledger, creditor, known_at))
            for line in rent_roll(page, first_on, last_on, day)
        )
        waiting = waiting_roll(desk.ledger, creditor, first_on, last_on, day, known_at)
        lines = chain(posted, waiting)
        if wanted == "json":
            hand_over(as_json(list(lines)), output, force=force)
        else:
            sheet = rent_roll_sheet(lines)
            hand_over_sheet(sheet, wanted, output, force=force, mark=bom)
