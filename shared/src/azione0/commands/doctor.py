"""
`azione0 doctor`: what is wrong on this machine, and what to do about it.

It looks and changes nothing: no database is made, no letter is sent.
"""

import json
import os
import shutil
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import click
from eventsourcing.persistence import DatabaseError
from rich.console import Console

from azione0.access import followers
from azione0.commands.opening import clock, has_begun, installed_here
from azione0.database import (
    SYSTEM,
    Database,
    UnknownDatabase,
    UnsafeDatabase,
    open_database,
    reading_for,
)
from azione0.partners import WrongPartners
from azione0.settings import Settings, WrongSetting, settings_for
from azione0.tokens import WrongTokens, read_tokens
from azione0.words import _

LEAST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 1024**3
ANSWER_SECONDS = 3
#: What an AMQP 0-9-1 client says first, and how the broker's answer begins.
GREETING, METHOD_FRAME = b"AMQP\x00\x00\x09\x01", b"\x01"
SICK = 1


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `well`, what was seen, and what to do if it is not."""

    what: str
    well: bool
    seen: str
    fix: str = ""


@click.command(help=_("Dice che cosa non va su questa macchina e come rimediare."))
@click.option("--json", "as_json", is_flag=True, help=_("Risponde in JSON."))
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Look at everything; exit code 1 if something is wrong."""
    findings = list(examine())
    well = all(it.well for it in findings)
    if as_json:
        answer = {"well": well, "findings": [asdict(it) for it in findings]}
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        _tell(findings, well=well)
    if not well:
        context.exit(SICK)


def examine() -> Iterator[Finding]:
    """Look at the machine, then at each service that is installed here."""
    yield _python()
    kinds = installed_here()
    yield Finding(
        _("servizi"),
        bool(kinds),
        ", ".join(kinds) or _("nessuno"),
        _("installare almeno un servizio: pip install azione0-ledger"),
    )
    seen_brokers: set[str] = set()
    for kind in kinds:
        try:
            settings = settings_for(kind, os.environ)
        except (WrongSetting, WrongPartners) as wrong:
            fix = _("correggere le impostazioni")
            yield Finding(f"{kind}: {_('impostazioni')}", False, str(wrong), fix)  # noqa: FBT003
            continue
        if kind == kinds[0]:
            yield from _disk(settings)
            yield from _tokens(settings)
        if settings.amqp and settings.amqp not in seen_brokers:
            seen_brokers.add(settings.amqp)
            yield _broker(settings.amqp)
        yield from _database(settings)
        yield _port(settings)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    fix = _("usare Python 3.11 o successivo")
    return Finding("Python", sys.version_info >= LEAST_PYTHON, found, fix)


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data.absolute()
    while not folder.exists():
        folder = folder.parent
    writable = os.access(folder, os.W_OK)
    fix = _("dare i permessi di scrittura, o cambiare AZIONE0_DATA")
    yield Finding(_("cartella dei dati"), writable, str(settings.data), fix)
    free = shutil.disk_usage(folder).free
    yield Finding(
        _("spazio su disco"),
        free >= LEAST_FREE_BYTES,
        _("{free} MB liberi").format(free=free // 1024**2),
        _("liberare almeno 1 GB: senza spazio nulla può essere registrato"),
    )


def _tokens(settings: Settings) -> Iterator[Finding]:
    what = _("token")
    if settings.tokens is None:
        # Nothing is wrong: without a file nobody can act over HTTP.
        yield Finding(what, True, _("nessun file: via HTTP nessuno può agire"))  # noqa: FBT003
        return
    try:
        count = len(read_tokens(settings.tokens))
    except WrongTokens as wrong:
        yield Finding(what, False, str(wrong), _("correggere il file dei token"))  # noqa: FBT003
        return
    fix = _("azione0 tokens add ATTORE --organisation ENTE --role operator")
    yield Finding(what, count > 0, _("{count} token").format(count=count), fix)


def _broker(url: str) -> Finding:
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port or 5672}"
    what = _("broker")
    if parts.scheme == "amqps":
        greeting = b""
        expected = b""
    else:
        greeting, expected = GREETING, METHOD_FRAME
    try:
        address = (parts.hostname or "", parts.port or 5672)
        with closing(socket.create_connection(address, ANSWER_SECONDS)) as connection:
            connection.sendall(greeting)
            answer = connection.recv(1) if expected else b""
    except OSError as wrong:
        fix = _("avviare RabbitMQ o correggere AZIONE0_AMQP; intanto si può lavorare")
        return Finding(what, False, f"{where}: {wrong}", fix)  # noqa: FBT003
    fix = _("a questo indirizzo non risponde un broker AMQP: correggere AZIONE0_AMQP")
    return Finding(what, answer == expected, where, fix)


