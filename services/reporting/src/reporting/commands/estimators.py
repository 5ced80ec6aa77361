"""`azione0 reporting estimators`: each design is asked for a truth that is known."""

import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from typing import Any, NamedTuple

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from azione0.words import _
from reporting.amounts import euros, number, percent
from reporting.commands.analysing import need_analysis

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
DRAWN = "drawn"
READERS = {"letters": "by_letters", "archive": "by_archive"}


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
@click.option(
    "--through",
    default=DRAWN,
    type=click.Choice([DRAWN, *READERS]),
    help=_(
        "Come il mondo arriva al disegno: com'è (drawn), per lettere (letters), o per "
        "lettere prese da un archivio (archive)."
    ),
)
@click.option(
    "--processes",
    default=1,
    type=click.IntRange(1, 8),
    help=_("Quanti processi lavorano insieme."),
)
@click.option("--markdown", is_flag=True, help=_("Scrive la tabella in Markdown."))
@click.option("--json", "as_json", is_flag=True, help=_("Risponde in JSON."))
def command(
    *,
    seeds: int,
    effect: float,
    through: str,
    processes: int,
    markdown: bool,
    as_json: bool,
) -> None:
    """Print the table; exit 1 if a design or a letter does not do what it claims."""
    need_analysis()
    from reporting.validation.trials import by_plan, designs  # noqa: PLC0415  an extra

    groups = range(len(by_plan(designs(effect * CENTS))))
    asked = [(effect * CENTS, it, seeds, through) for it in groups]
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=as_json or not sys.stderr.isatty(),
        transient=True,
    )
    with bar:
        many = seeds * len(designs())
        if processes == 1:
            task = bar.add_task(_("mondi"), total=many)
            found = [try_group(*it, lambda: bar.advance(task)) for it in asked]
        else:
            task = bar.add_task(_("gruppi di mondi"), total=len(asked))
            found = []
            context = get_context("spawn")
            with ProcessPoolExecutor(processes, mp_context=context) as pool:
                for group in pool.map(try_group, *zip(*asked, strict=True)):
                    found.append(group)
                    bar.advance(task)
    tried = [_Tried(*it) for group, _told, _apart in found for it in group]
    told = sum(many for _group, many, _apart in found)
    apart = sum(many for _group, _told, many in found)
    if as_json:
        click.echo(json.dumps([_as_json(it) for it in tried]))
    elif markdown:
        click.echo(_markdown(tried))
    else:
        Console(highlight=False).print(_table(tried))
    if told:
        click.echo(
            _("{told} mondi raccontati per lettere; letti diversi: {apart}.").format(
                told=told, apart=apart
            ),
            err=as_json,
        )
    if apart or any(it.holds is False for it in tried):
        sys.exit(1)


def try_group(
    effect_cents: float,
    group: int,
    seeds: int,
    through: str,
    tell: Callable[[], None] = lambda: None,
) -> tuple[list[tuple[Any, ...]], int, int]:
    """
    Try the designs of one plan; give what to print of each, worlds told, and apart.

    In the shape of plain values, so that another process can give it.
    """
    from reporting.validation import trials  # noqa: PLC0415  an extra

    those = trials.by_plan(trials.designs(effect_cents))[group]
    way: Any = trials.as_drawn
    if through != DRAWN:
        from reporting.invented import through as told  # noqa: PLC0415  an extra

        way = told.Through(getattr(told, READERS[through]))
    rows = trials.try_together(those, seeds, tell, way)
    plain = [
        (
            it.design.code,
            it.design.valid,
            it.design.truth,
            it.design.share,
            it.seeds,
            it.silent,
            it.mean,
            it.bias,
            it.coverage,
            it.width,
            it.holds,
        )
        for it in rows
    ]
    return plain, getattr(way, "told", 0), getattr(way, "apart", 0)


class _Tried(NamedTuple):
    """What is printed of one design."""

    design: str
    valid: bool
    truth: float
    share: bool
    seeds: int
    silent: int
    mean: float
    bias: float
    coverage: float
    width: float
    holds: bool | None


def _cells(it: _Tried) -> list[str]:
    return [
        _(DESIGNS[it.design]),
        _("sì") if it.valid else _("no"),
        _amount(it.truth, share=it.share),
        _amount(it.mean, share=it.share),
        percent(Decimal(it.coverage)),
        _amount(it.width, share=it.share),
        str(it.silent),
        "?" if it.holds is None else _("sì") if it.holds else _("no"),
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


def _table(rows: Sequence[_Tried]) -> Table:
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


def _markdown(rows: Sequence[_Tried]) -> str:
    heads = _heads()
    lines = [heads, ["---"] * len(heads), *[_cells(it) for it in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _as_json(it: _Tried) -> dict[str, Any]:
    said = it._asdict()
    said["unit"] = "share" if said.pop("share") else "euro cents"
    return said
