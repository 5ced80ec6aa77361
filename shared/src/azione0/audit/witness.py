"""
What a service knows of its partners' logs: it saw them grow, and signed for it.

A checkpoint is cosigned only if it grew out of the one that is held. It is compared
and kept in one transaction before the signature is given, so that two requests at
once cannot bring it back. Source: C2SP tlog-witness and tlog-cosignature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from azione0.audit.merkle import is_consistent
from azione0.audit.note import (
    Checkpoint,
    Signer,
    Verifier,
    checkpoint_of,
    opened,
    signed_by,
)
from azione0.audit.note import text_of as signed_text_of
from azione0.database import Session
from azione0.letter import ROME
from azione0.store import Store
from azione0.words import _

MOST_HASHES = 63
#: Pairs of notes kept as evidence against one log.
MOST_DISPUTES = 100


@dataclass(frozen=True, slots=True)
class Growth:
    """A log's new checkpoint, the size that it grew from, and the proof of it."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str


class Witness:
    """Sees the logs of partners grow, for one service."""

    def __init__(self, store: Store, signer: Signer) -> None:
        self._store = store
        self._signer = signer

    def add(self, growth: Growth, key: Verifier) -> str:
        """
        Keep a log's new checkpoint and give the line that cosigns it.

        `key` is the log's own. `NotSigned` without its signature, `WrongNote` if it
        is no checkpoint, `OtherSize` if it does not grow from the one held here,
        `NotGrown` if it does not follow from it.
        """
        point, by = opened(growth.note, [key])
        if not by or point.origin != key.name:
            raise NotSigned(_("il sigillo non è firmato da {log}").format(log=key.name))
        now = self._store.clock()
        refused: Exception | None = None
        with self._store.database.writing() as session:
            # Whoever comes with the same log waits here.
            session.execute(
                "INSERT INTO witnessed_logs (origin) VALUES (?) "
                "ON CONFLICT (origin) DO UPDATE SET origin = excluded.origin",
                (key.name,),
            )
            held = held_note(session, key.name)
            before = checkpoint_of(signed_text_of(held)) if held else None
            refused = _refusal(before, point, growth)
            if refused is None:
                line = self._signer.sign(point.text(), int(now.timestamp()))
                note = signed_by(growth.note, [key]) + line
                keep(session, "witnessed", "origin", key.name, note, now)
                return line
            if held and isinstance(refused, NotGrown):
                _dispute(session, key.name, held, growth.note, now)
        raise refused


def held_note(session: Session, origin: str) -> str:
    """Give the newest checkpoint that is held of a log, with ours; or nothing."""
    rows = session.execute(
        "SELECT note FROM witnessed WHERE origin = ? ORDER BY size DESC LIMIT 1",
        (origin,),
    )
    return str(rows[0][0]) if rows else ""


def disputes(session: Session) -> list[tuple[str, str, str]]:
    """Give the logs that contradicted themselves: name, note held, note given."""
    rows: list[tuple[str, str, str]] = [
        (origin, held, given)
        for origin, held, given in session.execute(
            "SELECT origin, held, given FROM disputed ORDER BY noted_at, given"
        )
    ]
    return rows


def keep(
    session: Session, table: str, column: str, name: str, note: str, at: datetime
) -> None:
    """
    Keep a checkpoint: all those of a day, and of each day before the last.

    A later one proves all that an earlier one does; the earlier ones narrow down
    where a log was changed.
    """
    day = at.astimezone(ROME).date()
    size = checkpoint_of(signed_text_of(note)).size
    columns = (column, "size", "note", "noted_on")
    session.put(table, (column, "size"), columns, [(name, size, note, day)])
    session.execute(
        f"DELETE FROM {table} WHERE {column} = ? AND noted_on < ? "  # noqa: S608  ours
        f"AND size NOT IN (SELECT max(size) FROM {table} WHERE {column} = ? "
        "GROUP BY noted_on)",
        (name, day, name),
    )


def _refusal(
    before: Checkpoint | None, point: Checkpoint, growth: Growth
) -> Exception | None:
    size = before.size if before else 0
    if growth.old_size > point.size or len(growth.proof) > MOST_HASHES:
        return WrongGrowth(
            _("un registro di {size} fatti non cresce da {old}").format(
                size=point.size, old=growth.old_size
            )
        )
    if before is not None and before.size == point.size and before.root != point.root:
        return NotGrown(_told(point))
    if growth.old_size != size:
        return OtherSize(_("qui si tiene un sigillo di {size} fatti").format(size=size))
    if before is not None and not _follows(before, point, growth.proof):
        return NotGrown(_told(point))
    if before is None and growth.proof:
        return WrongGrowth(_("dal nulla si cresce senza prova"))
    return None


def _follows(before: Checkpoint, point: Checkpoint, proof: Sequence[bytes]) -> bool:
    return is_consistent(before.size, before.root, point.size, point.root, proof)


def _told(point: Checkpoint) -> str:
    return _("il sigillo di {size} fatti non segue da quello che si tiene qui").format(
        size=point.size
    )


def _dispute(
    session: Session, origin: str, held: str, given: str, at: datetime
) -> None:
    if session.execute(
        "SELECT 1 FROM disputed WHERE origin = ? LIMIT 1 OFFSET ?",
        (origin, MOST_DISPUTES - 1),
    ):
        return
    session.execute(
        "INSERT INTO disputed (origin, held, given, noted_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (origin, held, given, at),
    )


class UnknownLog(LookupError):
    """A log of nobody who takes part."""


class NotSigned(Exception):
    """A checkpoint that its log did not sign."""


class WrongGrowth(ValueError):
    """A growth that no log can have."""


class OtherSize(Exception):
    """A log that grew from another checkpoint than the one that is held."""


class NotGrown(Exception):
    """A checkpoint that contradicts the one that is held; both are kept."""
