"""
`azione0 run SERVICE`: one service, at work until it is told to stop.

It needs its database, and the broker if one is configured; while the broker is
away people can go on working, and letters wait in the letter book.
"""

import os
import signal
import sys
from collections.abc import Iterable, Mapping, Sequence
from types import FrameType
from typing import Any

import click

from azione0 import log
from azione0.commands.opening import clock
from azione0.contract import SERVICES
from azione0.memory import settle
from azione0.office import service_class
from azione0.settings import Settings, settings_for, settings_of_all
from azione0.words import _

#: Settings that five services cannot share.
OF_ONE = ("AZIONE0_AMQP", "AZIONE0_NAME", "AZIONE0_ORGANISATION", "AZIONE0_PORT")
#: Seconds that a service has to stop in before it is cut short.
LONGEST_STOP = 4.5
#: Under eventlet a signal is noticed when the next timer is due.
PULSE_SECONDS = 0.25


@click.command(help=_("Avvia un servizio e lo tiene in funzione."))
@click.argument("service", type=click.Choice(SERVICES))
def command(service: str) -> None:
    """Run one service until SIGTERM or Ctrl-C."""
    run([service], os.environ)


def run(kinds: Iterable[str], environ: Mapping[str, str]) -> None:
    """
    Run services in this process until SIGTERM or Ctrl-C; several share no broker.

    Settings that cannot be used are refused before anything starts.
    """
    go_green()
    from azione0.door.container import Container  # noqa: PLC0415  only once patched

    kinds = list(kinds)
    log.configure("+".join(kinds))
    neighbours: dict[str, Any] = {}
    containers = []
    for settings in _settings(kinds, environ):
        if not settings.database_url.startswith("sqlite:"):
            check_driver()
        container = Container(
            service_class(settings.me.kind),
            {"settings": settings, "clock": clock, "neighbours": neighbours},
        )
        container.office.store.database.check_clock(clock)
        containers.append(container)
        neighbours[settings.me.name] = container
    if len(containers) == 1:
        neighbours.clear()
    stay(containers)


def _settings(kinds: Sequence[str], environ: Mapping[str, str]) -> list[Settings]:
    if len(kinds) == 1:
        return [settings_for(kinds[0], environ)]
    return settings_of_all(kinds, environ)


def run_all(environ: Mapping[str, str]) -> None:
    """Run all services in this process, with the embedded bus between them."""
    run(SERVICES, {name: it for name, it in environ.items() if name not in OF_ONE})


def go_green() -> None:
    """Let what waits in this process wait without stopping the rest."""
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")
    import eventlet  # noqa: PLC0415  late: other commands do without

    eventlet.monkey_patch()


def check_driver() -> None:
    """Refuse a PostgreSQL driver whose waiting would freeze the whole process."""
    import psycopg.waiting  # noqa: PLC0415  after the setting that it reads

    waits = getattr(psycopg.waiting.wait, "__name__", "an unknown function")
    if waits != "wait_selector":
        raise BlockingDriver(
            f"psycopg waits with {waits}, which stops everything during a query: "
            "start with PSYCOPG_WAIT_FUNC=wait_selector"
        )


def stay(containers: Sequence[Any]) -> None:
    """Start, wait for the end, stop; each container stops in its own time."""
    import eventlet  # noqa: PLC0415  late: other commands do without

    told_to_stop = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    previous = {it: signal.signal(it, stop) for it in (signal.SIGTERM, signal.SIGINT)}
    try:
        for container in containers:
            container.start()
        settle()
        _announce(containers)
        while not told_to_stop and all(it.started for it in containers):
            eventlet.sleep(PULSE_SECONDS)
        stopping = [eventlet.spawn(container.stop) for container in containers]
        with eventlet.Timeout(LONGEST_STOP, exception=False):
            for thread in stopping:
                thread.wait()
            return
        for container in containers:
            container.kill()
    finally:
        for signum, handler in previous.items():
            signal.signal(signum, handler)


def _announce(containers: Sequence[Any]) -> None:
    for container in containers:
        settings = container.office.settings
        address = f"http://127.0.0.1:{settings.port}" if settings.port else "-"
        print(f"{settings.me.name}: {address}", file=sys.stderr)  # noqa: T201  to the person who started it


class BlockingDriver(Exception):
    """A database driver that would stop all green threads while it waits."""
