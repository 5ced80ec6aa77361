"""
`azione0 simulate`: letters of an invented estate in which the effect is known.

Charges, payments, arrears, cases, agreements, closings, deaths and moves, as the
services would tell them, of buildings that the programme reaches step by step and
others that it never reaches. Beside them the panel that the letters add up to, and
what was planted. `azione0 reporting take-in` brings the letters to an archive.
"""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from azione0.words import _
from reporting.commands.analysing import need_analysis

if TYPE_CHECKING:
    from reporting.invented.names import Names
    from reporting.validation.planted import World

CENTS = 100
LETTERS, PANEL, TRUTH = "letters.jsonl.gz", "panel.csv", "truth.json"
COLUMNS = (
    "household",
    "building",
    "reached_month",
    "in_charge",
    "month",
    "overdue_cents",
)


@click.command(
    "simulate",
    help=_(
        "Scrive le lettere di un quartiere inventato con un effetto noto, ritorno alla "
        "media, abbandoni e ricadute: per provare le stime da capo a fondo."
    ),
)
@click.option(
    "--effect",
    required=True,
    type=click.FloatRange(-1000, 1000),
    help=_("L'effetto piantato, in euro al mese per nucleo."),
)
@click.option("--buildings", default=100, type=click.IntRange(2, 500))
@click.option(
    "--households",
    default=20,
    type=click.IntRange(1, 500),
    help=_("Nuclei con un debito antico per edificio, in media."),
)
@click.option(
    "--brief",
    default=10,
    type=click.IntRange(0, 500),
    help=_("Nuclei per edificio che cadono in morosità per un periodo."),
)
@click.option("--months", default=48, type=click.IntRange(18, 96))
@click.option("--steps", default=4, type=click.IntRange(1, 24))
@click.option("--relapse", default=0.01, type=click.FloatRange(0, 0.99))
@click.option("--drop-out", default=0.005, type=click.FloatRange(0, 0.99))
@click.option(
    "--chosen", is_flag=True, help=_("I nuclei decidono da soli se partecipare.")
)
@click.option(
    "--seed",
    default=2024,
    type=click.IntRange(0),
    help=_("Il seme del caso: stesso seme, stessa storia."),
)
@click.option(
    "--output",
    default=Path("data/simulated"),
    type=click.Path(file_okay=False, path_type=Path),
    help=_("La cartella in cui scrivere."),
)
def command(
    *,
    effect: float,
    buildings: int,
    households: int,
    brief: int,
    months: int,
    steps: int,
    relapse: float,
    drop_out: float,
    chosen: bool,
    seed: int,
    output: Path,
) -> None:
    """Draw one world and write it; the same options give the same bytes."""
    need_analysis()
    from reporting.invented.estate import of_panel, of_waits  # noqa: PLC0415  an extra
    from reporting.invented.names import Names  # noqa: PLC0415
    from reporting.invented.post import envelopes, write_letters  # noqa: PLC0415
    from reporting.validation.planted import Plan, draw  # noqa: PLC0415
    from reporting.validation.trials import FIRST  # noqa: PLC0415
    from reporting.validation.waits import WaitPlan, draw_waits  # noqa: PLC0415

    plan = Plan(
        effect_cents=effect * CENTS,
        reached=_steps(buildings, months, steps),
        households=households,
        months=months,
        relapse=relapse,
        drop_out=drop_out,
        chosen=chosen,
    )
    world, names = draw(plan, seed), Names(seed, FIRST)
    waits = (
        draw_waits(WaitPlan(brief * buildings, months), FIRST, seed) if brief else []
    )
    told = chain(of_panel(world, names), of_waits(waits, names, months, buildings))
    output.mkdir(parents=True, exist_ok=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}"),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as bar:
        task = bar.add_task(_("lettere"), total=None)
        written = write_letters(
            envelopes(told, names),
            output / LETTERS,
            lambda many: bar.advance(task, many),
        )
    _write_panel(output / PANEL, _rows(world, names))
    truth = {
        "seed": seed,
        "first_month": FIRST.isoformat(),
        "plan": asdict(plan),
        "effect_after_months_cents": [round(plan.effect_after(it)) for it in range(25)],
        "waits": [asdict(it) for it in waits],
    }
    (output / TRUTH).write_text(
        json.dumps(truth, indent=1, default=str), encoding="utf-8"
    )
    click.echo(
        _(
            "{households} nuclei, {months} mesi, {letters} lettere: {folder}. "
            "DATI INVENTATI."
        ).format(
            households=world.panel.building.size + len(waits),
            months=months,
            letters=written,
            folder=output,
        )
    )


def _steps(buildings: int, months: int, steps: int) -> tuple[int, ...]:
    """Reach buildings step by step in the middle third; a fifth of them never."""
    from reporting.validation.panel import NEVER  # noqa: PLC0415  an extra

    first, every = months // 3, max(1, (months - 2 * (months // 3)) // steps)
    return tuple(
        NEVER if it % 5 == 4 else first + every * (it % steps)  # noqa: PLR2004
        for it in range(buildings)
    )


def _rows(world: "World", names: "Names") -> Iterator[tuple[object, ...]]:
    from reporting.invented.names import DEEP, building  # noqa: PLC0415  an extra
    from reporting.validation.panel import NEVER  # noqa: PLC0415

    panel = world.panel
    for row, (home, values) in enumerate(
        zip(panel.building.tolist(), panel.values.tolist(), strict=True)
    ):
        start = panel.reached[home]
        about = (
            names.household(DEEP, row),
            building(home),
            "" if start == NEVER else start,
            int(world.shown.came[row]),
        )
        for month, value in enumerate(values):
            seen = "" if value != value else round(value)  # noqa: PLR0124  nan
            yield (*about, month, seen)


def _write_panel(path: Path, rows: Iterator[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as opened:
        sheet = csv.writer(opened, lineterminator="\n")
        sheet.writerow(COLUMNS)
        sheet.writerows(rows)
