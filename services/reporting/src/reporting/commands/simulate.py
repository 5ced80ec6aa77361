"""
`azione0 simulate`: an invented panel of arrears in which the effect is known.

Households by months as CSV, and beside it what was planted. It writes no letters yet:
an estate that speaks through the five services is `azione0 demo`.
"""

import csv
import json
from dataclasses import asdict
from pathlib import Path

import click

from azione0.words import _
from reporting.commands.analysing import need_analysis

CENTS = 100
PANEL, TRUTH = "panel.csv", "truth.json"
COLUMNS = ("household", "building", "reached_month", "came", "month", "overdue_cents")


@click.command(
    "simulate",
    help=_(
        "Scrive le morosità mensili di un quartiere inventato, con un effetto noto, "
        "ritorno alla media, abbandoni e ricadute: per provare le stime."
    ),
)
@click.option(
    "--effect",
    required=True,
    type=click.FloatRange(-2000, 2000),
    help=_("L'effetto piantato, in euro al mese per nucleo."),
)
@click.option("--buildings", default=20, type=click.IntRange(2, 500))
@click.option(
    "--households",
    default=12,
    type=click.IntRange(1, 500),
    help=_("Nuclei per edificio, in media."),
)
@click.option("--months", default=48, type=click.IntRange(18, 240))
@click.option("--steps", default=4, type=click.IntRange(1, 24))
@click.option("--relapse", default=0.01, type=click.FloatRange(0, 0.99))
@click.option("--drop-out", default=0.005, type=click.FloatRange(0, 0.99))
@click.option(
    "--chosen", is_flag=True, help=_("I nuclei decidono da soli se partecipare.")
)
@click.option(
    "--seed", default=2024, help=_("Il seme del caso: stesso seme, stessa storia.")
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
    from reporting.validation.panel import NEVER  # noqa: PLC0415  an extra
    from reporting.validation.planted import Plan, draw  # noqa: PLC0415

    # A fifth of the buildings is never reached; the others step by step.
    first, every = months // 3, max(1, (months - 2 * (months // 3)) // steps)
    reached = tuple(
        NEVER if it % 5 == 4 else first + every * (it % steps)  # noqa: PLR2004
        for it in range(buildings)
    )
    plan = Plan(
        effect_cents=effect * CENTS,
        reached=reached,
        households=households,
        months=months,
        relapse=relapse,
        drop_out=drop_out,
        chosen=chosen,
    )
    world = draw(plan, seed)
    output.mkdir(parents=True, exist_ok=True)
    panel = world.panel
    with (output / PANEL).open("w", encoding="utf-8", newline="") as opened:
        sheet = csv.writer(opened, lineterminator="\n")
        sheet.writerow(COLUMNS)
        for row, (home, values) in enumerate(
            zip(panel.building.tolist(), panel.values.tolist(), strict=True)
        ):
            start = panel.reached[home]
            about = (row, home, "" if start == NEVER else start, int(world.came[row]))
            for month, value in enumerate(values):
                seen = "" if value != value else round(value)  # noqa: PLR0124  nan
                sheet.writerow((*about, month, seen))
    truth = {
        "seed": seed,
        "plan": asdict(plan),
        "effect_after_months_cents": [round(plan.effect_after(it)) for it in range(25)],
    }
    (output / TRUTH).write_text(json.dumps(truth, indent=1), encoding="utf-8")
    click.echo(
        _("{} nuclei, {} mesi: {} e {}. DATI INVENTATI.").format(
            panel.building.size, months, output / PANEL, output / TRUTH
        )
    )
