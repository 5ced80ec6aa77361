"""
Appends in bulk, beside the stock library saving one aggregate at a time.

The same events of the same nouns: a noun opened and four charges posted to it.
Ours saves 500 nouns in one transaction, each event with its own id, its cause and
the instant of writing; the peer is `eventsourcing`'s application as it comes,
`save(noun)` for each.
"""

import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from archive_of import postgres
from eventsourcing.application import Application as StockApplication
from eventsourcing.domain import Aggregate as StockAggregate
from eventsourcing.domain import event as stock_event
from row import Row, pairs

from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.commands.opening import clock
from azione0.database import open_database
from azione0.store import Cause, Store

NOUNS, PEER_NOUNS, CHARGES, AT_ONCE, PAIRS = 4_000, 800, 4, 500, 3
EVENTS = 1 + CHARGES
GOAL = 5
DUE = date(2025, 9, 5)
_NAMES = UUID("00000000-0000-4000-8000-0000000ac0de")


class Account(Aggregate, topic="bench.Account"):
    """What a household owes."""

    class Opened(Aggregate.Created):
        household_id: UUID

    class ChargePosted(Aggregate.Event):
        charge_id: UUID
        amount_cents: int
        due_on: date

    @event(Opened)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.owed_cents = 0

    @event(ChargePosted)
    def charge(self, charge_id: UUID, amount_cents: int, due_on: date) -> None:
        """Post a charge."""
        self.owed_cents += amount_cents


class StockAccount(StockAggregate):
    """The same, as the library's documentation writes it."""

    class Opened(StockAggregate.Created):
        household_id: UUID

    class ChargePosted(StockAggregate.Event):
        charge_id: UUID
        amount_cents: int
        due_on: str  # the library's transcoder knows no day

    @stock_event(Opened)
    def __init__(self, *, household_id: UUID) -> None:
        self.owed_cents = 0

    @staticmethod
    def create_id(household_id: UUID) -> UUID:
        """Give the account the household's own place."""
        return uuid5(household_id, "account")

    @stock_event(ChargePosted)
    def charge(self, charge_id: UUID, amount_cents: int, due_on: str) -> None:
        """Post a charge."""
        self.owed_cents += amount_cents


def charges(household_id: UUID) -> Iterator[tuple[UUID, int]]:
    """Give the ids and cents of a household's charges."""
    for number in range(CHARGES):
        yield uuid5(household_id, f"charge/{number}"), 18_000 + number


def ours(url: str) -> float:
    """Give the events a second saved by our application."""
    application = Application(Store(open_database(url), clock=clock))
    begun = time.perf_counter()
    for start in range(0, NOUNS, AT_ONCE):
        with application.transaction(Cause("bench", f"run/{start}")):
            for number in range(start, start + AT_ONCE):
                household_id = uuid5(_NAMES, str(number))
                account = Account(
                    id=uuid5(household_id, "account"), household_id=household_id
                )
                for charge_id, cents in charges(household_id):
                    account.charge(charge_id, cents, DUE)
                application.save(account)
    seconds = time.perf_counter() - begun
    stored = application.store.max_notification_id()
    application.store.close()
    if stored != NOUNS * EVENTS:
        raise AssertionError(f"{stored} events stored")
    return NOUNS * EVENTS / seconds


def peer(environ: dict[str, str]) -> float:
    """Give the events a second saved by the stock application."""
    application = StockApplication[UUID](environ)
    begun = time.perf_counter()
    for number in range(PEER_NOUNS):
        household_id = uuid5(_NAMES, str(number))
        account = StockAccount(household_id=household_id)
        for charge_id, cents in charges(household_id):
            account.charge(charge_id, cents, DUE.isoformat())
        application.save(account)
    seconds = time.perf_counter() - begun
    stored = application.recorder.max_notification_id()
    application.close()
    if stored != PEER_NOUNS * EVENTS:
        raise AssertionError(f"{stored} events stored")
    return PEER_NOUNS * EVENTS / seconds


def on_postgres() -> Row:
    """Measure both on PostgreSQL."""

    def mine() -> float:
        with postgres() as url:
            return ours(url)

    def theirs() -> float:
        with postgres() as url:
            at = urlsplit(url)
            return peer(
                {
                    "PERSISTENCE_MODULE": "eventsourcing.postgres",
                    "POSTGRES_DBNAME": at.path.lstrip("/"),
                    "POSTGRES_HOST": at.hostname or "127.0.0.1",
                    "POSTGRES_PORT": str(at.port or 5432),
                    "POSTGRES_USER": at.username or "postgres",
                    "POSTGRES_PASSWORD": at.password or "none",
                }
            )

    return _row("appends in bulk", GOAL, pairs(mine, theirs, PAIRS))


def on_sqlite() -> Row:
    """Measure both on SQLite files."""

    def mine() -> float:
        with tempfile.TemporaryDirectory() as folder:
            return ours(f"sqlite:///{Path(folder) / 'ours.db'}")

    def theirs() -> float:
        with tempfile.TemporaryDirectory() as folder:
            return peer(
                {
                    "PERSISTENCE_MODULE": "eventsourcing.sqlite",
                    "SQLITE_DBNAME": str(Path(folder) / "theirs.db"),
                }
            )

    return _row("appends in bulk, SQLite", None, pairs(mine, theirs, PAIRS))


def _row(
    what: str, goal: float | None, measured: tuple[float, float, tuple[float, ...]]
) -> Row:
    mine, theirs, ratios = measured
    return Row(
        what=what,
        unit="events/s",
        ours=mine,
        peer=theirs,
        ratios=ratios,
        goal=goal,
        note=(
            f"{NOUNS * EVENTS:,} events of {NOUNS:,} nouns, {AT_ONCE} nouns a "
            f"transaction; peer: stock Application.save, one noun at a time, "
            f"{PEER_NOUNS * EVENTS:,} events"
        ),
    )


def main() -> list[Row]:
    """Measure both on both stores."""
    return [on_postgres(), on_sqlite()]


if __name__ == "__main__":
    for row in main():
        print(row)