def _database(settings: Settings) -> Iterator[Finding]:
    what = f"{settings.me.name}: {_('base dati')}"
    if not has_begun(settings):
        seen = _("non ancora creata: nascerà al primo avvio")
        yield Finding(what, True, seen)  # noqa: FBT003
        return
    try:
        database = open_database(settings.database_url)
    except (UnknownDatabase, ImportError) as wrong:
        fix = _("correggere l'indirizzo della base dati")
        yield Finding(what, False, str(wrong), fix)  # noqa: FBT003
        return
    with closing(database):
        try:
            database.check()
            database.check_clock(clock)
            kind = database.dialect
            yield Finding(what, True, kind)  # noqa: FBT003
            yield from _inside(settings, database)
        except UnsafeDatabase as wrong:
            yield Finding(what, False, str(wrong), _("seguire l'indicazione"))  # noqa: FBT003
        except DatabaseError as wrong:
            fix = _("avviare la base dati o correggere l'indirizzo")
            first = str(wrong).splitlines()[0] if str(wrong) else type(wrong).__name__
            yield Finding(what, False, first, fix)  # noqa: FBT003


def _inside(settings: Settings, database: Database) -> Iterator[Finding]:
    """Look at the clock, at what is parked, at who is told of nothing."""
    with reading_for(SYSTEM), database.reading() as session:
        tables = (
            "SELECT name FROM sqlite_master"
            if database.dialect == "sqlite"
            else "SELECT table_name FROM information_schema.tables"
        )
        present = {row[0] for row in session.execute(tables)}
        if {"head", "inbox"} - present:
            return
        [[recorded_at]] = session.execute("SELECT recorded_at FROM head")
        [[parked]] = session.execute(
            "SELECT count(*) FROM inbox WHERE state = 'parked'"
        )
        [[quarantined]] = session.execute("SELECT count(*) FROM quarantine")
        known = "case_followers_v1" in present
        follow = followers.organisations(session) if known else []
    name = settings.me.name
    yield Finding(
        f"{name}: {_('orologio')}",
        recorded_at <= clock(),
        _("ultimo fatto registrato il {at}").format(
            at=recorded_at.isoformat(timespec="seconds")
        ),
        _("l'orologio è indietro rispetto a ciò che è scritto: sincronizzarlo"),
    )
    count = parked + quarantined
    yield Finding(
        f"{name}: {_('lettere ferme')}",
        count == 0,
        str(count),
        f"azione0 parked list {settings.me.kind}",
    )
    if settings.addressing.kinds:
        yield _served(settings, follow)


def _served(settings: Settings, organisations: Sequence[str]) -> Finding:
    """Look whether what is about a household reaches one of several of each kind."""
    nobody = [
        f"{it} ({', '.join(kinds)})"
        for it in organisations
        if (kinds := settings.addressing.unserved(it))
    ]
    return Finding(
        f"{settings.me.name}: {_('casi di cui nessun servizio sente')}",
        not nobody,
        ", ".join(nobody) or _("nessuno"),
        _('aggiungere `serves` a un servizio nel file dei partner: `serves = ["*"]`'),
    )


def _port(settings: Settings) -> Finding:
    what = f"{settings.me.name}: {_('porta')} {settings.port}"
    with socket.socket() as probe:
        probe.settimeout(ANSWER_SECONDS)
        taken = probe.connect_ex(("127.0.0.1", settings.port)) == 0
    if not taken:
        return Finding(what, True, _("libera: il servizio è fermo"))  # noqa: FBT003
    fix = _("un altro programma usa la porta: fermarlo o cambiare AZIONE0_PORT")
    ours = _ask(settings.port)
    seen = _("il servizio risponde") if ours else _("risponde un altro programma")
    return Finding(what, ours, seen, fix)


def _ask(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    with closing(connection):
        try:
            connection.request("GET", "/healthz")
            return b"alive" in connection.getresponse().read(1000)
        except (OSError, HTTPException):
            return False


def _tell(findings: list[Finding], *, well: bool) -> None:
    console = Console(highlight=False)
    for it in findings:
        sign, colour = ("✓", "green") if it.well else ("✗", "red")
        console.print(f"[{colour}]{sign}[/]", end=" ")
        console.print(f"{it.what}: {it.seen}", markup=False)
        if not it.well and it.fix:
            console.print(f"  → {it.fix}", markup=False)
    said = _("Tutto a posto.") if well else _("C'è qualcosa da sistemare.")
    console.print(said, markup=False)
