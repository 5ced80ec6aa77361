"""`azione0 reporting register PLAN`: say what will be looked at, before it is seen."""

from getpass import getuser
from pathlib import Path

import click

from azione0.commands.opening import clock, open_office
from azione0.store import Cause
from azione0.words import _
from reporting.amounts import ROME, moment
from reporting.commands.analysing import need_analysis


@click.command(
    "register",
    help=_(
        "Registra un piano di analisi con la data e la sua impronta: il rapporto dirà "
        "se fu scritto prima che qualcosa si potesse vedere."
    ),
)
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(plan: Path) -> None:
    """Write the plan down, once; the same plan keeps its first date."""
    need_analysis()
    from reporting.report.plan import read_plan  # noqa: PLC0415  an extra

    asked = read_plan(plan)
    with open_office("reporting") as office:
        reporting = office.application
        with reporting.transaction(Cause(getuser(), f"register/{asked.digest}")):
            reporting.register_plan(
                asked.text, asked.digest, clock().astimezone(ROME).date()
            )
        at = reporting.registration_of(asked.digest)
    click.echo(
        _("Registrato il {at}: {digest}").format(at=moment(at), digest=asked.digest)
    )
