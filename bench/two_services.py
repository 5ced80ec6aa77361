"""
Two small services: the ledger says InstalmentMissed, reporting notes each of them.

Run as a script this is one of them, a process of its own; its one argument is
JSON: the kind, the broker's address, the database's.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import singledispatch
from pathlib import Path
from uuid import UUID, uuid5

from azione0.commands.run import check_driver, go_green, stay

if __name__ == "__main__":
    go_green()

from azione0.aggregate import Aggregate, event
from azione0.application import Application
from azione0.commands.opening import clock
from azione0.contract import Contract
from azione0.contracts.ledger import InstalmentMissed
from azione0.door import desk, on
from azione0.office import Office
from azione0.partners import Partner
from azione0.settings import Settings
from azione0.store import Cause

PARTNERS = (
    Partner("ledger", "ledger", "aler-bcm"),
    Partner("reporting", "reporting", "azione0"),
)
HOUSEHOLDS = 5_000
DUE, MISSED = date(2025, 9, 10), date(2025, 9, 21)
_NAMES = UUID("00000000-0000-4000-8000-00000000beef")


class Miss(Aggregate, topic="ledger.Miss"):
    """An instalment that was not paid."""

    class InstalmentMissed(Aggregate.Created):
        household_id: UUID
        number: int
        effective_on: date

    @event(InstalmentMissed)
    def __init__(
        self, *, id: UUID, household_id: UUID, number: int, effective_on: date
    ) -> None:
        self.household_id = household_id


class Note(Aggregate, topic="reporting.Note"):
    """What was noted of a letter."""

    class Noted(Aggregate.Created):
        household_id: UUID
        shortfall_cents: int
        effective_on: date

    @event(Noted)
    def __init__(
        self, *, id: UUID, household_id: UUID, shortfall_cents: int, effective_on: date
    ) -> None:
        self.household_id = household_id


@singledispatch
def announce(said: object) -> Contract | None:
    """Give what others hear of an event."""
    return None


@announce.register
def _(said: Miss.InstalmentMissed) -> Contract:
    return missed(said.household_id, said.number)


def missed(household_id: UUID, number: int) -> InstalmentMissed:
    """Give the contract that a household missed an instalment."""
    return InstalmentMissed(
        agreement_id=household_id,
        household_id=household_id,
        creditor_id="aler-bcm",
        number=number,
        due_on=DUE,
        due_cents=7000,
        paid_cents=2000,
        shortfall_cents=5000,
        consecutive=1,
        in_12_months=1,
        effective_on=MISSED,
    )


def household(number: int) -> UUID:
    """Give the pseudonym of one of the households."""
    return uuid5(_NAMES, str(number % HOUSEHOLDS))


class Misses(Application):
    """Says what was missed."""

    def miss(self, first: int, count: int) -> None:
        """Let instalments number `first` and following be missed."""
        for number in range(first, first + count):
            self.save(
                Miss(
                    id=self.new_id(number),
                    household_id=household(number),
                    number=number + 1,
                    effective_on=MISSED,
                )
            )


class LedgerService:
    """Says."""

    name = "ledger"
    announce = staticmethod(announce)
    misses: Misses = desk(Misses)


class Notes(Application):
    """Notes what it hears."""

    def note(self, missed: InstalmentMissed) -> None:
        """Store one event for a letter."""
        self.save(
            Note(
                id=self.new_id("note"),
                household_id=missed.household_id,
                shortfall_cents=missed.shortfall_cents,
                effective_on=missed.effective_on,
            )
        )


class ReportingService:
    """Notes."""

    name = "reporting"
    announce = staticmethod(singledispatch(lambda said: None))
    notes: Notes = desk(Notes)

    @on(InstalmentMissed)
    def on_instalment_missed(self, missed: InstalmentMissed) -> None:
        """Note it."""
        self.notes.note(missed)


SERVICES = {"ledger": LedgerService, "reporting": ReportingService}


def settings(kind: str, database_url: str, amqp: str | None) -> Settings:
    """Give the settings of one of the two."""
    me = next(it for it in PARTNERS if it.kind == kind)
    return Settings(
        me=me,
        partners=PARTNERS,
        database_url=database_url,
        data=Path(),
        amqp=amqp,
        port=0,
        tokens=None,
    )


@contextmanager
def office(kind: str, database_url: str) -> Iterator[Office]:
    """Open a service without its door, as a command does."""
    opened = Office(SERVICES[kind], settings(kind, database_url, None), clock=clock)
    try:
        yield opened
    finally:
        opened.close()


def say(ledger: Office, count: int, first: int = 0, at_once: int = 500) -> None:
    """Store misses number `first` and following, so many in each transaction."""
    end = first + count
    for start in range(first, end, at_once):
        with ledger.application.transaction(Cause("bench", f"say/{start}")):
            ledger.application.miss(start, min(at_once, end - start))


def main(told: str) -> None:
    """Run one of the two until told to stop."""
    from azione0.door.container import Container  # noqa: PLC0415  only once patched

    asked = json.loads(told)
    if not asked["database_url"].startswith("sqlite:"):
        check_driver()
    mine = settings(asked["kind"], asked["database_url"], asked["amqp"])
    container = Container(SERVICES[asked["kind"]], {"settings": mine, "clock": clock})
    print("ready", flush=True)
    stay([container])


if __name__ == "__main__":
    main(sys.argv[1])
