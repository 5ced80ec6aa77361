"""
An account with ten years behind it is opened: all its events, and how it stands.

Nothing of it is in memory; the process has settled, as a running service has. Three
households are asked about in turn: one that always paid in time, one that always paid
late, and one that stopped paying for half a year, made an agreement, and has paid its
bills and instalments since.
"""

import time
from datetime import date, timedelta
from statistics import quantiles

from archive_of import postgres
from estate_of import (
    CREDITOR,
    IN_TIME,
    LATE,
    bill,
    by_reference,
    by_transfer,
    close,
    hear,
    home,
    months,
    open_ledger,
    overdue_on,
    paid_in_time,
    paid_late,
    registered,
)
from row import Row

from azione0.memory import settle
from azione0.office import Office
from azione0.store import Cause
from ledger.account.account import account_id
from ledger.application import Ledger

BILLED = months(date(2015, 10, 1), 120)
PUNCTUAL, TARDY, AGREED = HOMES = (0, IN_TIME, LATE)
#: Who made an agreement paid nothing from the first of these months on, and had an
#: agreement from the second on.
STOPPED, SIGNED = BILLED[96], BILLED[102]
INSTALMENT_CENTS = 7_200
PAID_SINCE = len(BILLED) - BILLED.index(SIGNED) - 1
TODAY = date(2025, 10, 1)
TIMES, GOAL_MS = 100, 50


def agreed(month: date) -> list:
    """Say what the household with an agreement pays in a month."""
    if STOPPED <= month < SIGNED:
        return []
    paid = [by_reference(AGREED, month)]
    if month > SIGNED:
        paid.append(by_transfer(AGREED, month.replace(day=20), INSTALMENT_CENTS))
    return paid


def sign(ledger: Office) -> None:
    """Put what is overdue into instalments, due on the twentieth of each month."""
    with ledger.application.transaction(Cause("bench", "sign")):
        agreement_id = ledger.application.propose_agreement(
            home(AGREED),
            CREDITOR,
            instalment_cents=INSTALMENT_CENTS,
            first_due_on=months(SIGNED, 2)[1].replace(day=20),
            on=SIGNED,
        )
        ledger.application.sign_agreement(
            agreement_id, on=SIGNED, signatory_roles=["tenant"]
        )


def live(ledger: Office) -> None:
    """Let the households live ten years."""
    hear(ledger, map(registered, HOMES))
    for month in BILLED:
        close(ledger, month)
        if month == SIGNED:
            sign(ledger)
        hear(ledger, (it for number in HOMES for it in bill(number, month)))
        hear(ledger, (it for number in HOMES for it in paid_in_time(number, month)))
        hear(ledger, agreed(month))
        close(ledger, overdue_on(month))
        hear(ledger, (it for number in HOMES for it in paid_late(number, month)))
        close(ledger, month + timedelta(days=21))
    close(ledger, TODAY)


def spent_ms(ledger: Office, number: int) -> float:
    """Open an account as who has never seen it; give the milliseconds."""
    application = Ledger(ledger.store)
    begun = time.perf_counter()
    standing = application.standing(home(number), CREDITOR, TODAY)
    spent = (time.perf_counter() - begun) * 1000
    for kept in standing.judgements.values():
        if kept.missed or len(kept.paid) != PAID_SINCE:
            raise AssertionError(f"{len(kept.paid)} instalments paid, {kept.missed}")
    if bool(standing.judgements) != (number == AGREED):
        raise AssertionError("the agreement is in another account")
    return spent


def main() -> Row:
    """Open each of the accounts many times; give the 99th percentile."""
    with postgres() as url:
        ledger = open_ledger(url)
        live(ledger)
        events = {
            number: len(ledger.store.select_events(account_id(home(number), CREDITOR)))
            for number in HOMES
        }
        settle()
        spent = {it: [spent_ms(ledger, it) for _ in range(TIMES)] for it in HOMES}
        ledger.close()
    cuts = {it: quantiles(spent[it], n=100) for it in HOMES}
    told = ", ".join(f"{events[it]} events {cuts[it][49]:.1f} ms" for it in HOMES)
    return Row(
        what="account of ten years opened, 99th percentile",
        unit="ms",
        ours=max(it[98] for it in cuts.values()),
        goal=GOAL_MS,
        note=(
            f"{len(BILLED)} months of rent and services, from the store, with how it "
            f"stands; medians: punctual, tardy, with an agreement: {told}"
        ),
    )


if __name__ == "__main__":
    print(main())
