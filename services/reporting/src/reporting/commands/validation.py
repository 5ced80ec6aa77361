"""`azione0 reporting validation`: the validation report, as a page and as a PDF."""

import os
from datetime import datetime
from pathlib import Path

import click

from azione0.commands.opening import clock, open_office
from azione0.words import _
from reporting.amounts import ROME, day, moment
from reporting.commands.analysing import need_analysis, need_pages

PAGE, PRINT = "validation.html", "validation.pdf"


@click.command(
    "validation",
    help=_(
        "Scrive il rapporto di validazione: se il programma funziona, quanto se ne è "
        "sicuri, e che cosa non si può dire."
    ),
)
@click.option(
    "--plan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Il piano di analisi (TOML); senza, uno ricavato dai dati."),
)
@click.option(
    "--costs",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("I costi e le ipotesi (TOML)."),
)
@click.option(
    "--place",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("La scheda del luogo (TOML)."),
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help=_("L'ultimo giorno."))
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help=_("Ciò che si sapeva a quell'ora, a Roma."),
)
@click.option(
    "--format",
    "forms",
    type=click.Choice(["html", "pdf"]),
    multiple=True,
    default=("html", "pdf"),
    show_default=True,
)
@click.option(
    "--output",
    default=Path("data/validation"),
    type=click.Path(file_okay=False, path_type=Path),
    help=_("La cartella in cui scrivere."),
)
def command(
    *,
    plan: Path | None,
    costs: Path | None,
    place: Path | None,
    as_of: datetime | None,
    known_at: datetime | None,
    forms: tuple[str, ...],
    output: Path,
) -> None:
    """Read the archive once, ask every design, write the report."""
    need_analysis()
    need_pages()
    from reporting.report.making import make_report  # noqa: PLC0415  an extra
    from reporting.report.page import report_page  # noqa: PLC0415
    from reporting.report.plan import read_plan  # noqa: PLC0415

    now = clock()
    at = known_at.replace(tzinfo=ROME) if known_at else now
    with open_office("reporting") as office:
        told = make_report(
            office.application,
            as_of=as_of.date() if as_of else None,
            known_at=at,
            today=now.astimezone(ROME).date(),
            plan=read_plan(plan) if plan else None,
            costs=costs,
            place=place,
        )
    page = report_page(told)
    output.mkdir(parents=True, exist_ok=True)
    if "html" in forms:
        (output / PAGE).write_text(page, encoding="utf-8")
    if "pdf" in forms:
        from reporting.report.page import to_pdf  # noqa: PLC0415  slow to load

        (output / PRINT).write_bytes(to_pdf(page))
    click.echo(
        _("Rapporto al {day}, noto al {at}: {folder}{sep}").format(
            day=day(told.as_of), at=moment(at), folder=output, sep=os.sep
        )
    )
