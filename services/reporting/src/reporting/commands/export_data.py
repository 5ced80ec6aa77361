"""`azione0 reporting export-data`: the archive as a pseudonymised dataset."""

import sys
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TextColumn

from azione0.commands.case import Instant
from azione0.commands.opening import open_application
from azione0.words import _


@click.command(
    "export-data",
    help=_(
        "Scrive l'archivio in CARTELLA come insieme di dati con pseudonimi: CSV, "
        "Parquet, il dizionario dei dati e l'SQL degli indicatori. Restano dati "
        "personali: chi li riceve ne risponde."
    ),
)
@click.argument("folder", metavar=_("CARTELLA"), type=click.Path(path_type=Path))
@click.option(
    "--known-at",
    type=Instant(),
    help=_("Con ciò che si sapeva in quell'istante (o alla fine di quel giorno)."),
)
@click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_(
        "La chiave degli pseudonimi, di almeno 32 byte, se due esportazioni si devono "
        "poter unire; se manca, ne serve una a caso che nessuno conserva."
    ),
)
@click.option("--csv-only", is_flag=True, help=_("Senza Parquet: non serve DuckDB."))
def command(
    folder: Path, known_at: datetime | None, key_file: Path | None, *, csv_only: bool
) -> None:
    """Write the dataset; refuse a folder that holds something."""
    key = key_file.read_bytes() if key_file else None
    with (
        open_application("reporting") as reporting,
        Progress(
            TextColumn("{task.description}"),
            TextColumn("{task.completed}"),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        ) as bar,
    ):
        tasks = {}

        def told(table: str, rows: int) -> None:
            if table not in tasks:
                tasks[table] = bar.add_task(table, total=None)
            bar.update(tasks[table], completed=rows)

        written = reporting.export_data(
            folder, known_at, key=key, parquet=not csv_only, progress=told
        )
    for it in written:
        click.echo(
            _("{table}: {rows} righe.").format(table=it.table, rows=it.rows), err=True
        )
    click.echo(_("Scritto: {path}").format(path=folder))
