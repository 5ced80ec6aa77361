"""
A log of 300,000 events proved against its seals, and how long an event takes.

The events are those of a ledger in kind and length: bills with the states that their
accounts store. On SQLite everything is done in this process, so its processor time is
all that the work costs; on PostgreSQL the server reads on another core.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid5

from archive_of import postgres
from row import Row

from azione0.audit.note import Checkpoint, Signer, checkpoint_of, text_of
from azione0.audit.seal import AT_ONCE, Sealer, seals
from azione0.audit.tables import TABLES
from azione0.audit.verify import verify
from azione0.database import open_database
from azione0.store import COLUMNS, Store

EVENTS, AGAIN = 300_000, 3
#: 150,000 events a second and core.
GOAL_MICROSECONDS = 6.67
KEY = Signer("bench/ledger", bytes(range(32)))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_IDS = UUID("77777777-8888-4999-8aaa-bbbbbbbbbbbb")
STATE = (
    '{{"amount_cents":{0},"charge_id":"2025-{1:02}/{0}","creditor_id":"aler-bcm",'
    '"due_on":"2025-{1:02}-20","effective_on":"2025-{1:02}-01","kind":"rent",'
    '"period_from":"2025-{1:02}-01","period_to":"2025-{1:02}-28"}}'
)


def fill(store: Store) -> None:
    """Write bills, twelve to an account, 500 to an instant."""
    with store.database.writing() as session:
        session.insert("events", COLUMNS, _rows())
        session.execute("UPDATE head SET seq = ?", (EVENTS,))


def _rows() -> Iterator[tuple[object, ...]]:
    for seq in range(1, EVENTS + 1):
        account, month = divmod(seq - 1, 12)
        at = NOW.replace(microsecond=seq // 500 % 1_000_000)
        yield (
            seq,
            uuid5(_IDS, str(seq)),
            uuid5(_IDS, f"account/{account}"),
            month + 1,
            "ledger.Account.ChargePosted",
            1,
            STATE.format(seq, month + 1).encode(),
            "aler-bcm/aler",
            f"//aler-bcm/aler/bills-{month + 1:02}",
            f"//aler-bcm/aler/{seq}",
            at,
        )


def measure(url: str) -> tuple[float, float]:
    """Give the microseconds an event took: of this processor, and on the wall."""
    store = Store(open_database(url), clock=lambda: NOW)
    try:
        store.database.create(TABLES)
        fill(store)
        while Sealer(store, KEY).seal(AT_ONCE * 10):
            pass
        with store.reading() as session:
            points: list[Checkpoint] = [
                checkpoint_of(text_of(it.note)) for it in seals(session)
            ]
        taken = []
        for _ in range(AGAIN):
            wall, busy = time.perf_counter(), time.process_time()
            with store.reading() as session:
                found = verify(session, points)
            taken.append((time.process_time() - busy, time.perf_counter() - wall))
            if found.size != EVENTS or len(found.checkpoints) != len(points):
                raise AssertionError(found)
    finally:
        store.close()
    busy, wall = min(taken)
    return busy / EVENTS * 1e6, wall / EVENTS * 1e6


@contextmanager
def sqlite() -> Iterator[str]:
    """Give an empty file."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/log.db"


def main() -> list[Row]:
    """Measure on both stores."""
    rows = []
    for name, opened in (("SQLite", sqlite), ("PostgreSQL", postgres)):
        with opened() as url:
            busy, wall = measure(url)
        rows.append(
            Row(
                f"Log proved, {name}, processor time an event",
                "µs",
                busy,
                GOAL_MICROSECONDS,
                note=f"{1e6 / busy:,.0f} events/s per core, {1e6 / wall:,.0f}/s on "
                f"the wall, the best of {AGAIN} over {EVENTS:,} events",
            )
        )
    return rows


if __name__ == "__main__":
    for row in main():
        print(row)
