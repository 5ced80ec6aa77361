"""`azione0 workshops load-catalogue`: the catalogue of workshops, from a file."""

import getpass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import click

from azione0.commands.import_ import read_capped
from azione0.commands.opening import open_application
from azione0.store import Cause
from azione0.words import _
from workshops.budgets.subsistence import fingerprint
from workshops.labs.catalogue import read_catalogue


@click.command(
    "load-catalogue",
    help=_(
        "Carica il catalogo dei laboratori da FILE (TOML); se manca, quello proposto "
        "dal progetto."
    ),
)
@click.argument(
    "file",
    metavar="[FILE]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi importa; se manca, l'utente di questa macchina."),
)
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help=_("Da quale giorno vale; se manca, da oggi."),
)
def command(file: Path | None, by: str, on: datetime | None) -> None:
    """Add or revise all templates of a file, or none."""
    if file is None:
        content = files("workshops.labs").joinpath("catalogue.toml").read_bytes()
    else:
        content = read_capped(file)
    outlines = read_catalogue(content)
    with open_application("workshops") as workshops:
        since = on.date() if on else workshops.today()
        cause = Cause(by, f"catalogue/{since}/{fingerprint(content)}")
        with workshops.transaction(cause):
            workshops.load_catalogue(outlines, since)
    click.echo(_("Laboratori nel catalogo: {count}.").format(count=len(outlines)))
