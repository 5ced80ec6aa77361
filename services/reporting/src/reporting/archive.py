"""
The archive: every letter that came, with its bytes, in the order of arrival.

It is the inbox itself, so nothing can be projected that is not kept. A letter
counts once it was acted on; one that is held, waits or is parked does not yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from azione0 import inbox
from azione0.body import decode
from azione0.contract import Contract, contract_for
from azione0.database import Session
from reporting.projections.entry import Entry

TABLES = (
    *inbox.TABLES,
    "CREATE INDEX IF NOT EXISTS inbox_subject ON inbox (subject)",
)
DONE = "done"

#: position, state, effective_on, recorded_at, source, letter_id, type, body
Stretch = tuple[int, str, date, datetime, str, str, str, bytes]

_COLUMNS = "i.effective_on, i.recorded_at, i.source, i.letter_id, i.type, i.body"


@dataclass(frozen=True, slots=True)
class Archived:
    """A letter from the archive: where it comes from, and what it says."""

    entry: Entry
    contract: Contract


def about(session: Session, subject: str) -> list[Archived]:
    """Give the letters about a subject, in the order in which they count."""
    found = session.execute(
        f"SELECT {_COLUMNS} FROM inbox i WHERE i.subject = ? AND i.state = ?",  # noqa: S608  our own names
        (subject, DONE),
    )
    return sorted(map(_archived, found), key=lambda it: it.entry)


def last_position(session: Session) -> int:
    """Give the place of the last letter that came; 0 if there is none."""
    [[position]] = session.execute("SELECT coalesce(max(position), 0) FROM inbox")
    return int(position)


def stretch(session: Session, after: int, upto: int) -> list[Stretch]:
    """Give the letters after one place up to another, in the order of arrival."""
    found: list[Any] = session.execute(
        f"SELECT i.position, i.state, {_COLUMNS} FROM inbox i "  # noqa: S608
        "WHERE i.position > ? AND i.position <= ? ORDER BY i.position",
        (after, upto),
    )
    return found


def places(session: Session, positions: Sequence[int]) -> list[Stretch]:
    """Give the letters at single places."""
    found: list[Stretch] = []
    for position in positions:
        found += stretch(session, position - 1, position)
    return found


def _archived(row: Sequence[Any]) -> Archived:
    effective_on, recorded_at, source, letter_id, kind, body = row
    contract = decode(contract_for(kind), bytes(body))
    entry = Entry(effective_on, recorded_at.astimezone(UTC), source, letter_id)
    return Archived(entry, contract)
