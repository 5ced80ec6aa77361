"""Open one service's office for the length of a command, with the real clock."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from azione0.office import Office, service_class
from azione0.settings import settings_for


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
        office.store.database.check()
        yield office
    finally:
        office.close()


@contextmanager
def open_application(kind: str) -> Iterator[Any]:
    """Open a service for its use-cases alone; its letters leave when it next runs."""
    with open_office(kind) as office:
        yield office.application
