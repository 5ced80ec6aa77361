"""
Letters from store to store, beside nameko's own events.

Ours: events are stored by one service, announced, numbered, written into the
letter book, sent to a quorum queue and confirmed, taken from the letter box, acted
on and stored by another service, exactly once; the clock runs from before the
first event is stored. The peer: nameko's dispatcher, its event handler, one row
committed for each event; nothing is stored by who says it, and what fails is lost.
Both have a process for each side, and PostgreSQL.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from archive_of import postgres
from broker_of import broker, running
from row import Row, pairs
from two_services import PARTNERS, office, say

from azione0.database import open_database

LETTERS, PEER_LETTERS, PAIRS = 20_000, 6_000, 3
GOAL = 6
LONGEST_SECONDS = 180


def ours(letters: int = LETTERS) -> float:
    """Give the letters a second, PostgreSQL on both sides."""
    with postgres() as said, postgres() as noted:
        return _ours(said, noted, letters)


def ours_on_sqlite(letters: int = LETTERS) -> float:
    """Give the letters a second, SQLite on both sides."""
    with tempfile.TemporaryDirectory() as folder:
        said, noted = (f"sqlite:///{Path(folder) / name}.db" for name in "ab")
        return _ours(said, noted, letters)


def _ours(said: str, noted: str, letters: int) -> float:
    with (
        broker(PARTNERS) as amqp,
        office("ledger", said) as ledger,
        office("reporting", noted),
        running("two_services.py", _service("ledger", amqp, said)),
        running("two_services.py", _service("reporting", amqp, noted)),
    ):
        say(ledger, 1)
        _until(noted, "events", 1)
        begun = time.perf_counter()
        say(ledger, letters, first=1)
        _until(noted, "events", 1 + letters)
        return letters / (time.perf_counter() - begun)


def peer(letters: int = PEER_LETTERS) -> float:
    """Give the events a second that nameko brings from process to row."""
    with postgres() as noted, broker() as amqp:
        told = {"amqp": amqp, "database_url": noted}
        with (
            running("letters_peer.py", {**told, "role": "hear"}),
            running("letters_peer.py", {**told, "role": "say"}) as teller,
        ):
            begun = time.perf_counter()
            print(letters, file=teller.stdin, flush=True)
            _until(noted, "notes", letters)
            return letters / (time.perf_counter() - begun)


def _service(kind: str, amqp: str, database_url: str) -> dict[str, Any]:
    return {"kind": kind, "amqp": amqp, "database_url": database_url}


def _until(url: str, table: str, wanted: int) -> None:
    """Wait until a table has as many rows as wanted, and not one more."""
    until = time.monotonic() + LONGEST_SECONDS
    database = open_database(url)
    rows = 0
    while rows < wanted:
        with database.reading() as session:
            [[rows]] = session.execute(
                f"SELECT count(*) FROM {table}"  # noqa: S608  our own names
            )
        if time.monotonic() > until:
            raise TimeoutError(f"{rows} of {wanted} after {LONGEST_SECONDS} s")
        time.sleep(0.02)
    database.close()
    if rows != wanted:
        raise AssertionError(f"{rows} rows of {wanted} letters")


def main() -> list[Row]:
    """Measure both on PostgreSQL, and ours on SQLite."""
    mine, theirs, ratios = pairs(ours, peer, PAIRS)
    return [
        Row(
            what="letters, store to store",
            unit="letters/s",
            ours=mine,
            peer=theirs,
            ratios=ratios,
            goal=GOAL,
            note=(
                f"{LETTERS:,} letters, PostgreSQL, quorum queue, exactly once; peer: "
                f"nameko dispatcher and event_handler, {PEER_LETTERS:,} rows"
            ),
        ),
        Row(
            what="letters, store to store, SQLite",
            unit="letters/s",
            ours=ours_on_sqlite(),
            goal=None,
            note=f"{LETTERS:,} letters, quorum queue, exactly once",
        ),
    ]


if __name__ == "__main__":
    for row in main():
        print(row)
