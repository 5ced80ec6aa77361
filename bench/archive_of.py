"""An archive of many synthetic letters, in the mix that a bill run makes."""

import json
import os
import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg

from azione0.body import encode
from azione0.contract import Contract
from azione0.contracts import intake, ledger, workshops
from azione0.database import Database
from azione0.inbox import COLUMNS
from azione0.store import Store
from reporting.application import Reporting

POSTGRES = os.environ.get(
    "AZIONE0_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres"
)
START = datetime(2024, 1, 1, tzinfo=UTC)
CREDITOR = "aler-bcm"


@contextmanager
def postgres() -> Iterator[str]:
    """Give an empty database under a random name, dropped at the end."""
    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield POSTGRES.rpartition("/")[0] + "/" + name
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Street:
    """Households, and what is said of them by lot."""

    def __init__(self, households: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.homes = [self._new() for _ in range(households)]
        self.agreements = {home: self._new() for home in self.homes}
        self.mix = {
            self._bill: 60,
            self._payment: 56,
            self._allocation: 56,
            self._instalment: 10,
            self._miss: 5,
            self._agreement: 1,
            self._arrears: 3,
            self._session: 5,
            self._contact: 4,
        }

    def _new(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def said(self, count: int) -> Iterator[Contract]:
        """Give as many contracts, each about a household drawn by lot."""
        makers, weights = list(self.mix), list(self.mix.values())
        for make in self.chance.choices(makers, weights, k=count):
            home = self.chance.choice(self.homes)
            day = date(2024, 1, 1) + timedelta(days=self.chance.randrange(700))
            yield make(home, day)

    def _bill(self, home: UUID, day: date) -> Contract:
        return ledger.ChargePosted(
            charge_id=self._new(),
            household_id=home,
            creditor_id=CREDITOR,
            kind="rent",
            amount_cents=18000,
            due_on=day,
            effective_on=day,
        )

    def _payment(self, home: UUID, day: date) -> Contract:
        return ledger.PaymentPosted(
            payment_id=self._new(),
            household_id=home,
            creditor_id=CREDITOR,
            amount_cents=17000,
            value_on=day,
            payer="tenant",
            effective_on=day,
        )

    def _allocation(self, home: UUID, day: date) -> Contract:
        line = ledger.AllocationLine(
            component="principal", amount_cents=17000, charge_id=self._new()
        )
        return ledger.PaymentAllocated(
            payment_id=self._new(),
            household_id=home,
            creditor_id=CREDITOR,
            lines=(line,),
            rule="art_1193",
            effective_on=day,
        )

    def _instalment(self, home: UUID, day: date) -> Contract:
        return ledger.InstalmentPaid(
            agreement_id=self.agreements[home],
            household_id=home,
            creditor_id=CREDITOR,
            number=self.chance.randrange(1, 13),
            paid_on=day,
            amount_cents=7000,
            days_late=3,
            effective_on=day,
        )

    def _miss(self, home: UUID, day: date) -> Contract:
        return ledger.InstalmentMissed(
            agreement_id=self.agreements[home],
            household_id=home,
            creditor_id=CREDITOR,
            number=self.chance.randrange(1, 13),
            due_on=day,
            due_cents=7000,
            paid_cents=0,
            shortfall_cents=7000,
            consecutive=1,
            in_12_months=1,
            effective_on=day,
        )

    def _agreement(self, home: UUID, day: date) -> Contract:
        return ledger.AgreementSigned(
            agreement_id=self.agreements[home],
            household_id=home,
            creditor_id=CREDITOR,
            debt_cents=84000,
            charge_ids=(),
            down_payment_cents=0,
            instalments=tuple(
                ledger.Instalment(
                    number=number,
                    due_on=day + timedelta(30 * number),
                    amount_cents=7000,
                )
                for number in range(1, 13)
            ),
            interest_policy="none",
            signed_on=day,
            signatory_roles=("tenant",),
            effective_on=day,
        )

    def _arrears(self, home: UUID, day: date) -> Contract:
        return ledger.ArrearsDetected(
            episode_id=self._new(),
            household_id=home,
            creditor_id=CREDITOR,
            overdue_cents=36000,
            oldest_due_on=day,
            months_equiv=Decimal("2.00"),
            band="A",
            is_relapse=False,
            effective_on=day,
        )

    def _session(self, home: UUID, day: date) -> Contract:
        return workshops.SessionAttended(
            enrolment_id=self._new(),
            workshop_id=self._new(),
            household_id=home,
            session_number=1,
            minutes=120,
            present=True,
            effective_on=day,
        )

    def _contact(self, home: UUID, day: date) -> Contract:
        return intake.ContactAttempted(
            case_id=self._new(),
            household_id=home,
            channel="door",
            outcome="reached",
            attempt_number=1,
            effective_on=day,
        )


def contracts(count: int, households: int, seed: int = 1) -> Iterator[Contract]:
    """Give contracts: of 100, 30 bills, 28 payments, 28 allocations, 14 others."""
    return Street(households, seed).said(count)


def fill(database: Database, count: int, households: int) -> Reporting:
    """Put letters straight into the archive; the projections know nothing of them."""
    reporting = Reporting(Store(database, clock=lambda: START))
    with database.writing() as session:
        session.insert("inbox", COLUMNS, map(_row, _letters(count, households)))
    return reporting


def _letters(count: int, households: int) -> Iterator[tuple[int, Contract, UUID]]:
    chance = random.Random(2)
    for position, contract in enumerate(contracts(count, households), 1):
        yield position, contract, UUID(int=chance.getrandbits(128), version=4)


def _row(letter: tuple[int, Contract, UUID]) -> tuple[object, ...]:
    position, contract, letter_id = letter
    at = START + timedelta(seconds=position)
    source = f"//aler-bcm/{contract.promise.publisher}"
    return (
        position,
        source,
        str(letter_id),
        position,
        letter_id.hex * 2,
        contract.type_name(),
        contract.subject(),
        contract.effective_on,
        at,
        str(letter_id),
        "done",
        0,
        None,
        "",
        at,
        json.dumps({"ce-id": str(letter_id), "ce-source": source}),
        encode(contract),
    )
