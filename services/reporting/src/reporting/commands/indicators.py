"""`azione0 reporting indicators`: K1 to K18, and what each of them is worth."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from azione0.commands.case import Instant
from azione0.commands.opening import open_application
from azione0.words import _
from reporting.amounts import number, percent
from reporting.application import Reporting
from reporting.indicators.definition import definitions
from reporting.indicators.indicators import Indicator

#: Methods whose value is a share; the others are times, steps or hours.
SHARES = ("share", "clustered", "ratio", "survival_at_365", "fidelity", "fidelity_high")
#: A ratio of euro is a share too, whatever is made of it.
CENTS = "euro cents"
REASONS = {
    "nothing_heard": "non calcolabile: nessuna lettera ne parla",
    "no_contract": "non calcolabile: nessun contratto lo dice",
    "no_costs": "non calcolabile: nessun costo caricato",
}


@click.command(
    "indicators",
    help=_(
        "Gli indicatori K1-K18: valore, intervallo al 95 %, da quanti, quanti mancano, "
        "quanti non sono ancora maturi. Con un CODICE, ciò che gli sta dietro."
    ),
)
@click.argument("code", metavar=_("[CODICE]"), required=False)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help=_("L'ultimo giorno che conta.")
)
@click.option(
    "--known-at",
    type=Instant(),
    help=_("Con ciò che si sapeva in quell'istante (o alla fine di quel giorno)."),
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help=_("In quale formato."),
)
@click.option("--sql", is_flag=True, help=_("Mostra l'SQL con cui si conta il CODICE."))
def command(
    code: str | None,
    as_of: datetime | None,
    known_at: datetime | None,
    wanted: str,
    *,
    sql: bool,
) -> None:
    """Show the indicators, or what stands behind one."""
    on = as_of.date() if as_of else None
    with open_application("reporting") as reporting:
        day = on or reporting.last_day()
        if code is not None:
            _behind(reporting, code, day, known_at, wanted, sql=sql)
            return
        found = reporting.indicators(day, known_at)
    if wanted == "text":
        console = Console(highlight=False)
        console.print(Text(_("Indicatori al {day:%d/%m/%Y}").format(day=day), "bold"))
        console.print(_table(found))
        return
    told = [it.plain() for it in found]
    click.echo(_written(told, wanted), nl=wanted == "json")


def _behind(
    reporting: Reporting,
    code: str,
    day: date,
    known_at: datetime | None,
    wanted: str,
    *,
    sql: bool,
) -> None:
    definition, rows = reporting.behind(code, day, known_at)
    if sql:
        click.echo(definition.sql, nl=False)
        return
    if wanted == "text":
        said = definition.said
        click.echo(f"{definition.code} v{definition.version}: {said.title}")
        click.echo(said.sentence)
        click.echo(definition.formula)
    told: list[dict[str, object]] = [
        {
            "grp": it.grp,
            "unit": it.unit,
            "household_id": it.household_id,
            "part": it.part,
            "whole": it.whole,
            "standing": it.standing,
            "letter_id": it.letter_id,
            "decided_by": it.decided_by,
        }
        for it in rows
    ]
    click.echo(_written(told, wanted), nl=wanted == "json")


def _written(told: list[dict[str, object]], wanted: str) -> str:
    if wanted == "json":
        return json.dumps(told, ensure_ascii=False, indent=1, default=str)
    lines = io.StringIO()
    heads = list(told[0]) if told else list(definitions())
    written = csv.DictWriter(lines, heads, lineterminator="\n")
    written.writeheader()
    written.writerows(told)
    return lines.getvalue()


def _table(found: list[Indicator]) -> Table:
    table = Table(box=SIMPLE, padding=(0, 1), pad_edge=False)
    table.add_column(_("Indicatore"), overflow="fold", ratio=1)
    for head in (_("valore"), _("intervallo"), "n", _("mancano"), _("immaturi")):
        table.add_column(head, justify="right", no_wrap=True)
    for it in found:
        figure, name = it.figure, f"{it.code}: {it.definition.said.title}"
        if figure.why:
            table.add_row(f"{name} ({_(REASONS[figure.why])})", "-")
            continue
        ends = [_shown(it, end) for end in (figure.low, figure.high)]
        table.add_row(
            name,
            _shown(it, figure.value),
            "-" if ends == ["-", "-"] else " - ".join(ends),
            str(figure.n),
            str(figure.missing),
            str(figure.immature),
        )
    return table


def _shown(it: Indicator, value: Decimal | None) -> str:
    if value is None:
        return "-"
    told = it.definition
    is_share = told.method in SHARES or told.unit == CENTS
    return percent(value) if is_share else number(value)
