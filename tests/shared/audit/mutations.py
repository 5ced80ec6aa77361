"""Everything that could be done to a log by who administers its database."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from azione0.sqlite import SQLiteSession

COLUMNS = (
    "event_id",
    "originator_id",
    "originator_version",
    "topic",
    "class_version",
    "actor",
    "correlation_id",
    "causation_id",
    "recorded_at",
    "state",
)
#: A copy of an event, under another number.
COPY = (
    "INSERT INTO events SELECT ?, ?, ?, originator_version, topic, class_version, "
    "state, actor, correlation_id, causation_id, recorded_at FROM events WHERE seq = ?"
)


class Thief:
    """Changes a sealed log of `size` events in a transaction that is never kept."""

    def __init__(self, path: str, size: int) -> None:
        self.connection = sqlite3.connect(
            path, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES
        )
        self.session = SQLiteSession(self.connection)
        self.size = size
        self.chance = random.Random(7)

    @contextmanager
    def changed(self, kind: str, seq: int, *, recomputed: bool) -> Iterator[None]:
        """
        Make one change at an event, for as long as somebody looks.

        `recomputed` hides it as well as can be: what was kept beside is gone.
        """
        self.connection.execute("BEGIN")
        getattr(self, kind)(seq)
        if recomputed:
            self.connection.execute("DELETE FROM leaves")
            self.connection.execute("DELETE FROM seals")
        try:
            yield
        finally:
            self.connection.execute("ROLLBACK")

    def flip(self, seq: int) -> None:
        """Change one bit of one value of an event."""
        column = self.chance.choice(COLUMNS)
        asking = f"SELECT CAST({column} AS BLOB) FROM events WHERE seq = ?"  # noqa: S608
        [[value]] = self.connection.execute(asking, (seq,))
        place, bit = self.chance.randrange(len(value)), self.chance.randrange(8)
        raw = bytearray(value)
        raw[place] ^= 1 << bit
        kind = "BLOB" if column == "state" else "TEXT"
        if column in ("originator_version", "class_version"):
            value, kind = int(value) ^ 16 << bit, "INTEGER"
        else:
            value = bytes(raw)
        changing = f"UPDATE events SET {column} = CAST(? AS {kind}) WHERE seq = ?"  # noqa: S608
        self.connection.execute(changing, (value, seq))

    def delete(self, seq: int) -> None:
        """Take an event out, and close the gap."""
        self.connection.execute("DELETE FROM events WHERE seq = ?", (seq,))
        self._shift(seq, -1)

    def leave_a_gap(self, seq: int) -> None:
        """Take an event out."""
        self.connection.execute("DELETE FROM events WHERE seq = ?", (seq,))

    def swap(self, seq: int) -> None:
        """Let an event and the next change places."""
        other = seq + 1 if seq < self.size else seq - 1
        for old, new in ((seq, -1), (other, seq), (-1, other)):
            self.connection.execute(
                "UPDATE events SET seq = ? WHERE seq = ?", (new, old)
            )

    def insert(self, seq: int) -> None:
        """Let one more event have happened before an event."""
        self._shift(seq - 1, 1)
        number = self.chance.getrandbits(128)
        self.connection.execute(
            COPY, (seq, str(UUID(int=number)), str(UUID(int=number ^ 1)), seq + 1)
        )

    def cut(self, seq: int) -> None:
        """Take an event out, and all that came after."""
        self.connection.execute("DELETE FROM events WHERE seq >= ?", (seq,))

    def _shift(self, after: int, by: int) -> None:
        self.connection.execute(
            "UPDATE events SET seq = -(seq + ?) WHERE seq > ?", (by, after)
        )
        self.connection.execute("UPDATE events SET seq = -seq WHERE seq < 0")


KINDS = ("flip", "delete", "leave_a_gap", "swap", "insert", "cut")
