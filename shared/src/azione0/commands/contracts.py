"""
`azione0 contracts`: what can be said, and whether a message says it well.

An integrator's verb: it lists the contracts, writes their descriptions out
and checks a message before it is sent.
"""

import json
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from azione0.body import BadLetter, decode, plain_json
from azione0.contract import KINDS, UnknownContract, all_contracts, contract_for
from azione0.envelope import CONTENT_TYPE, JSON, check_headers
from azione0.fields import Fault, shown
from azione0.letter import read
from azione0.words import _

REFUSED = 2


@click.group(name="contracts")
def command() -> None:
    """Elenca, pubblica e controlla i contratti."""


@command.command(name="list")
def show_all() -> None:
    """Elenca i contratti: chi li dice, chi li ascolta."""
    rows = [
        (
            contract.promise.publisher,
            contract.routing_key(),
            ", ".join(kind for kind in KINDS if kind in contract.promise.audience),
        )
        for contract in sorted(
            all_contracts(),
            key=lambda c: (KINDS.index(c.promise.publisher), c.promise.name),
        )
    ]
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    table = Table(_("Chi lo dice"), _("Contratto"), _("Chi lo ascolta"))
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@command.command()
@click.argument(
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("contratti"),
)
@click.option(
    "--choreography",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Dove scrivere la tabella di chi dice cosa a chi.",
)
def export(folder: Path, choreography: Path | None) -> None:
    """Scrive in una cartella gli schemi JSON, AsyncAPI e la coreografia."""
    from azione0.schemas import write_published  # noqa: PLC0415, slow to import

    written = write_published(folder, choreography or folder / "choreography.md")
    click.echo(
        _("{count} file scritti in {folder}").format(count=len(written), folder=folder)
    )


@command.command()
@click.argument("message", type=click.File("rb"))
def check(message: Any) -> None:
    """
    Controlla un messaggio, campo per campo.

    MESSAGE è un documento CloudEvents in JSON, oppure un oggetto con `headers`
    e `body` (o `data`). Esce con 2 se il messaggio è sbagliato.
    """
    try:
        faults = faults_in(message.read())
    except UnknownContract as unknown:
        click.echo(str(unknown), err=True)
        raise SystemExit(REFUSED) from unknown
    if not faults:
        click.echo(_("Messaggio valido."))
        return
    click.echo(_("Messaggio non valido:"), err=True)
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    raise SystemExit(REFUSED)


def faults_in(content: bytes) -> tuple[Fault, ...]:
    """
    Name every fault of a message in a file, headers first, then the body.

    `UnknownContract` if its type is none of ours, with the nearest ones.
    """
    try:
        headers, body = _taken_apart(plain_json(content))
    except BadLetter as wrong:
        return wrong.faults
    faults: list[Fault] = []
    try:
        check_headers(headers)
    except BadLetter as wrong:
        faults += wrong.faults
    type_name = headers.get("ce-type")
    if isinstance(type_name, str):
        try:
            decode(_contract_named(type_name), body)
        except BadLetter as wrong:
            faults += wrong.faults
    if not faults:
        try:
            read(headers, body)
        except BadLetter as wrong:
            faults += wrong.faults
    return tuple(faults)


def _contract_named(type_name: str) -> Any:
    try:
        return contract_for(type_name)
    except UnknownContract as unknown:
        names = [contract.type_name() for contract in all_contracts()]
        sentence = _("Nessun contratto si chiama {name}.").format(name=shown(type_name))
        if near := get_close_matches(type_name, names, 3, 0.6):
            sentence += " " + _("Forse: {names}.").format(names=", ".join(near))
        raise UnknownContract(sentence) from unknown


def _taken_apart(document: Any) -> tuple[dict[str, Any], bytes]:
    """Part a message into headers and body, whichever of the two forms it has."""
    if not isinstance(document, dict):
        raise BadLetter([Fault("body", shown(document), _("un oggetto JSON"))])
    body: Any
    if isinstance(document.get("headers"), dict):
        headers = {str(k): v for k, v in document["headers"].items()}
        body = document.get("body", document.get("data"))
    else:
        headers, body = _headers_of(document), document.get("data")
    headers.setdefault(CONTENT_TYPE, JSON)
    is_text = isinstance(body, str) and "headers" in document
    text = body if is_text else json.dumps(body, ensure_ascii=False)
    return headers, text.encode("utf-8", "backslashreplace")


def _headers_of(document: Mapping[str, Any]) -> dict[str, Any]:
    headers = {
        f"ce-{name}": value for name, value in document.items() if name != "data"
    }
    if "ce-datacontenttype" in headers:
        headers[CONTENT_TYPE] = headers.pop("ce-datacontenttype")
    return headers
