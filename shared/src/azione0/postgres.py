"""
PostgreSQL as one service's database.

Many rows go in with one `COPY`; a lock that is not had within five seconds, or
a transaction left idle for as long, is an error and not a silent wait.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Any

import psycopg
from eventsourcing import persistence
from psycopg import sql

from azione0.database import Database, Session, UnsafeDatabase

CONNECTIONS = 10
CONNECT_SECONDS = 5
SETTINGS = (
    "-c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


@cache
def _marks(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


class PostgresSession(Session):
    """A transaction on one connection."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def execute(
        self, statement: str, values: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Run one statement; give its rows."""
        cursor = self._connection.execute(_marks(statement), values)
        return cursor.fetchall() if cursor.description else []

    def insert(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write many rows with one COPY."""
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    def insert_encoded(
        self,
        table: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        encoded: Sequence[bytes],
    ) -> None:
        """Write many rows with one COPY: a JSON array is nearly a line of CSV."""
        lines = b"\n".join([line[1:-1] for line in encoded])
        if b"\\" in lines:
            # CSV knows no JSON escapes: these rows are spelled again.
            self.insert(table, columns, rows)
            return
        into = sql.SQL(
            "COPY {} ({}) FROM STDIN (FORMAT csv, QUOTE '\"', NULL 'null')"
        ).format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor, cursor.copy(into) as copy:
            copy.write(lines)


class PostgresDatabase(Database):
    """One database; at most ten connections, opened when they are needed."""

    dialect = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url
        self._idle: list[psycopg.Connection] = []
        self._free = BoundedSemaphore(CONNECTIONS)

    @contextmanager
    def writing(self) -> Iterator[PostgresSession]:
        """Begin, then commit or roll back."""
        with self._connection() as connection:
            yield PostgresSession(connection)

    @contextmanager
    def reading(self) -> Iterator[PostgresSession]:
        """See one moment of the database; PostgreSQL refuses writes."""
        with self._connection() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.execute("SET TRANSACTION READ ONLY")
            yield PostgresSession(connection)

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection]:
        with _library_errors(), self._free:
            connection = self._idle.pop() if self._idle else self._connect()
            try:
                yield connection
                connection.commit()
            except Exception:
                self._give_back_or_close(connection)
                raise
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    def _give_back_or_close(self, connection: psycopg.Connection) -> None:
        try:
            connection.rollback()
        except psycopg.Error:
            connection.close()
        else:
            self._idle.append(connection)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            self.url,
            connect_timeout=CONNECT_SECONDS,
            options=SETTINGS,
            target_session_attrs="read-write",
            application_name="azione0",
        )

    def check(self) -> None:
        """Refuse a server that could forget what it acknowledged."""
        with self.reading() as session:
            for setting in MUST_BE_ON:
                [[value]] = session.execute("SELECT current_setting(?)", (setting,))
                if value == "off":
                    raise UnsafeDatabase(
                        f"PostgreSQL runs with {setting} off: set it on in "
                        "postgresql.conf and reload, or acknowledged facts can be lost"
                    )

    def close(self) -> None:
        """Close the idle connections."""
        while self._idle:
            self._idle.pop().close()


@contextmanager
def _library_errors() -> Iterator[None]:
    try:
        yield
    except psycopg.IntegrityError as wrong:
        raise persistence.IntegrityError(str(wrong)) from wrong
    except psycopg.OperationalError as wrong:
        raise persistence.OperationalError(str(wrong)) from wrong
    except psycopg.ProgrammingError as wrong:
        raise persistence.ProgrammingError(str(wrong)) from wrong
    except psycopg.DataError as wrong:
        raise persistence.DataError(str(wrong)) from wrong
    except psycopg.Error as wrong:
        raise persistence.DatabaseError(str(wrong)) from wrong
