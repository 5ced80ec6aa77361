"""`azione0 ledger statement`: the statement of an account (estratto conto)."""

import sys
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from azione0.words import _
from ledger.commands.asking import (
    DAY,
    Desk,
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
from ledger.commands.telling import tell_statement
from ledger.documents.notice import NoNotice, notice_for
from ledger.documents.page import Payable, statement_page
from ledger.documents.pdf import to_pdf
from ledger.documents.reading import Folio
from ledger.documents.sentences import charge_said
from ledger.documents.statement import Statement, statement
from ledger.documents.tables import statement_sheet


@click.command(
    "statement",
    help=_(
        "L'estratto conto di NUCLEO (codice A0-…, id, o creditore/contratto): saldo "
        "iniziale, movimenti, saldo finale, e dove è andato ogni pagamento."
    ),
)
@household_argument
@creditor_option
@click.option("--from", "first", type=DAY, help=_("Dal giorno; se manca, dall'inizio."))
@click.option(
    "--to", "last", type=DAY, help=_("Al giorno; se manca, quello di --as-of.")
)
@as_of_option
@known_at_option
@format_option("text", "html", "pdf", "csv", "json")
@output_options
@click.option("--bom", is_flag=True, help=_("CSV con il segno di UTF-8 in testa."))
@by_option
@contact_option
def command(
    household: str,
    creditor: str | None,
    first: datetime | None,
    last: datetime | None,
    as_of: datetime | None,
    known_at: datetime | None,
    wanted: str,
    output: Path | None,
    by: str,
    contact: str,
    *,
    force: bool,
    bom: bool,
) -> None:
    """Write the statement of one account."""
    with open_desk() as desk:
        folio = desk.folio(household, creditor, known_at)
        # Said alone, the last day is also the day of which everything is told.
        told_on = desk.day(as_of or last, known_at)
        made = statement(
            folio,
            last.date() if last else told_on,
            first_on=first.date() if first else None,
            as_of=told_on,
        )
        if wanted in ("html", "pdf"):
            page = statement_page(
                made,
                payables(folio, made, desk),
                desk.imprint(folio.creditor_id, by, contact),
            )
            hand_over(to_pdf(page) if wanted == "pdf" else page, output, force=force)
        elif wanted == "json":
            hand_over(as_json(made), output, force=force)
        elif wanted == "text" and output is None and sys.stdout.isatty():
            tell_statement(Console(), made)
        else:
            hand_over_sheet(
                statement_sheet(made), wanted, output, force=force, mark=bom
            )


def payables(folio: Folio, made: Statement, desk: Desk) -> list[Payable]:
    """Give the notice of each open bill, or why it has none; one for each IUV."""
    lines = folio.standing(made.as_of).open_charges
    found, seen = [], set()
    for line in lines:
        iuv = line.charge.iuv
        if iuv and iuv in seen:
            continue
        seen.add(iuv)
        said = "; ".join(
            charge_said(it.charge)
            for it in lines
            if it is line or (iuv and it.charge.iuv == iuv)
        )
        try:
            notice = notice_for(iuv, lines, desk.creditor(folio.creditor_id))
        except NoNotice as why:
            found.append(Payable(said, None, str(why)))
        else:
            found.append(Payable(said, notice))
    return found
