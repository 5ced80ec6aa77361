"""`azione0 intake processing-register`: the register of art. 30 GDPR, of a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from azione0.commands.opening import clock, open_application
from azione0.spreadsheet import write_table
from azione0.words import _
from intake.governance.register import HEAD

ROME = ZoneInfo("Europe/Rome")


@click.command(
    "processing-register",
    help=_(
        "Il registro delle attività di trattamento (art. 30 GDPR), dagli accordi in "
        "vigore. I trattamenti senza accordo restano senza titolare: mancano."
    ),
)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help=_("Il giorno; se manca, oggi.")
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["text", "csv"]),
    default="text",
    show_default=True,
    help=_("In quale formato."),
)
def command(on: datetime | None, wanted: str) -> None:
    """Write the register out."""
    day = on.date() if on else clock().astimezone(ROME).date()
    with open_application("intake") as intake:
        rows = intake.processing_register(day)
    if wanted == "csv":
        click.echo(write_table(HEAD, rows), nl=False)
        return
    click.echo(_("Registro delle attività di trattamento al {day}").format(day=day))
    for row in rows:
        click.echo()
        for title, cell in zip(HEAD, row, strict=True):
            click.echo(f"{title}: {cell or '-'}")
