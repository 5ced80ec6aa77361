"""`azione0 ledger ageing`: how old what is owed is, by account or by item."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import click

from azione0.words import _
from ledger.commands.asking import (
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
from ledger.documents.ageing_table import aged_account, aged_items
from ledger.documents.reading import Folio, folios
from ledger.documents.tables import aged_items_sheet, ageing_sheet


@click.command(
    "ageing",
    help=_(
        "Quanto è vecchio ciò che è dovuto, per fasce di giorni: una riga per conto, "
        "o per addebito e rata. Senza NUCLEO, tutti i conti."
    ),
)
@click.argument("household", metavar=_("[NUCLEO]"), required=False)
@creditor_option
@as_of_option
@known_at_option
@click.option(
    "--by-item", is_flag=True, help=_("Una riga per addebito o rata, non per conto.")
)
@format_option("text", "csv", "json")
@output_options
@click.option("--bom", is_flag=True, help=_("CSV con il segno di UTF-8 in testa."))
def command(
    household: str | None,
    creditor: str | None,
    as_of: datetime | None,
    known_at: datetime | None,
    wanted: str,
    output: Path | None,
    *,
    by_item: bool,
    force: bool,
    bom: bool,
) -> None:
    """Sort what is owed by its age."""
    with open_desk() as desk:
        day = desk.day(as_of, known_at)
        pages: Iterable[Folio] = (
            [desk.folio(household, creditor, known_at)]
            if household
            else counted(folios(desk.ledger, creditor, known_at))
        )
        items = (it for page in pages for it in aged_items(page, day))
        accounts = (aged_account(page, day) for page in pages)
        if wanted == "json":
            rows: Iterator[object] = items if by_item else accounts
            hand_over(as_json(list(rows)), output, force=force)
        else:
            sheet = aged_items_sheet(items) if by_item else ageing_sheet(accounts)
            hand_over_sheet(sheet, wanted, output, force=force, mark=bom)
