"""
The rows of a read model, as one transaction knows them.

What was asked for is remembered, many rows can be asked for at once, and what is
put is written at the end: a batch of letters then costs a few statements, and not
a few for each letter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from azione0.database import Session

Key = tuple[Any, ...]
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the columns that make a row's key, and all its other columns."""

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def question(self) -> str:
        """Ask for rows by the last part of their key, the parts before being given."""
        *before, last = self.key
        conditions = [*(f"{it} = ?" for it in before), f"{last} IN ({{keys}})"]
        columns = ", ".join((*self.key, *self.others))
        return f"SELECT {columns} FROM {self.name} WHERE {' AND '.join(conditions)}"  # noqa: S608  our own names


class Rows:
    """The rows of one table; `None` stands for one that is not there."""

    def __init__(self, session: Session, table: Table) -> None:
        self._session = session
        self._table = table
        self._known: dict[Key, Values | None] = {}
        self._put: dict[Key, Values] = {}
        self._gone: set[Key] = set()

    def get(self, *key: Any) -> Values | None:
        """Give the other columns of a row; ask for it if it is not known yet."""
        if key not in self._known:
            self.fetch([key])
        return self._known[key]

    def fetch(self, keys: Iterable[Key]) -> None:
        """Ask for many rows at once, but for those that are known."""
        wanted = dict.fromkeys(it for it in keys if it not in self._known)
        asked: dict[Key, list[Any]] = {}
        for key in wanted:
            asked.setdefault(key[:-1], []).append(key[-1])
        size = len(self._table.key)
        self._known.update(wanted)
        for before, last in asked.items():
            for row in self._session.look_up(self._table.question, last, before):
                self._known[row[:size]] = row[size:]

    def put(self, key: Key, values: Sequence[Any]) -> None:
        """Let a row be so from now on, whether it was there or not."""
        self._gone.discard(key)
        self._known[key] = self._put[key] = tuple(values)

    def remove(self, *key: Any) -> None:
        """Let a row be no more; that there is none is fine too."""
        if self.get(*key) is None:
            return
        self._put.pop(key, None)
        self._gone.add(key)
        self._known[key] = None

    def forget(self) -> None:
        """Ask again from now on, for the table was changed by other ways."""
        self.write()
        self._known.clear()

    def write(self) -> None:
        """Write what was put and removed since this was last done."""
        table = self._table
        gone, self._gone = self._gone, set()
        put, self._put = self._put, {}
        where = " AND ".join(f"{it} = ?" for it in table.key)
        for key in gone:
            self._session.execute(
                f"DELETE FROM {table.name} WHERE {where}",  # noqa: S608  our own names
                key,
            )
        self._session.put(
            table.name,
            table.key,
            (*table.key, *table.others),
            [(*key, *values) for key, values in put.items()],
        )
