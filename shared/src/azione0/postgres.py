"""
PostgreSQL as one service's database.

Many rows go in with one `COPY`; a lock that is not had within five seconds, a
transaction left idle for thirty or a connection not free within ten is an error
and not a silent wait.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from threading import BoundedSemaphore
from typing import Any

import psycopg
from eventsourcing import persistence
from psycopg import IsolationLevel, sql

from azione0.database import (
    MOST_SECONDS_APART,
    SYSTEM,
    Database,
    Idle,
    Session,
    TableShape,
    UnsafeDatabase,
    reader,
)

CONNECTIONS = 10
CONNECT_SECONDS = 5
FREE_SECONDS = 10
SETTINGS = (
    "-c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)
ROWS_AT_ONCE = 2_000
OUR_TYPES = {"timestamp with time zone": "timestamptz"}
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


@cache
def _marks(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


def _made_by(statement: str) -> str:
    """Give the name of the table or index that a statement makes."""
    return statement.split("IF NOT EXISTS", 1)[-1].split(maxsplit=1)[0]


class PostgresSession(Session):
    """A transaction on one connection."""

    dialect = "postgres"

    def __init__(
        self, connection: psycopg.Connection, types: dict[str, dict[str, str]]
    ) -> None:
        self._connection = connection
        self._types = types

    def execute(
        self, statement: str, values: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Run one statement; give its rows."""
        cursor = self._connection.execute(_marks(statement), values, binary=True)
        return cursor.fetchall() if cursor.description else []

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement as they come, through a cursor of the server."""
        with self._connection.cursor("stream") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            yield from cursor.execute(_marks(statement))

    def tables(self) -> dict[str, TableShape]:
        """Give the shape of every table of the schema in use, by name."""
        columns: dict[str, dict[str, str]] = {}
        keys: dict[str, dict[int, str]] = {}
        for table, name, declared, place in self.execute(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), "
            "array_position(i.indkey::int[], a.attnum::int) FROM pg_class c "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
            "AND NOT a.attisdropped "
            "LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
            "WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace "
            "ORDER BY c.relname, a.attnum"
        ):
            columns.setdefault(table, {})[name] = OUR_TYPES.get(declared, declared)
            if place is not None:
                keys.setdefault(table, {})[place] = name
        return {
            table: TableShape(
                shape, tuple(name for _, name in sorted(keys.get(table, {}).items()))
            )
            for table, shape in columns.items()
        }

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

    def look_up(
        self, statement: str, keys: Sequence[Any], before: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """Ask for many keys with one array: long lists of marks are slow to spell."""
        if keys:
            asked = statement.replace("IN ({keys})", "= ANY(?)")
            yield from self.execute(asked, [*before, list(keys)])

    def put(
        self,
        table: str,
        key: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
    ) -> None:
        """Write many rows with one statement, a column with each array."""
        if not rows:
            return
        types = self._types_of(table)
        others = columns[len(key) :]
        changes = ", ".join(f"{it} = excluded.{it}" for it in others)
        arrays = ", ".join(f"?::{types[it]}[]" for it in columns)
        self.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  ours
            f"SELECT * FROM unnest({arrays}) "
            f"ON CONFLICT ({', '.join(key)}) DO "
            + (f"UPDATE SET {changes}" if others else "NOTHING"),
            [list(column) for column in zip(*rows, strict=True)],
        )

    def _types_of(self, table: str) -> dict[str, str]:
        """Give the types of a table's columns, as they are written in SQL."""
        if table not in self._types:
            self._types[table] = dict(
                self.execute(
                    "SELECT attname, format_type(atttypid, atttypmod) "
                    "FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0",
                    (table,),
                )
            )
        return self._types[table]

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
        self._idle = Idle[psycopg.Connection]()
        #: The types of the columns of the tables that were put to.
        self._types: dict[str, dict[str, str]] = {}
        self._free = BoundedSemaphore(CONNECTIONS)
        #: Whether rows are kept from who may not see them; known once asked.
        self._is_protected: bool | None = None

    @contextmanager
    def writing(self) -> Iterator[PostgresSession]:
        """Begin, then commit or roll back."""
        with self._connection() as connection:
            yield PostgresSession(connection, self._types)

    @contextmanager
    def reading(self) -> Iterator[PostgresSession]:
        """See one moment of the database; PostgreSQL refuses writes."""
        with self._connection(IsolationLevel.REPEATABLE_READ) as connection:
            yield PostgresSession(connection, self._types)

    @contextmanager
    def _connection(
        self, level: IsolationLevel | None = None
    ) -> Iterator[psycopg.Connection]:
        """Give a connection; one that sees one moment is for reading only."""
        with _library_errors(), self._one_of_ten():
            connection = self._idle.take() or self._connect()
            try:
                # Said with the next BEGIN, at no cost of its own.
                connection.isolation_level = level
                connection.read_only = True if level else None
                self._say_for_whom(connection, reading=level is not None)
                yield connection
                connection.commit()
            except Exception:
                self._give_back_or_close(connection)
                raise
            except BaseException:
                connection.close()
                raise
            self._idle.give_back(connection)

    def create(self, statements: Iterable[str]) -> None:
        """Create what is missing; a role that may create nothing only looks."""
        wanted = list(statements)
        with self.reading() as session:
            present = {
                it
                for it in {_made_by(statement) for statement in wanted}
                if session.execute("SELECT to_regclass(?)", (it,)) != [(None,)]
            }
        super().create(it for it in wanted if _made_by(it) not in present)

    def _say_for_whom(self, connection: psycopg.Connection, *, reading: bool) -> None:
        """
        Tell the row-level security of a protected database who reads.

        Whoever writes has been let in: a letter, a timer, an admitted command. Who
        opens the vault for somebody reads as that somebody though the reading is
        written down. Who reads for nobody sees no row. Source: `protection.py`.
        """
        if self._is_protected is None:
            found = connection.execute("SELECT to_regproc('azione0_may_see')")
            self._is_protected = found.fetchone() != (None,)
        if not self._is_protected:
            return
        who = reader()
        if not reading and not (who is not None and who.discloses):
            who = SYSTEM
        if who is not None:
            connection.execute(
                "SELECT set_config('azione0.organisation', %s, true), "
                "set_config('azione0.purposes', %s, true), "
                "set_config('azione0.holder', %s, true), "
                "set_config('azione0.day', %s, true), "
                "set_config('azione0.actor', %s, true), "
                "set_config('azione0.at', %s, true)",
                (
                    who.organisation,
                    who.purpose,
                    who.holder,
                    who.day,
                    who.actor,
                    who.at,
                ),
            )

    @contextmanager
    def _one_of_ten(self) -> Iterator[None]:
        if not self._free.acquire(timeout=FREE_SECONDS):
            raise persistence.OperationalError(
                f"all {CONNECTIONS} connections have been in use "
                f"for {FREE_SECONDS} seconds"
            )
        try:
            yield
        finally:
            self._free.release()

    def _give_back_or_close(self, connection: psycopg.Connection) -> None:
        try:
            connection.rollback()
        except psycopg.Error:
            connection.close()
            # The server is away or was restarted: those at rest are dead too.
            self._idle.forget()
        else:
            self._idle.give_back(connection)

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

    def check_clock(self, clock: Callable[[], datetime]) -> None:
        """Refuse a clock more than two seconds from the server's."""
        with self.reading() as session:
            [[theirs]] = session.execute("SELECT clock_timestamp()")
        apart = (clock() - theirs).total_seconds()
        if abs(apart) > MOST_SECONDS_APART:
            raise UnsafeDatabase(
                f"this machine's clock is {apart:+.1f} s from PostgreSQL's: "
                "synchronise both, or facts are dated wrongly"
            )

    def scrub(self, *tables: str) -> bool:
        """
        Vacuum the tables; the server's log keeps the bytes until it is recycled.

        False while a transaction that is still open could see the deleted rows, or
        where the role may not vacuum: then the tables' owner must.
        """
        with _library_errors():
            connection = self._connect()
            try:
                refused: list[str] = []
                connection.add_notice_handler(
                    lambda notice: refused.append(str(notice.severity))
                )
                connection.autocommit = True
                [[oldest]] = connection.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT "
                    "NULL AND datname = current_database() "
                    "AND pid <> pg_backend_pid()"
                ).fetchall()
                for table in tables:
                    connection.execute(
                        sql.SQL("VACUUM {}").format(sql.Identifier(table))
                    )
            finally:
                connection.close()
        return not oldest and not refused

    def close(self) -> None:
        """Close the idle connections."""
        self._idle.close()


#: The driver calls these two an internal error: a server that has become a standby,
#: and one that has ended a connection for being idle in a transaction.
_ANOTHER_TIME = (
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.IdleInTransactionSessionTimeout,
)


@contextmanager
def _library_errors() -> Iterator[None]:
    try:
        yield
    except psycopg.IntegrityError as wrong:
        raise persistence.IntegrityError(str(wrong)) from wrong
    except (psycopg.OperationalError, *_ANOTHER_TIME) as wrong:
        raise persistence.OperationalError(str(wrong)) from wrong
    except psycopg.ProgrammingError as wrong:
        raise persistence.ProgrammingError(str(wrong)) from wrong
    except psycopg.DataError as wrong:
        raise persistence.DataError(str(wrong)) from wrong
    except psycopg.Error as wrong:
        raise persistence.DatabaseError(str(wrong)) from wrong
