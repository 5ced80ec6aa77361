"""
One service's database, seen the same way whether it is SQLite or PostgreSQL.

Everything that a service keeps (events, letters, inbox, read models) lives in
one database, so that what belongs together is committed together. SQL is
written once, with `?` for each value; the few words that differ between the two
are spelled by `Database.dialect`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

#: A clock further from its database than this would date facts wrongly.
MOST_SECONDS_APART = 2

#: Keys asked for, and rows put, with one statement: SQLite takes 32,766 values.
AT_ONCE = 500

type_of_key = {"sqlite": "INTEGER PRIMARY KEY", "postgres": "bigint PRIMARY KEY"}


@dataclass(frozen=True, slots=True)
class TableShape:
    """
    A table's columns with their types, in order, and those of its primary key.

    The types are those of our `CREATE TABLE` statements in every database: `uuid`,
    `text`, `bigint`, `bytea`, `date`, `timestamptz`, `boolean`.
    """

    columns: dict[str, str]
    key: tuple[str, ...]


class Session(ABC):
    """An open transaction."""

    dialect: str

    @abstractmethod
    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; give its rows, an empty list if it has none."""

    @abstractmethod
    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement as they come, not all at once."""

    @abstractmethod
    def tables(self) -> dict[str, "TableShape"]:
        """Give the shape of every table of the database, by name."""

    @abstractmethod
    def insert(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write many rows in one go; `IntegrityError` if a key is there already."""

    def look_up(
        self, statement: str, keys: Sequence[Any], before: Sequence[Any] = ()
    ) -> Iterator[tuple[Any, ...]]:
        """
        Ask for many keys at once, so many with each statement.

        `{keys}` in it becomes their marks; the values of the marks that stand
        before them are `before`.
        """
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            marks = ", ".join("?" * len(some))
            yield from self.execute(statement.format(keys=marks), [*before, *some])

    def put(
        self,
        table: str,
        key: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
    ) -> None:
        """
        Write rows, in the place of those that have their keys.

        No two of them may have one key; `columns` begin with the key's own.
        """
        others = columns[len(key) :]
        changes = ", ".join(f"{it} = excluded.{it}" for it in others)
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            marks = f"({', '.join('?' * len(columns))})"
            self.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608  ours
                f"VALUES {', '.join([marks] * len(some))} "
                f"ON CONFLICT ({', '.join(key)}) DO "
                + (f"UPDATE SET {changes}" if others else "NOTHING"),
                [value for row in some for value in row],
            )

    def insert_encoded(
        self,
        table: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        encoded: Sequence[bytes],
    ) -> None:
        """
        Write rows of which the JSON, an array for each, is at hand already.

        For many rows of texts, numbers, days, instants and ids, without bytes: a
        database that takes the JSON nearly as it is does not spell them twice.
        """
        self.insert(table, columns, rows)


class Database(ABC):
    """Opens transactions, and turns the driver's errors into the library's."""

    dialect: str

    @abstractmethod
    def writing(self) -> AbstractContextManager[Session]:
        """Open a transaction that commits at the end, or rolls back on an error."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Session]:
        """Open a transaction that sees one moment and changes nothing."""

    @abstractmethod
    def check(self) -> None:
        """Refuse unsafe settings with a sentence that says what to change."""

    @abstractmethod
    def check_clock(self, clock: Callable[[], datetime]) -> None:
        """Refuse a clock more than two seconds from the database's own."""

    @abstractmethod
    def scrub(self, *tables: str) -> bool:
        """
        Let go of the bytes of deleted rows of some tables, as far as it can be done.

        Tell whether it was done: somebody who reads may stand in the way.
        """

    @abstractmethod
    def close(self) -> None:
        """Close every connection."""

    def create(self, statements: Iterable[str]) -> None:
        """Create what is missing; `{key}` becomes the dialect's integer key."""
        with self.writing() as session:
            for statement in statements:
                session.execute(statement.format(key=type_of_key[self.dialect]))


@dataclass(frozen=True, slots=True)
class Reader:
    """
    For whom rows are read: an organisation, for a purpose, on a day.

    `holder` is the organisation that runs the service; `actor` and `at`, an instant,
    tell for whom a glass is broken. Who `discloses` reads so while a reading is
    written down, in the same transaction.
    """

    organisation: str
    purpose: str
    holder: str
    day: str
    actor: str = ""
    at: str = ""
    discloses: bool = False


#: Whoever has the machine: `azione0` commands read as the service itself writes.
SYSTEM = Reader("", "system", "", "")


#: Who reads in this thread; nobody, where whoever has the machine does.
_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def reader() -> Reader | None:
    """Give for whom rows are read now."""
    return _reader.get()


@contextmanager
def reading_for(who: Reader) -> Iterator[None]:
    """Let a database that knows row-level security show only what `who` may see."""
    token = _reader.set(who)
    try:
        yield
    finally:
        _reader.reset(token)


def overwrite(session: Session, dialect: str) -> None:
    """Have what this session deletes overwritten with zeros, where that can be had."""
    if dialect == "sqlite":
        session.execute("PRAGMA secure_delete=ON")


class Closable(Protocol):
    """Anything that can be closed."""

    def close(self) -> None:
        """Let go of what is held."""


Connection = TypeVar("Connection", bound=Closable)


class Idle(Generic[Connection]):
    """Connections at rest, which any thread may take and give back."""

    def __init__(self) -> None:
        self._connections: list[Connection] = []
        self._closed = False

    def take(self) -> Connection | None:
        """Take one out; `None` if there is none."""
        try:
            return self._connections.pop()
        except IndexError:
            return None

    def give_back(self, connection: Connection) -> None:
        """Put one back, or close it if all of them were closed meanwhile."""
        self._connections.append(connection)
        if self._closed:
            self.forget()

    def forget(self) -> None:
        """Close those at rest: what befell one of them befell the others."""
        while (connection := self.take()) is not None:
            connection.close()

    def close(self) -> None:
        """Close those at rest, and from now on each that comes back."""
        self._closed = True
        self.forget()


def open_database(url: str) -> Database:
    """
    Open `sqlite:///path/to/file.db` or `postgresql://user@host/name`.

    `UnknownDatabase` for anything else: memory is never a default.
    """
    if url.startswith("sqlite:///"):
        path = url.removeprefix("sqlite:///")
        if not path or path.startswith((":", "file:")):
            raise UnknownDatabase(
                f"{url!r} is not a file: what is in memory is gone after a restart; "
                "use sqlite:///FILE"
            )
        from azione0.sqlite import SQLiteDatabase  # noqa: PLC0415  one driver is enough

        return SQLiteDatabase(path)
    if url.startswith(("postgresql://", "postgres://")):
        from azione0.postgres import PostgresDatabase  # noqa: PLC0415

        return PostgresDatabase(url)
    raise UnknownDatabase(
        f"{url!r} is not a database: use sqlite:///FILE or postgresql://USER@HOST/NAME"
    )


class UnknownDatabase(Exception):
    """A database address that names neither SQLite nor PostgreSQL."""


class UnsafeDatabase(Exception):
    """A database whose settings could lose what it acknowledged."""
