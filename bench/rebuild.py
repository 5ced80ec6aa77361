"""
Rebuild of all projections from the archive, beside a stock `ProjectionRunner`.

The peer is the event sourcing library as it comes: its application stores events
of the same content in PostgreSQL, its runner hands them one by one to a
projection that makes the same rows (with our own quick code) and writes them with
its position in one transaction, as its documentation shows.
"""

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import msgspec
from archive_of import contracts, fill, postgres
from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL
from row import Row, pairs

from azione0.body import encode
from azione0.contract import contract_for
from azione0.database import open_database
from reporting.application import Reporting
from reporting.projections import ALL
from reporting.projections.entry import Entry

OURS, THEIRS, HOUSEHOLDS, PAIRS = 300_000, 6_000, 2_000, 3
GOAL = 8
_IDS = UUID("77777777-8888-4999-8aaa-bbbbbbbbbbbb")


class Household(Aggregate):
    """The peer's aggregate: what is said about a household."""

    class Told(Aggregate.Event):
        kind: str
        body: str

    def __init__(self, name: str) -> None:
        self.letters = 0

    @staticmethod
    def create_id(name: str) -> UUID:
        """Give the household its own pseudonym's place."""
        return uuid5(_IDS, name)

    @event(Told)
    def tell(self, kind: str, body: str) -> None:
        """Record one contract, as its JSON."""
        self.letters += 1


class Letters(Application[UUID]):
    """The peer's application, as the library comes."""


class Tables(PostgresTrackingRecorder):
    """The same three tables, each with the same index."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for it in ALL:
            table = f"{self.datastore.schema}.{it.name}"
            for statement in (
                f"CREATE TABLE IF NOT EXISTS {table} ({it.definition})",
                f"CREATE INDEX IF NOT EXISTS {it.name}_by ON {table} ({it.index})",
            ):
                self.sql_create_statements.append(SQL(statement))
        self.inserts = [
            f"INSERT INTO {self.datastore.schema}.{it.name} "  # noqa: S608  our own names
            f"({', '.join(it.columns)}) "
            f"VALUES ({', '.join(['%s'] * len(it.columns))})"
            for it in ALL
        ]

    def keep(self, contract: Any, entry: Entry, tracking: Tracking) -> None:
        """Write the rows of one event and how far the log was read."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            for it, insert in zip(ALL, self.inserts, strict=True):
                for row in it.rows(contract, entry):
                    cursor.execute(insert, row, prepare=True)


class ThreeProjections(Projection[Tables]):
    """One event at a time, as the library hands them over."""

    name = "three"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Pass by what is no letter, but remember that it was seen."""
        self.view.insert_tracking(tracking)

    @process_event.register
    def _(self, told: Household.Told, tracking: Tracking) -> None:
        contract = msgspec.json.decode(told.body, type=contract_for(told.kind))
        entry = Entry(
            contract.effective_on,
            told.timestamp.astimezone(UTC),
            "//aler-bcm/ledger",
            str(told.originator_id),
        )
        self.view.keep(contract, entry, tracking)


def peer(url: str) -> float:
    """Give the events a second that the stock runner gets through."""
    at = urlsplit(url)
    environ = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": at.path.lstrip("/"),
        "POSTGRES_HOST": at.hostname or "127.0.0.1",
        "POSTGRES_PORT": str(at.port or 5432),
        "POSTGRES_USER": at.username or "postgres",
        "POSTGRES_PASSWORD": at.password or "none",
    }
    application = Letters(environ)
    households: dict[str, Household] = {}
    for contract in contracts(THEIRS, HOUSEHOLDS):
        name = contract.subject()
        household = households.setdefault(name, Household(name))
        household.tell(contract.type_name(), encode(contract).decode())
    application.save(*households.values())
    last = application.recorder.max_notification_id()
    begun = time.perf_counter()
    with ProjectionRunner(
        application_class=Letters,
        projection_class=ThreeProjections,
        view_class=Tables,
        env=environ,
    ) as runner:
        runner.wait(last, timeout=600)
        seconds = time.perf_counter() - begun
    application.close()
    return (THEIRS + len(households)) / seconds


def stock() -> float:
    """Give the peer's events a second, in a database of its own."""
    with postgres() as url:
        return peer(url)


def ours(reporting: Reporting, url: str, processes: int) -> float:
    """Give the letters a second that a rebuild gets through, swap included."""
    begun = time.perf_counter()
    reporting.replay(shared_with=[url] * (processes - 1))
    return OURS / (time.perf_counter() - begun)


def main() -> Row:
    """Measure both by turns, ours with both cores; once with one process."""
    with postgres() as url:
        database = open_database(url)
        reporting = fill(database, OURS, HOUSEHOLDS)
        alone = ours(reporting, url, 1)
        mine, theirs, ratios = pairs(lambda: ours(reporting, url, 2), stock, PAIRS)
        database.close()
    return Row(
        what="rebuild of all projections",
        unit="letters/s",
        ours=mine,
        peer=theirs,
        ratios=ratios,
        goal=GOAL,
        note=(
            f"{OURS:,} letters, two processes ({alone:,.0f}/s with one); peer: stock "
            f"ProjectionRunner, {THEIRS:,} events, PostgreSQL"
        ),
    )


if __name__ == "__main__":
    print(datetime.now(UTC).date(), main())
