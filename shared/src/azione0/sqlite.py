"""
SQLite as one service's database: a file, a write-ahead log, no server.

Every writer takes the write lock when it begins (`BEGIN IMMEDIATE`), so two
processes never find out at the end that they exclude each other, and every
commit is on the disk when it returns (`synchronous=FULL`).
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from eventsourcing import persistence

from azione0.database import Database, Idle, Session, TableShape, UnsafeDatabase

BUSY_SECONDS = 30
#: Who reads for longer makes the cleaning wait for its next turn.
SCRUB_MILLISECONDS = 500

sqlite3.register_adapter(UUID, str)
sqlite3.register_adapter(date, date.isoformat)
sqlite3.register_adapter(
    datetime, lambda at: at.astimezone(UTC).isoformat(timespec="microseconds")
)
sqlite3.register_converter("uuid", lambda text: UUID(text.decode()))
sqlite3.register_converter("date", lambda text: date.fromisoformat(text.decode()))
sqlite3.register_converter(
    "timestamptz", lambda text: datetime.fromisoformat(text.decode())
)
sqlite3.register_converter("boolean", lambda text: text != b"0")


class SQLiteSession(Session):
    """A transaction on one connection."""

    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; give its rows."""
        return self._connection.execute(sql, values).fetchall()

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement as they come."""
        yield from self._connection.execute(statement)

    def tables(self) -> dict[str, TableShape]:
        """Give the shape of every table of the file, by name."""
        names = self.execute(
            "SELECT name FROM sqlite_master "
            "WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        return {name: self._shape_of(name) for [name] in names}

    def _shape_of(self, table: str) -> TableShape:
        columns, key = {}, {}
        for _, name, declared, _, _, place in self.execute(
            "SELECT * FROM pragma_table_info(?)", (table,)
        ):
            columns[name] = "bigint" if declared == "INTEGER" else declared.lower()
            if place:
                key[place] = name
        return TableShape(columns, tuple(key[place] for place in sorted(key)))

    def insert(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write many rows with one prepared statement."""
        marks = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608  names are ours
            rows,
        )


class SQLiteDatabase(Database):
    """One file; a connection for each thread that is inside a transaction."""

    dialect = "sqlite"

    def __init__(self, path: str) -> None:
        self.path = path
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._idle = Idle[sqlite3.Connection]()
        self._one_writer = Lock()

    @contextmanager
    def writing(self) -> Iterator[SQLiteSession]:
        """Take the write lock, then commit or roll back."""
        if not self._one_writer.acquire(timeout=BUSY_SECONDS):
            raise persistence.OperationalError(
                f"{self.path}: another transaction has been writing "
                f"for {BUSY_SECONDS} seconds"
            )
        try:
            with self._transaction("BEGIN IMMEDIATE") as session:
                yield session
        finally:
            self._one_writer.release()

    @contextmanager
    def reading(self) -> Iterator[SQLiteSession]:
        """See one moment of the file."""
        with self._transaction("BEGIN") as session:
            yield session

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[SQLiteSession]:
        with _library_errors():
            connection = self._idle.take() or self._connect()
            try:
                connection.execute(begin)
                yield SQLiteSession(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._idle.give_back(connection)
                raise
            self._idle.give_back(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            detect_types=sqlite3.PARSE_DECLTYPES,
            check_same_thread=False,
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    def check(self) -> None:
        """Refuse a file that would not be on the disk after a commit."""
        connection = self._connect()
        try:
            [[mode]] = connection.execute("PRAGMA journal_mode").fetchall()
            [[level]] = connection.execute("PRAGMA synchronous").fetchall()
        finally:
            connection.close()
        full = 2
        if mode != "wal" or level < full:
            raise UnsafeDatabase(
                f"{self.path}: journal_mode is {mode} and synchronous {level}; "
                "put the file on a local disk that supports WAL"
            )

    def check_clock(self, clock: Callable[[], datetime]) -> None:
        """Refuse nothing: a file has no clock of its own."""

    def scrub(self, *tables: str) -> bool:
        """Write the log back into the file and empty it; a reader can prevent it."""
        with _library_errors():
            connection = self._connect()
            try:
                connection.execute(f"PRAGMA busy_timeout={SCRUB_MILLISECONDS}")
                rows = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                [[busy, _pages, _written]] = rows.fetchall()
            finally:
                connection.close()
        return not busy

    def close(self) -> None:
        """Close the idle connections."""
        self._idle.close()


@contextmanager
def _library_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as wrong:
        raise persistence.IntegrityError(str(wrong)) from wrong
    except sqlite3.OperationalError as wrong:
        # SQLite says the same of a full disk and of a table that does not exist:
        # only the first is worth another try.
        if getattr(wrong, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise persistence.ProgrammingError(str(wrong)) from wrong
        raise persistence.OperationalError(str(wrong)) from wrong
    except sqlite3.ProgrammingError as wrong:
        raise persistence.ProgrammingError(str(wrong)) from wrong
    except sqlite3.Error as wrong:
        raise persistence.DatabaseError(str(wrong)) from wrong
