"""
An estate of many homes: whose they are, what they are billed, who pays and how.

Of a hundred households seventy pay each bill in time by its pagoPA reference,
fifteen pay late by a transfer that names none, and fifteen pay nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from uuid import UUID, uuid5

from azione0 import letter
from azione0.commands.opening import clock
from azione0.contract import Contract
from azione0.contracts import aler, intake
from azione0.letter import Raw
from azione0.office import Office, service_class
from azione0.settings import settings_for
from azione0.store import Cause

CREDITOR = "aler-bcm"
ALER, INTAKE = "//aler-bcm/aler", "//comune-brescia/intake"
NOON = time(12, tzinfo=UTC)
BILLED = {"rent": 18_000, "service": 6_000}
MONTHLY_CENTS = sum(BILLED.values())
ONE_DAY = timedelta(days=1)
DUE_DAY, LATE_DAYS = 10, 20
IN_TIME, LATE = 70, 85
#: Letters that the letter box takes at once, accounts that `close-day` judges at once.
LETTERS_AT_ONCE, ACCOUNTS_AT_ONCE = 500, 1_000
_NAMES = UUID("00000000-0000-4000-8000-0000000e57a7")


def home(number: int) -> UUID:
    """Give the pseudonym of one of the households."""
    return uuid5(_NAMES, str(number))


def months(first: date, count: int) -> list[date]:
    """Give the first days of so many months."""
    start = first.year * 12 + first.month - 1
    return [date(it // 12, it % 12 + 1, 1) for it in range(start, start + count)]


def overdue_on(month: date) -> date:
    """Give the day on which a month's bill is overdue where it was not paid."""
    return month.replace(day=DUE_DAY) + ONE_DAY


def registered(number: int) -> Contract:
    """Say, as intake does, whose tenancy a household's is."""
    return intake.HouseholdRegistered(
        household_id=home(number),
        dwelling_id=str(number),
        building_id="cimabue",
        tenancies=(intake.Tenancy(creditor_id=CREDITOR, tenancy_id=_tenancy(number)),),
        adults=2,
        minors=1,
        rent_area="PROTECTION",
        effective_on=date(2015, 1, 1),
    )


def bill(number: int, month: date) -> Iterator[Contract]:
    """Say a household's bill of a month: rent and services on one notice."""
    for kind, cents in BILLED.items():
        yield aler.ChargeIssued(
            charge_id=f"{number}-{month:%Y%m}/{kind}",
            creditor_id=CREDITOR,
            tenancy_id=_tenancy(number),
            kind=kind,
            amount_cents=cents,
            issued_on=month,
            due_on=month.replace(day=DUE_DAY),
            period_from=month,
            period_to=months(month, 2)[1] - ONE_DAY,
            iuv=_iuv(number, month),
            effective_on=month,
        )


def paid_in_time(number: int, month: date) -> Iterator[Contract]:
    """Say that a household pays a bill in time by its reference, if it does."""
    if number % 100 < IN_TIME:
        yield by_reference(number, month)


def paid_late(number: int, month: date) -> Iterator[Contract]:
    """Say that a household pays a bill late by a transfer, if it does."""
    if IN_TIME <= number % 100 < LATE:
        value_on = month.replace(day=DUE_DAY + LATE_DAYS - number % 5 - 3)
        yield by_transfer(number, value_on, MONTHLY_CENTS)


def by_reference(number: int, month: date) -> Contract:
    """Say that a household's notice of a month was paid before it was due."""
    iuv, value_on = _iuv(number, month), month.replace(day=DUE_DAY - number % 7)
    return _paid(
        number, value_on, MONTHLY_CENTS, channel="pagopa", iuv=iuv, iur=f"R{iuv}"
    )


def by_transfer(number: int, value_on: date, cents: int) -> Contract:
    """Say that money came from a household without a reference."""
    tenancy_id = _tenancy(number)
    return _paid(number, value_on, cents, channel="transfer", tenancy_id=tenancy_id)


def open_ledger(url: str) -> Office:
    """Open a ledger on a database, as a command does."""
    environ = {"AZIONE0_LEDGER_DB": url}
    return Office(service_class("ledger"), settings_for("ledger", environ), clock=clock)


def batches(said: Iterable[Contract]) -> Iterator[list[Raw]]:
    """Write letters, in the batches in which the letter box takes them."""
    written = map(_letter, said)
    while batch := list(islice(written, LETTERS_AT_ONCE)):
        yield batch


def take(ledger: Office, raws: list[Raw]) -> None:
    """Let the ledger take letters through its inbox; all of them must be good."""
    taken = ledger.inbox.take(raws)
    if taken.failed or sum(taken.done.values()) != len(raws):
        raise AssertionError(f"not all letters were acted on: {taken}")


def hear(ledger: Office, said: Iterable[Contract]) -> None:
    """Let the ledger take what is said."""
    for raws in batches(said):
        take(ledger, raws)


def close(ledger: Office, day: date) -> int:
    """Close a day as `close-day` does, part by part; give the accounts judged."""
    judged = 0
    while True:
        with ledger.application.transaction(Cause("bench", f"close-day/{day}")):
            some = ledger.application.close_day(day, ACCOUNTS_AT_ONCE)
        judged += some
        if some < ACCOUNTS_AT_ONCE:
            return judged


def _tenancy(number: int) -> str:
    return f"{number:06}/01"


def _iuv(number: int, month: date) -> str:
    return f"{month:%y%m}{number:013}"


def _paid(number: int, value_on: date, cents: int, **how: str) -> Contract:
    return aler.PaymentReceived(
        payment_id=f"{number}/{value_on}/{cents}",
        creditor_id=CREDITOR,
        amount_cents=cents,
        value_on=value_on,
        payer="tenant",
        effective_on=value_on,
        **how,
    )


def _letter(said: Contract) -> Raw:
    own_id = str(uuid5(_NAMES, repr(said)))
    return letter.write(
        said,
        id=own_id,
        source=INTAKE if said.promise.publisher == "intake" else ALER,
        recorded_at=datetime.combine(said.effective_on, NOON),
        correlation_id=own_id,
        causation_id=own_id,
    )
