"""Servers from the same places as the broker's, and a house on each store."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from broker.conftest import databases, postgres, server
from servers import POSTGRES

from azione0.contract import SERVICES
from azione0.house import House

__all__ = ["databases", "postgres", "server"]


@pytest.fixture(scope="session")
def five_databases() -> Iterator[dict[str, str]]:
    """One for each service, for all the tests of a run."""
    place, name = POSTGRES.url().rpartition("/")[0], f"azione0_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
        for kind in SERVICES:
            connection.execute(f"CREATE DATABASE {name}_{kind}")
    yield {f"AZIONE0_{kind.upper()}_DB": f"{place}/{name}_{kind}" for kind in SERVICES}
    with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
        for kind in SERVICES:
            connection.execute(f"DROP DATABASE {name}_{kind} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def house_on_each_store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Callable[[], datetime]
) -> Iterator[House]:
    """Five services in one process, with nothing stored yet."""
    environ = {"AZIONE0_DATA": str(tmp_path)}
    if request.param == "postgres":
        environ |= request.getfixturevalue("five_databases")
        for url in request.getfixturevalue("five_databases").values():
            with psycopg.connect(url, autocommit=True) as database:
                database.execute("DROP SCHEMA public CASCADE")
                database.execute("CREATE SCHEMA public")
    with House(environ, clock=clock) as opened:
        yield opened
