"""The servers that tests use: one that answers, else a private one, else a reason."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache

import psycopg
import pytest
from faults.cluster import PrivatePostgres

TEST_POSTGRES = os.environ.get(
    "AZIONE0_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres"
)


def required_or_skip(reason: str) -> None:
    """Skip with a sentence, or fail where the servers are required."""
    if os.environ.get("AZIONE0_REQUIRE_SERVERS"):
        pytest.fail(reason)
    pytest.skip(reason)


class Postgres:
    """PostgreSQL for the whole run, looked for when a test first asks."""

    def __init__(self) -> None:
        self._private: PrivatePostgres | None = None

    @lru_cache  # noqa: B019  one for the run
    def url(self) -> str:
        """Give the address of a server that answers."""
        with suppress(psycopg.OperationalError):
            psycopg.connect(TEST_POSTGRES, connect_timeout=3).close()
            return TEST_POSTGRES
        if missing := PrivatePostgres.missing():
            required_or_skip(
                f"no PostgreSQL at AZIONE0_TEST_POSTGRES: start one, or {missing}"
            )
        self._private = PrivatePostgres()
        self._private.start()
        return self._private.url()

    @contextmanager
    def database(self) -> Iterator[str]:
        """An empty database under a random name, dropped at the end."""
        name = f"azione0_{secrets.token_hex(6)}"
        server_url = self.url()
        with psycopg.connect(server_url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        try:
            yield server_url.rpartition("/")[0] + "/" + name
        finally:
            with psycopg.connect(server_url, autocommit=True) as server:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """End the server if it was started here."""
        if self._private is not None:
            self._private.remove()


POSTGRES = Postgres()
