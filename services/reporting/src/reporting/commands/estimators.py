"""`azione0 reporting estimators`: each design is asked for a truth that is known."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from azione0.words import _
from reporting.amounts import euros, number, percent
from reporting.commands.analysing import need_analysis

if TYPE_CHECKING:
    from reporting.validation.trials import Row

DESIGNS = {
    "before_after": "prima e dopo, senza confronto",
    "differences": "differenza nelle differenze, 30 edifici, errore per edificio",
    "differences_few": "differenza nelle differenze, 12 edifici, permutazioni",
    "staircase": "ingresso a scalini, 20 edifici, permutazioni",
    "interrupted": "serie interrotta, 48 mesi",
    "unmatched": "chi è venuto contro chi no, senza abbinare",
    "matched": "confronto abbinato",
    "kaplan_meier": "Kaplan-Meier a 12 mesi",
    "incidence": "incidenza cumulativa a 12 mesi, esiti in concorrenza",
    "one_less_survival": "1 - Kaplan-Meier, esiti in concorrenza ignorati",
}
CENTS = 100


@click.command(
    "estimators",
    help=_(
        "Prova ogni disegno in mondi inventati di cui si conosce l'effetto: chi si "
        "dice valido deve contenerlo in 90-99 casi su 100, chi non lo è deve mancarlo."
    ),
)
@click.option(
    "--seeds",
    default=200,
    type=click.IntRange(1, 5000),
    help=_("Quanti mondi per disegno."),
)
@click.option(
    "--effect",
    default=-200.0,
    type=click.FloatRange(-2000, 2000),
    help=_("L'effetto piantato, in euro al mese per nucleo."),
)
@click.option("--markdown", is_flag=True, help=_("Scrive la tabella in Markdown."))
@click.option("--json", "as_json", is_flag=True, help=_("Risponde in JSON."))
def command(*, seeds: int, effect: float, markdown: bool, as_json: bool) -> None:
    """Print the table; exit 1 if a design does not do what it claims."""
    need_analysis()
    from reporting.validation.trials import designs, try_out  # noqa: PLC0415  an extra

    tried = designs(effect * CENTS)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=as_json or not sys.stderr.isatty(),
        transient=True,
    ) as bar:
        task = bar.add_task(_("mondi"), total=seeds * len(tried))
        rows = [try_out(it, seeds, lambda: bar.advance(task)) for it in tried]
    if as_json:
        click.echo(json.dumps([_as_json(it) for it in rows]))
    elif markdown:
        click.echo(_markdown(rows))
    else:
        Console(highlight=False).print(_table(rows))
    if any(it.holds is False for it in rows):
        sys.exit(1)


def _cells(row: "Row") -> list[str]:
    it = row.design
    return [
        _(DESIGNS[it.code]),
        _("sì") if it.valid else _("no"),
        _amount(it.truth, share=it.share),
        _amount(row.mean, share=it.share),
        percent(Decimal(row.coverage)),
        _amount(row.width, share=it.share),
        str(row.silent),
        "?" if row.holds is None else _("sì") if row.holds else _("no"),
    ]


def _heads() -> list[str]:
    return [
        _("Disegno"),
        _("valido"),
        _("verità"),
        _("stima media"),
        _("copre"),
        _("ampiezza"),
        _("muti"),
        _("tiene"),
    ]


def _amount(value: float, *, share: bool) -> str:
    return number(Decimal(f"{value:.3f}")) if share else euros(round(value))


def _table(rows: Sequence["Row"]) -> Table:
    table = Table(
        title=_("Stime contro una verità nota ({} mondi per disegno)").format(
            rows[0].seeds
        ),
        caption=_(
            "Copre: i mondi il cui intervallo contiene la verità. Muti: quelli senza "
            "intervallo. Tiene: chi si dice valido copre in 90-99 mondi su 100, chi no "
            "in meno di 90; con meno di 100 mondi non si giudica."
        ),
        box=SIMPLE,
        padding=0,
        pad_edge=False,
    )
    first, *others = _heads()
    table.add_column(first, overflow="fold")
    for head in others:
        table.add_column(head, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*_cells(row))
    return table


def _markdown(rows: Sequence["Row"]) -> str:
    heads = _heads()
    lines = [heads, ["---"] * len(heads), *[_cells(it) for it in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _as_json(row: "Row") -> dict[str, Any]:
    said = {name: it for name, it in asdict(row).items() if name != "design"}
    design = row.design
    return {
        "design": design.code,
        "valid": design.valid,
        "truth": design.truth,
        "unit": "share" if design.share else "euro cents",
        **said,
        "holds": row.holds,
    }
