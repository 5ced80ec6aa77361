"""
`azione0 broker`: what the operator gives to RabbitMQ.

Exchanges, inboxes, bindings, users and permissions follow from the contracts and
the partners file. Passwords come from a file; only their hashes are written out.
"""

import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from secrets import token_bytes
from typing import Any

import click

from azione0.broker import (
    VHOST,
    definitions,
    password_hash,
    surplus_bindings,
    version_of,
)
from azione0.partners import Partner, default_partners, read_partners
from azione0.words import _

CONTROL = "rabbitmqctl"
OLDEST = "3.10"


@click.group(name="broker", help=_("Prepara RabbitMQ: code, utenti e permessi."))
def command() -> None:
    """Everything is made from the contracts and the partners file."""


def _options(verb: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option(
            "--passwords",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            envvar="AZIONE0_BROKER_PASSWORDS",
            required=True,
            help=_('File TOML con una riga `nome = "password"` per ogni partner.'),
        ),
        click.option(
            "--partners",
            "partners_file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            envvar="AZIONE0_PARTNERS",
            help=_("File dei partner; senza, i cinque servizi e i due creditori."),
        ),
        click.option(
            "--vhost", default=VHOST, show_default=True, help=_("Virtual host.")
        ),
    ):
        verb = option(verb)
    return verb


@command.command(help=_("Scrive le definizioni in un file, o a video."))
@_options
@click.option(
    "--rabbitmq",
    default=OLDEST,
    show_default=True,
    help=_("Versione del server a cui sono destinate."),
)
@click.argument("file", type=click.File("w"), default="-")
def export(
    passwords: Path, partners_file: Path | None, vhost: str, rabbitmq: str, file: Any
) -> None:
    """Write the definitions as JSON."""
    made = _definitions(passwords, partners_file, vhost, rabbitmq)
    json.dump(made, file, indent=2)
    file.write("\n")


@command.command(help=_("Carica le definizioni nel RabbitMQ di questa macchina."))
@_options
def apply(passwords: Path, partners_file: Path | None, vhost: str) -> None:
    """Load the definitions into the server that runs here."""
    control = shutil.which(CONTROL)
    if control is None:
        raise NoControl(
            _(
                "rabbitmqctl non è su questa macchina: esegui "
                "`azione0 broker export definizioni.json` e poi, sul server, "
                "`rabbitmqctl import_definitions definizioni.json`"
            )
        )
    # The server's version, not that of the tool, which may be newer.
    version = _control(control, ["eval", "rabbit_misc:version()."])
    made = _definitions(passwords, partners_file, vhost, version.strip().strip('"'))
    _control(control, ["import_definitions"], given=json.dumps(made))
    removed = _unbind(control, vhost, made)
    click.echo(
        _("{queues} code, {users} utenti e {bindings} collegamenti in {vhost}").format(
            queues=len(made["queues"]),
            users=len(made["users"]),
            bindings=len(made["bindings"]),
            vhost=vhost,
        )
    )
    if removed:
        click.echo(_("{count} collegamenti tolti").format(count=removed))


def _unbind(control: str, vhost: str, made: dict[str, Any]) -> int:
    """Take away the bindings of inboxes that are not wanted any more."""
    columns = ("source_name", "destination_name", "routing_key")
    listing = ("list_bindings", "--vhost", vhost, "--formatter", "json", *columns)
    surplus = surplus_bindings(made, json.loads(_control(control, listing)))
    for it in surplus:
        _control(control, ["eval", _removal(vhost, *(it[name] for name in columns))])
    return len(surplus)


def _removal(vhost: str, source: str, queue: str, key: str) -> str:
    """Spell, for the server, the removal of a binding: no tool of its own does it."""
    place = _erlang(vhost)
    return (
        f"ok = rabbit_binding:remove({{binding, "
        f"{{resource, {place}, exchange, {_erlang(source)}}}, {_erlang(key)}, "
        f'{{resource, {place}, queue, {_erlang(queue)}}}, []}}, <<"azione0">>).'
    )


def _erlang(text: str) -> str:
    """Spell a text as the bytes that the server keeps it as."""
    return f"<<{','.join(map(str, text.encode()))}>>"


def _definitions(
    passwords: Path, partners_file: Path | None, vhost: str, version: str
) -> dict[str, Any]:
    return definitions(
        _partners(partners_file),
        password_hashes={
            name: password_hash(password, token_bytes(4))
            for name, password in _read_passwords(passwords).items()
        },
        server_version=version_of(version),
        vhost=vhost,
    )


def _partners(file: Path | None) -> Sequence[Partner]:
    return read_partners(file) if file else default_partners()


def _read_passwords(file: Path) -> dict[str, str]:
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise WrongPasswords(f"{file}: {wrong}") from None
    for name, password in given.items():
        if not isinstance(password, str) or not password:
            raise WrongPasswords(f"{file}: {name}: " + _("serve una password"))
    return given


def _control(control: str, arguments: Sequence[str], given: str = "") -> str:
    done = subprocess.run(  # noqa: S603  the operator's own tool, no shell
        [control, "--silent", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise NoControl(f"rabbitmqctl {arguments[0]}: {' '.join(last)}")
    return done.stdout


class NoControl(Exception):
    """RabbitMQ's own tool is missing here, or has refused."""


class WrongPasswords(Exception):
    """A file of passwords that cannot be used."""
