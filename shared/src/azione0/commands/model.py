"""
`azione0 model`: the programme without anybody in it, for another estate.

`export` writes what the services at hand own of it, `names` lists the words that only
the estate of origin knows, `import` takes a folder up and adopts nothing.
"""

import getpass
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from azione0.commands.import_ import REFUSED, show_lines
from azione0.commands.opening import clock, installed_here, open_office
from azione0.commands.showing import show
from azione0.model import about, taking
from azione0.model.folder import write
from azione0.model.names import Names, names_to_fill_in, read_names
from azione0.model.part import FITS, LEFT_OUT, PROPOSED, TAKEN, WANTED
from azione0.office import Office
from azione0.refused import Refused
from azione0.words import _

ROME = ZoneInfo("Europe/Rome")
TOLD = {
    TAKEN: "preso",
    PROPOSED: "proposto: decide la cabina di regia",
    FITS: "c'è già",
    WANTED: "da scrivere qui",
    LEFT_OUT: "lasciato fuori",
}


@click.group("model", help=_("Il modello del programma, senza i dati di nessuno."))
def command() -> None:
    """Three verbs: written, looked through, taken up."""


folder_argument = click.argument(
    "folder",
    metavar=_("CARTELLA"),
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
on_option = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help=_("Il giorno; se manca, oggi.")
)
only_option = click.option(
    "--service",
    "services",
    multiple=True,
    metavar=_("SERVIZIO"),
    help=_("Solo questo servizio; si può ripetere."),
)


@command.command(
    "export", help=_("Scrive il modello in CARTELLA, un servizio per uno.")
)
@click.argument("folder", metavar=_("CARTELLA"), type=click.Path(path_type=Path))
@only_option
@on_option
def export_model(folder: Path, services: tuple[str, ...], on: datetime | None) -> None:
    """Write the parts of the services at hand."""
    folder.mkdir(parents=True, exist_ok=True)
    with _offices(services, installed_here()) as offices:
        day = _day(on)
        rows = [
            (kind, name, items)
            for kind, office in offices.items()
            for name, items in write(office, folder, day).items()
        ]
        about.explain(folder, offices)
    show((_("Servizio"), _("Parte"), _("Voci")), rows, "")
    click.echo(_("{page} spiega i file.").format(page=about.PAGES["it"]))


@command.command(
    "names", help=_("Elenca i nomi che valgono solo per chi ha scritto il modello.")
)
@folder_argument
@only_option
def list_names(folder: Path, services: tuple[str, ...]) -> None:
    """Write a file of names to fill in, on the terminal."""
    with _offices(services, taking.services_in(folder, installed_here())) as offices:
        asked = taking.names_asked(folder, offices)
    click.echo(names_to_fill_in(asked), nl=False)


@command.command("import", help=_("Prende un modello; non adotta nulla."))
@folder_argument
@click.option(
    "--names",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help=_("Come si chiamano qui i nomi degli altri (TOML)."),
)
@click.option(
    "--check", is_flag=True, help=_("Controlla soltanto: non registra nulla.")
)
@click.option(
    "--by",
    default=getpass.getuser,
    metavar=_("CHI"),
    help=_("Chi importa; se manca, l'utente di questa macchina."),
)
@click.option(
    "--without",
    multiple=True,
    metavar=_("PARTE"),
    help=_("Parte da lasciare fuori, come intake/notices; si può ripetere."),
)
@only_option
@on_option
def import_model(
    folder: Path,
    names: Path | None,
    by: str,
    services: tuple[str, ...],
    without: tuple[str, ...],
    on: datetime | None,
    *,
    check: bool,
) -> None:
    """Take up the parts of the services at hand, all or none."""
    said = read_names(names) if names else Names()
    with _offices(services, taking.services_in(folder, installed_here())) as offices:
        try:
            found = taking.take(
                folder,
                offices,
                on=_day(on),
                by=by,
                names=said,
                without=frozenset(without),
                check_only=check,
            )
        except Refused as refused:
            click.echo(
                _("{file}: {sentence} Non è stato registrato nulla.").format(
                    file=folder.name, sentence=refused
                ),
                err=True,
            )
            show_lines(refused.lines)
            sys.exit(REFUSED)
    rows = [row for it in found for row in _rows(it)]
    show((_("Parte"), _("Voce"), _("Che cosa ne è"), ""), rows, "")


def _rows(taken: taking.Taken) -> Iterator[tuple[str, str, str, str]]:
    """Tell what became of a part; what is here already is only counted."""
    part = f"{taken.kind}/{taken.part}"
    here = sum(it.state == FITS for it in taken.outcomes)
    new = [(it.item, it.state, it.remark) for it in taken.outcomes if it.state != FITS]
    for item, state, remark in [*new, *([(str(here), FITS, "")] if here else [])]:
        yield part, item, _(TOLD[state]), remark


@contextmanager
def _offices(
    wanted: tuple[str, ...], there: list[str]
) -> Iterator[Mapping[str, Office]]:
    missing = [it for it in wanted if it not in there]
    if missing:
        raise click.UsageError(
            _("{missing}: qui ci sono {there}").format(
                missing=", ".join(missing), there=", ".join(there)
            )
        )
    with ExitStack() as stack:
        yield {
            kind: stack.enter_context(open_office(kind))
            for kind in there
            if not wanted or kind in wanted
        }


def _day(on: datetime | None) -> date:
    return on.date() if on else clock().astimezone(ROME).date()
