"""
The register of imported files: which, by whom, when, what they said.

It is written in the transaction that posts a file, so that a file is either in
the books and in the register, or in neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from azione0.database import Session
from ledger.files.pagopa import Flow

TABLES = (
    """CREATE TABLE IF NOT EXISTS imports_v1 (
        file_sha256 text PRIMARY KEY,
        wanted text NOT NULL,
        kind text NOT NULL,
        imported_by text NOT NULL,
        imported_at timestamptz NOT NULL,
        lines bigint NOT NULL,
        total_cents bigint NOT NULL,
        posted bigint NOT NULL,
        known bigint NOT NULL,
        waiting bigint NOT NULL,
        reversed bigint NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS imported_lines_v1 (
        letter_id uuid PRIMARY KEY,
        digest text NOT NULL,
        file_sha256 text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS flows_v1 (
        flow_id text NOT NULL,
        sender text NOT NULL,
        creditor_id text NOT NULL,
        written_at timestamptz NOT NULL,
        total_cents bigint NOT NULL,
        file_sha256 text NOT NULL,
        flow text NOT NULL,
        PRIMARY KEY (flow_id, sender, creditor_id))""",
    """CREATE TABLE IF NOT EXISTS charge_names_v1 (
        creditor_id text NOT NULL,
        charge_id text NOT NULL,
        corrections bigint NOT NULL,
        PRIMARY KEY (creditor_id, charge_id))""",
)
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One imported file: its SHA-256 in hex, what it was given as, what came of it.

    `lines` is what it lists; `posted`, `known`, `waiting` and `reversed` are what
    became of them. `total_cents` is what the file sums to.
    """

    file_sha256: str
    wanted: str
    kind: str
    by: str
    at: datetime
    lines: int
    total_cents: int
    posted: int
    known: int
    waiting: int
    reversed: int


class Register:
    """The register as one transaction sees it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entry(self, file_sha256: str) -> Entry | None:
        """Give what is written of a file; `None` if it never came."""
        found = self._session.execute(
            "SELECT file_sha256, wanted, kind, imported_by, imported_at, lines, "
            "total_cents, posted, known, waiting, reversed FROM imports_v1 "
            "WHERE file_sha256 = ?",
            (file_sha256,),
        )
        return Entry(*found[0]) if found else None

    def write(self, entry: Entry) -> None:
        """Enter a file; `IntegrityError` if it is there."""
        self._session.execute(
            "INSERT INTO imports_v1 (file_sha256, wanted, kind, imported_by, "
            "imported_at, lines, total_cents, posted, known, waiting, reversed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.file_sha256,
                entry.wanted,
                entry.kind,
                entry.by,
                entry.at,
                entry.lines,
                entry.total_cents,
                entry.posted,
                entry.known,
                entry.waiting,
                entry.reversed,
            ),
        )

    # -- lines

    def digests(self, letter_ids: Sequence[UUID]) -> dict[UUID, str]:
        """Give the content, as a digest, of those lines that came in some file."""
        known: dict[UUID, str] = {}
        for start in range(0, len(letter_ids), MOST_AT_ONCE):
            some = letter_ids[start : start + MOST_AT_ONCE]
            marks = ", ".join("?" * len(some))
            known.update(
                (row[0], row[1])
                for row in self._session.execute(
                    "SELECT letter_id, digest FROM imported_lines_v1 "  # noqa: S608
                    f"WHERE letter_id IN ({marks})",
                    some,
                )
            )
        return known

    def write_lines(self, file_sha256: str, lines: Iterable[tuple[UUID, str]]) -> None:
        """Note which lines came first with a file: letter id and digest of each."""
        self._session.insert(
            "imported_lines_v1",
            ("letter_id", "digest", "file_sha256"),
            ((letter_id, digest, file_sha256) for letter_id, digest in lines),
        )

    # -- flows

    def flow(self, key: tuple[str, str, str]) -> Flow | None:
        """Give a flow as it counts now; `key` is its id, sender and creditor."""
        found = self._session.execute(
            "SELECT flow FROM flows_v1 "
            "WHERE flow_id = ? AND sender = ? AND creditor_id = ?",
            key,
        )
        return msgspec.json.decode(found[0][0], type=Flow) if found else None

    def keep_flow(self, flow: Flow, file_sha256: str) -> None:
        """Keep a flow, in the place of the one that it replaces."""
        self._session.execute(
            "INSERT INTO flows_v1 (flow_id, sender, creditor_id, written_at, "
            "total_cents, file_sha256, flow) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (flow_id, sender, creditor_id) DO UPDATE SET "
            "written_at = excluded.written_at, total_cents = excluded.total_cents, "
            "file_sha256 = excluded.file_sha256, flow = excluded.flow",
            (
                *flow.key,
                flow.written_at,
                flow.total_cents,
                file_sha256,
                msgspec.json.encode(flow).decode(),
            ),
        )

    # -- charges that were corrected under their own name

    def standing_name(self, creditor_id: str, charge_id: str) -> str:
        """Give the name under which a creditor's charge stands now."""
        return _corrected(charge_id, self._corrections(creditor_id, charge_id))

    def next_name(self, creditor_id: str, charge_id: str) -> str:
        """Give a name to one more correction of a charge, and let it stand."""
        corrections = self._corrections(creditor_id, charge_id) + 1
        self._session.execute(
            "INSERT INTO charge_names_v1 (creditor_id, charge_id, corrections) "
            "VALUES (?, ?, ?) ON CONFLICT (creditor_id, charge_id) DO UPDATE SET "
            "corrections = excluded.corrections",
            (creditor_id, charge_id, corrections),
        )
        return _corrected(charge_id, corrections)

    def _corrections(self, creditor_id: str, charge_id: str) -> int:
        found = self._session.execute(
            "SELECT corrections FROM charge_names_v1 "
            "WHERE creditor_id = ? AND charge_id = ?",
            (creditor_id, charge_id),
        )
        return int(found[0][0]) if found else 0


def _corrected(charge_id: str, corrections: int) -> str:
    # No creditor's own code can contain a plus, so this is nobody else's name.
    return f"{charge_id}+{corrections}" if corrections else charge_id
