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
def service_databases() -> Iterator[dict[str, str]]:
    """One for each service, and one for a second workshops, for all tests of a run."""
    place, name = POSTGRES.url().rpartition("/")[0], f"azione0_{secrets.token_hex(6)}"
    owners = (*SERVICES, "workshops_larete")
    with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
        for owner in owners:
            connection.execute(f"CREATE DATABASE {name}_{owner}")
    yield {f"AZIONE0_{owner.upper()}_DB": f"{place}/{name}_{owner}" for owner in owners}
    with psycopg.connect(POSTGRES.url(), autocommit=True) as connection:
        for owner in owners:
            connection.execute(f"DROP DATABASE {name}_{owner} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Settings of services that have nothing stored yet, on the same story's stores."""
    environ = {"AZIONE0_DATA": str(tmp_path)}
    if request.param == "postgres":
        environ |= request.getfixturevalue("service_databases")
        for url in request.getfixturevalue("service_databases").values():
            with psycopg.connect(url, autocommit=True) as database:
                database.execute("DROP SCHEMA public CASCADE")
                database.execute("CREATE SCHEMA public")
    return environ


@pytest.fixture
def house_on_each_store(
    each_store: dict[str, str], clock: Callable[[], datetime]
) -> Iterator[House]:
    """Five services in one process, with nothing stored yet."""
    with House(each_store, clock=clock) as opened:
        yield opened
