"""Open one service's office for the length of a command, with the real clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from azione0.contract import SERVICES
from azione0.database import SYSTEM, reading_for
from azione0.office import GROUP, Office, service_class
from azione0.partners import default_partners, read_partners
from azione0.settings import Settings, settings_for

SQLITE = "sqlite:///"

#: The service that a command is about, as its first word.
service_argument = click.argument("service", type=click.Choice(SERVICES))


def clock() -> datetime:
    """Give the present instant, in UTC; nothing below a command reads the time."""
    return datetime.now(UTC)


@contextmanager
def open_office(kind: str) -> Iterator[Office]:
    """
    Open a service as this machine's environment sets it, and close it at the end.

    `WrongSetting`, `NotInstalled` or `UnsafeDatabase` says what to change.
    """
    office = Office(service_class(kind), settings_for(kind, os.environ), clock=clock)
    try:
        office.store.database.check_clock(clock)
        with reading_for(SYSTEM):
            yield office
    finally:
        office.close()


@contextmanager
def open_application(kind: str) -> Iterator[Any]:
    """Open a service for its use-cases alone; its letters leave when it next runs."""
    with open_office(kind) as office:
        yield office.application


def installed_here() -> list[str]:
    """Give the kinds that are installed; with `AZIONE0_NAME` set, its kind alone."""
    installed = {found.name for found in entry_points(group=GROUP)}
    kinds = [kind for kind in SERVICES if kind in installed]
    name = os.environ.get("AZIONE0_NAME")
    if not name:
        return kinds
    return [kind for kind in kinds if _is_run_as(kind, name)]


def has_begun(settings: Settings) -> bool:
    """Tell whether a service has a database; a SQLite file may not exist yet."""
    url = settings.database_url
    return not url.startswith(SQLITE) or Path(url.removeprefix(SQLITE)).exists()


def _is_run_as(kind: str, name: str) -> bool:
    # One environment is for one service: under its name no other kind is found.
    listed = os.environ.get("AZIONE0_PARTNERS")
    partners = read_partners(Path(listed)) if listed else default_partners()
    return any(it.name == name and it.kind == kind for it in partners)
