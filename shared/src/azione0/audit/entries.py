"""
Events as the bytes that are sealed, read many at once.

An entry is four numbers of 8 bytes (the event's number, its noun's version, its
class's version, the microseconds since 1970 at which it was recorded), the lengths of
five texts in 4 bytes each, two ids of 16 bytes (its own, its noun's), and the texts:
topic, actor, correlation, causation, state. No two events share one.

PostgreSQL can put these bytes together itself; SQLite gives the values as they lie in
the file. `tests/shared/audit/test_entries.py` holds both to `entry_of`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from struct import Struct
from typing import Any
from uuid import UUID

from azione0.database import Session

TWO_IDS = 32
HEAD = Struct(">QQQQ5I")
#: What of an event is sealed, in this order.
SEALED = (
    "seq, event_id, originator_id, originator_version, topic, class_version, "
    "actor, correlation_id, causation_id, recorded_at, state"
)
_AFTER = "FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
_IN_SQLITE = (
    "SELECT seq, replace(event_id, '-', ''), replace(originator_id, '-', ''), "
    "originator_version, CAST(topic AS BLOB), class_version, CAST(actor AS BLOB), "
    "CAST(correlation_id AS BLOB), CAST(causation_id AS BLOB), recorded_at || '', "
    f"state {_AFTER}"
)
_TEXTS = ("topic", "actor", "correlation_id", "causation_id")
_IN_POSTGRES = (
    "SELECT seq, int8send(seq) || int8send(originator_version) "  # noqa: S608
    "|| int8send(class_version) "
    "|| int8send((extract(epoch FROM recorded_at) * 1000000)::bigint) "
    + "".join(f"|| int4send(octet_length({it})) " for it in (*_TEXTS, "state"))
    + "|| uuid_send(event_id) || uuid_send(originator_id) "
    + "".join(f"|| convert_to({it}, 'UTF8') " for it in _TEXTS)
    + f"|| state {_AFTER}"
)

Row = tuple[int, UUID, UUID, int, str, int, str, str, str, datetime, bytes]


def entry_of(row: Row) -> bytes:
    """Write an event, its values in the order of `SEALED`, as its entry."""
    (seq, event_id, noun, version, topic, kind, actor, correlation, causation) = row[:9]
    texts = (
        topic.encode(),
        actor.encode(),
        correlation.encode(),
        causation.encode(),
        bytes(row[10]),
    )
    head = HEAD.pack(seq, version, kind, microseconds(row[9]), *map(len, texts))
    return b"".join((head, event_id.bytes, noun.bytes, *texts))


def microseconds(at: datetime) -> int:
    """Give whole microseconds since 1970; a float would lose some."""
    return int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond


def leaves_after(
    session: Session, seq: int, most: int
) -> tuple[list[int], list[bytes]]:
    """
    Give the numbers of the events after one, in order, and their leaves.

    `NoEntry` names an event of which the database holds something impossible.
    """
    if session.dialect == "postgres":
        rows = session.execute(_IN_POSTGRES, (seq, most))
        sha = sha256
        return [it[0] for it in rows], [sha(b"\0" + it[1]).digest() for it in rows]
    try:
        rows = session.execute(_IN_SQLITE, (seq, most))
        return [it[0] for it in rows], _leaves(rows)
    except Exception:
        culprit = _culprit(session, seq, most)
        if culprit is None:
            raise
        raise NoEntry(culprit) from None


def entries_between(session: Session, start: int, stop: int) -> list[bytes]:
    """Give the entries of the events from one number up to another, both included."""
    rows: Sequence[Any] = session.execute(
        f"SELECT {SEALED} FROM events WHERE seq >= ? AND seq <= ? ORDER BY seq",  # noqa: S608
        (start, stop),
    )
    return [entry_of(row) for row in rows]


def _leaves(rows: Sequence[Sequence[Any]]) -> list[bytes]:
    pack, unhex, sha = HEAD.pack, bytes.fromhex, sha256
    instants: dict[str, int] = {}
    leaves = []
    for seq, own, noun, version, topic, kind, actor, first, cause, at, state in rows:
        micros = instants.get(at)
        if micros is None:
            micros = instants[at] = _instant(at)
        head = pack(
            *(seq, version, kind, micros),
            *(len(topic), len(actor), len(first), len(cause), len(state)),
        )
        told = own + noun
        ids = unhex(told)
        if len(ids) != TWO_IDS or ids.hex() != told:
            raise ValueError(seq)
        leaves.append(
            sha(b"\0" + head + ids + topic + actor + first + cause + state).digest()
        )
    return leaves


def _instant(text: str) -> int:
    at = datetime.fromisoformat(text)
    if at.isoformat(timespec="microseconds") != text or at.tzinfo is None:
        raise ValueError(text)
    return microseconds(at.astimezone(UTC))


def _culprit(session: Session, seq: int, most: int) -> int | None:
    """Find the event that cannot be read as one, not even as text."""
    listing = "SELECT seq FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
    for [number] in session.execute(listing, (seq, most)):
        try:
            _leaves(session.execute(_IN_SQLITE, (number - 1, 1)))
        except Exception:  # noqa: BLE001  whatever it is, this one is to blame
            return int(number)
    return None


class NoEntry(Exception):
    """An event that is none; `number` is its own."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number
