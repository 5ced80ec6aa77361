"""The scenarios' ledger, on both stores, and a check of every order of letters."""

import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import sql
from servers import POSTGRES
from stories import Books, Step, last_day, orders

#: Five letters come in every order; of more, so many samples on each store.
ALL, SOME, FEW = 120, 16, 2

#: Where files need no disk, if the machine has such a place.
IN_MEMORY = next((it for it in ("/dev/shm",) if Path(it).is_dir()), None)  # noqa: S108

Opened = Callable[..., AbstractContextManager[Books]]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files in which nothing is stored yet; a copy is opened much faster."""
    folder = tmp_path_factory.mktemp("empty")
    Books({"AZIONE0_DATA": str(folder)}).house.close()
    return folder


@pytest.fixture(scope="session")
def on_sqlite(empty: Path) -> Opened:
    """Open books in new files."""

    @contextmanager
    def opened(**environ: str) -> Iterator[Books]:
        with TemporaryDirectory(dir=IN_MEMORY) as folder:
            shutil.copytree(empty, folder, dirs_exist_ok=True)
            books = Books({"AZIONE0_DATA": folder, **environ})
            try:
                yield books
            finally:
                books.house.close()

    return opened


@pytest.fixture(scope="session")
def on_postgres(on_sqlite: Opened) -> Iterator[Opened]:
    """Open the ledger's books in one database, emptied each time."""
    server, name = POSTGRES.url(), f"azione0_{secrets.token_hex(6)}"
    url = f"{server.rpartition('/')[0]}/{name}"

    @contextmanager
    def opened() -> Iterator[Books]:
        with psycopg.connect(url) as database:
            for [table] in database.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall():
                database.execute(
                    sql.SQL("DELETE FROM {}").format(sql.Identifier(table))
                )
        with on_sqlite(AZIONE0_LEDGER_DB=url) as books:
            yield books

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield opened
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


STORES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> str:
    """The same story on every store."""
    return str(request.param)


@pytest.fixture
def books(store: str, request: pytest.FixtureRequest) -> Iterator[Books]:
    """A ledger to which nothing was told yet."""
    with request.getfixturevalue(f"on_{store}")() as opened:
        yield opened


@pytest.fixture
def ends_alike_in_any_order(
    store: str, on_sqlite: Opened, request: pytest.FixtureRequest
) -> Callable[[Sequence[Step]], None]:
    """Tell a story in other orders, doubled too, and compare how it ends."""
    here: Opened = request.getfixturevalue(f"on_{store}")

    def outcome(opened: Opened, told: Sequence[Step], day: object) -> object:
        with opened() as books:
            books.tell(*told)
            return books.outcome(day)

    def check(story: Sequence[Step]) -> None:
        day = last_day(story)
        expected = outcome(on_sqlite, story, day)
        sizes = (ALL, SOME) if store == "sqlite" else (FEW, FEW)
        for told in orders(story, *sizes):
            assert outcome(here, told, day) == expected

    return check
