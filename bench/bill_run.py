"""
A bill run with the detection of arrears, beside the stock library.

Three months of bills, rent and services, for 17,000 accounts: 102,000 charges. Ours
goes through the inbox in the letter box's batches (read, checked, kept, acted on, all
in one transaction each), then the day is closed on which the bills are overdue. The
peer is the library's stock application doing the same to its accounts, one at a time:
find it, post the month's two charges, save it; where arrears are found, find it and
save that. It has no inbox, looks for no arrears and is told where they are.
"""

import json
from datetime import date
from subprocess import Popen
from time import perf_counter
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from archive_of import postgres
from broker_of import running
from estate_of import BILLED, CREDITOR, DUE_DAY, LATE, home, months
from eventsourcing.application import Application as StockApplication
from eventsourcing.domain import Aggregate as StockAggregate
from eventsourcing.domain import event as stock_event
from row import Row, pairs

ACCOUNTS, PEER_ACCOUNTS = 17_000, 1_700
MONTHS = months(date(2025, 7, 1), 3)
#: The month whose bill makes those who pay nothing owe two bills for 30 days.
FOUND_IN = MONTHS[1]
GOAL, MEGABYTES = 5, 400


class StockAccount(StockAggregate):
    """An account as the library's documentation would write it, with our fields."""

    class Opened(StockAggregate.Created):
        household_id: UUID
        creditor_id: str

    class ChargePosted(StockAggregate.Event):
        household_id: UUID
        creditor_id: str
        charge_id: UUID
        kind: str
        cents: int
        issued_on: str  # the library's transcoder knows no day
        due_on: str
        period_from: str
        period_to: str
        iuv: str

    class ArrearsDetected(StockAggregate.Event):
        household_id: UUID
        creditor_id: str
        overdue_cents: int
        oldest_due_on: str
        effective_on: str

    @stock_event(Opened)
    def __init__(self, *, household_id: UUID, creditor_id: str) -> None:
        self.household_id = household_id
        self.creditor_id = creditor_id
        self.owed: dict[UUID, int] = {}
        self.detected_on = ""

    @staticmethod
    def create_id(household_id: UUID, creditor_id: str) -> UUID:
        """Give the account the household's and the creditor's own place."""
        return uuid5(household_id, creditor_id)

    def post(self, charge_id: UUID, kind: str, cents: int, month: date) -> None:
        """Post a charge of a month."""
        due_on = month.replace(day=DUE_DAY).isoformat()
        self._posted(
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            charge_id=charge_id,
            kind=kind,
            cents=cents,
            issued_on=month.isoformat(),
            due_on=due_on,
            period_from=month.isoformat(),
            period_to=due_on,
            iuv=charge_id.hex,
        )

    def detect(self, oldest: date, today: date) -> None:
        """Note that arrears were found."""
        self._detected(
            household_id=self.household_id,
            creditor_id=self.creditor_id,
            overdue_cents=sum(self.owed.values()),
            oldest_due_on=oldest.isoformat(),
            effective_on=today.isoformat(),
        )

    @stock_event(ChargePosted)
    def _posted(
        self,
        household_id: UUID,
        creditor_id: str,
        charge_id: UUID,
        kind: str,
        cents: int,
        issued_on: str,
        due_on: str,
        period_from: str,
        period_to: str,
        iuv: str,
    ) -> None:
        self.owed[charge_id] = cents

    @stock_event(ArrearsDetected)
    def _detected(
        self,
        household_id: UUID,
        creditor_id: str,
        overdue_cents: int,
        oldest_due_on: str,
        effective_on: str,
    ) -> None:
        self.detected_on = effective_on


def open_stock(url: str) -> StockApplication[UUID]:
    """Open the library's application on a database, with nothing posted yet."""
    at = urlsplit(url)
    return StockApplication[UUID](
        {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": at.path.lstrip("/"),
            "POSTGRES_HOST": at.hostname or "127.0.0.1",
            "POSTGRES_PORT": str(at.port or 5432),
            "POSTGRES_USER": at.username or "postgres",
            "POSTGRES_PASSWORD": at.password or "none",
        }
    )


def peer_month(application: StockApplication[UUID], month: date) -> float:
    """Give the charges a second that the stock application posts in a month."""
    places = [
        StockAccount.create_id(home(number), CREDITOR)
        for number in range(PEER_ACCOUNTS)
    ]
    begun = perf_counter()
    for place in places:
        account: StockAccount = application.repository.get(place)
        for kind, cents in BILLED.items():
            account.post(uuid5(place, f"{kind}/{month}"), kind, cents, month)
        application.save(account)
    if month == FOUND_IN:
        for number, place in enumerate(places):
            if number % 100 >= LATE:
                account = application.repository.get(place)
                account.detect(MONTHS[0], month)
                application.save(account)
    return PEER_ACCOUNTS * len(BILLED) / (perf_counter() - begun)


def ask(process: "Popen[str]", line: object) -> str:
    """Give one line to a process and take the one that it answers."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the process cannot be spoken to")
    print(line, file=process.stdin, flush=True)
    return process.stdout.readline()


def main() -> list[Row]:
    """Measure each month on both sides, one after the other."""
    memory: list[float] = []
    with (
        postgres() as mine,
        postgres() as theirs,
        running(
            "bill_run_ours.py", {"database_url": mine, "accounts": ACCOUNTS}
        ) as process,
    ):
        stock = open_stock(theirs)
        for number in range(PEER_ACCOUNTS):
            stock.save(StockAccount(household_id=home(number), creditor_id=CREDITOR))
        ours, theirs_next = iter(MONTHS), iter(MONTHS)

        def our_month() -> float:
            told = json.loads(ask(process, next(ours)))
            memory.append(told["megabytes"])
            return float(told["charges"] / told["seconds"])

        def their_month() -> float:
            return peer_month(stock, next(theirs_next))

        rate, peer, ratios = pairs(our_month, their_month, len(MONTHS))
        found = int(ask(process, ""))
        stock.close()
    expected = ACCOUNTS * (100 - LATE) // 100
    if found != expected:
        raise AssertionError(f"{found} arrears were detected, not {expected}")
    charges = ACCOUNTS * len(BILLED) * len(MONTHS)
    note = (
        f"{charges:,} charges, {ACCOUNTS:,} accounts, {len(MONTHS)} months, letters in "
        f"batches through the inbox and the close that finds {found:,} in arrears"
    )
    return [
        Row(
            what="bill run, arrears detected",
            unit="charges/s",
            ours=rate,
            peer=peer,
            ratios=ratios,
            goal=GOAL,
            note=(
                f"{note}; peer: stock Application, each of {PEER_ACCOUNTS:,} accounts "
                "found, charged and saved, one at a time"
            ),
        ),
        Row("bill run, most memory", "MB", max(memory), MEGABYTES, note=note),
    ]


if __name__ == "__main__":
    for row in main():
        print(row)
