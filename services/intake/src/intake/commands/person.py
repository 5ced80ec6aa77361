"""`azione0 intake person`: the copy of a person's file, and lists of persons."""

import csv
import io
import json
import sys
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click

from azione0.access.declared import Declared, Named
from azione0.application import NotFound
from azione0.commands.admitting import admit
from azione0.commands.opening import open_office
from azione0.store import Cause
from azione0.words import _
from intake.access import households_of_rows
from intake.people.person import Person

DAY = click.DateTime(["%Y-%m-%d"])
MOST_BYTES = 10_000_000
PARTLY = 1

on_option = click.option(
    "--on", "on", type=DAY, required=True, help=_("Il giorno in cui conta.")
)
by_option = click.option(
    "--by", required=True, metavar=_("CHI"), help=_("Chi lo fa: organizzazione/nome.")
)


@click.group("person", help=_("Le persone: copia dei dati, elenchi da registrare."))
def command() -> None:
    """Group what is done about persons."""


@command.command("export", help=_("Tutto ciò che si conserva di una persona."))
@click.argument("person_id", metavar="ID", type=click.UUID)
@on_option
@by_option
@click.option(
    "--format",
    "wanted",
    type=click.Choice(("json", "html", "pdf")),
    default="json",
    show_default=True,
    help=_("In quale formato."),
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=_("Scrive in questo file, leggibile solo da chi lo crea."),
)
def export(person_id: UUID, on: datetime, by: str, wanted: str, output: Path) -> None:
    """Write the copy; that it was made is written down first, and stands in it."""
    with open_office("intake") as office:
        person = office.application.get(Person, person_id)
        operator = admit(
            office,
            "intake person export",
            Declared("export", "special"),
            Named(person.household_id),
            actor=by,
            is_noted=False,
        )
        reader, cause = operator.reader, Cause(by, operator.request_id)
        with office.application.transaction(cause):
            dossier = office.application.dossier(person_id, reader, on.date())
    from intake.people.page import dossier_page, dossier_pdf  # noqa: PLC0415  slow

    if wanted == "pdf":
        content = dossier_pdf(dossier)
    elif wanted == "html":
        content = dossier_page(dossier).encode()
    else:
        text = json.dumps(dossier.plain(), ensure_ascii=False, indent=1)
        content = f"{text}\n".encode()
    output.touch(mode=0o600, exist_ok=False)
    output.write_bytes(content)
    click.echo(_("Scritto {file}.").format(file=output), err=True)


@command.command(
    "import",
    help=_(
        "Registra le persone di un CSV con i titoli surname, name, codice_fiscale, "
        "birth_date, …, e household_id oppure creditor_id e tenancy_id."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@on_option
@by_option
def import_(file: Path, on: datetime, by: str) -> None:
    """Register many; wrong rows and doubles are reported, the others are taken."""
    rows = _rows(file)
    with open_office("intake") as office:
        work = Declared("work", "none")
        operator = admit(office, "intake person import", work, actor=by)
        told = {"rows": [it for it in rows if _names_one(it)]}
        for it in households_of_rows(office.application, told):
            if not office.access.decide(operator.asker, work, it).allowed:
                raise NotFound(_("una riga nomina un nucleo che non c'è, o di altri"))
        with office.application.transaction(Cause(by, operator.request_id)):
            result = office.application.import_persons(rows, on.date())
    click.echo(
        _("Righe: {rows}, registrate: {made}, non prese: {refused}.").format(
            rows=result.rows,
            made=len(result.person_ids),
            refused=len(result.refused),
        )
    )
    for it in result.refused:
        # The first line of the file is its titles.
        click.echo(f"{it.row + 1}\t{it.refusal}\t{it.detail}", err=True)
    if result.refused:
        sys.exit(PARTLY)


def _names_one(row: dict[str, str]) -> bool:
    """Whether a row names its household in a way that can be looked up."""
    try:
        UUID(row.get("household_id") or str(UUID(int=0)))
    except ValueError:
        return False
    return True


def _rows(file: Path) -> list[dict[str, str]]:
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException(_("Il file supera i 10 MB: dividerlo."))
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(
            _("Il file non è in UTF-8: salvarlo come CSV UTF-8.")
        ) from None
    mark = ";" if ";" in text.partition("\n")[0] else ","
    return [
        {name: it for name, it in row.items() if isinstance(it, str) and it and name}
        for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    ]
