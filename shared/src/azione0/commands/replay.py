"""
`azione0 replay`: the projections rebuilt from the archive, then swapped.

It sends nothing. The services may go on working meanwhile.
"""

import json
import os
import sys
import time

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from azione0.commands.opening import open_office
from azione0.words import _


@click.command(name="replay", help=_("Ricostruisce le proiezioni dall'archivio."))
@click.option(
    "--processes",
    type=click.IntRange(min=1, max=8),
    help=_("Quanti processi leggono insieme (solo con PostgreSQL)."),
)
@click.option(
    "--check",
    is_flag=True,
    help=_("Rilegge poi le tabelle scritte e confronta la loro impronta."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Risponde in JSON."))
def command(processes: int | None, *, check: bool, as_json: bool) -> None:
    """Read every letter again, and print the digest of what they say together."""
    with open_office("reporting") as office:
        url = office.settings.database_url
        others = _processes(processes, url) - 1
        begun = time.perf_counter()
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            disable=as_json or not sys.stderr.isatty(),
            transient=True,
        ) as bar:
            task = bar.add_task(_("lettere"), total=None)
            rebuilt = office.application.replay(
                lambda done, total: bar.update(task, completed=done, total=total),
                shared_with=[url] * others,
            )
        seconds = time.perf_counter() - begun
        standing = office.application.digest() if check else rebuilt.digest
    if standing != rebuilt.digest:
        raise DigestsDiffer(
            _("le tabelle ({standing}) non sono quelle scritte ({written})").format(
                standing=standing, written=rebuilt.digest
            )
        )
    answer = {
        "digest": rebuilt.digest,
        "letters": rebuilt.letters,
        "rows": rebuilt.rows,
        "seconds": round(seconds, 3),
        "letters_per_second": round(rebuilt.letters / seconds),
    }
    if as_json:
        click.echo(json.dumps(answer))
        return
    click.echo(
        _(
            "Proiezioni ricostruite: {letters} lettere, {rows} righe, "
            "{seconds} s ({letters_per_second} lettere al secondo)."
        ).format(**answer)
    )
    click.echo(_("Impronta: {digest}").format(**answer))


def _processes(asked: int | None, url: str) -> int:
    """SQLite has one writer, so a second process would only wait."""
    if not url.startswith("postgres"):
        return 1
    return asked or min(2, os.cpu_count() or 1)


class DigestsDiffer(Exception):
    """The tables do not hold what was written: something else wrote in them."""
