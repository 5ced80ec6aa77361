"""What every test may ask for: fixed instants, databases of its own, a house."""

import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from azione0.house import House

POSTGRES = os.environ.get(
    "AZIONE0_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres"
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Tests read Italian, whatever the machine speaks; processes they start, too.
os.environ["AZIONE0_LANG"] = "it"


def required_or_skip(reason: str) -> None:
    """Skip with a sentence, or fail where the servers are required."""
    if os.environ.get("AZIONE0_REQUIRE_SERVERS"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: NOW


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database under a random name, dropped at the end."""
    name = f"azione0_{secrets.token_hex(6)}"
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as server:
            server.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError as wrong:
        required_or_skip(
            "PostgreSQL does not answer: install postgresql or set "
            f"AZIONE0_TEST_POSTGRES ({wrong})"
        )
    yield POSTGRES.rpartition("/")[0] + "/" + name
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same story on every store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def house(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[House]:
    """Five services in one process, on SQLite, with the embedded bus."""
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=clock) as opened:
        yield opened
