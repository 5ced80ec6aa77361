"""What every test may ask for: fixed instants, databases of its own, a house."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from servers import POSTGRES

from azione0.house import House

NOW = datetime(2026, 1, 1, tzinfo=UTC)
# Tests read Italian, whatever the machine speaks; processes they start, too.
os.environ["AZIONE0_LANG"] = "it"


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: NOW


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database under a random name, dropped at the end."""
    with POSTGRES.database() as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def _end_private_servers() -> Iterator[None]:
    """End what was started for the run."""
    yield
    POSTGRES.close()


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
