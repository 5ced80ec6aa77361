"""
A household that falls into arrears for a while, as its letters tell it.

Two bills stay unpaid, every other one is paid as soon as it comes; the arrears are
cleared by paying both, or the household dies or moves away first.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from azione0.contract import Contract
from azione0.contracts import intake, ledger
from reporting.invented.arrears import Account
from reporting.invented.names import BILL_CENTS, CREDITOR, DUE_DAY
from reporting.validation.months import month_at, place_of
from reporting.validation.waits import CLEARED, LEFT, Wait, detected_on


def brief_arrears(
    account: Account, wait: Wait, months: int, *, dies: bool
) -> Iterator[Contract]:
    """Tell one wait over so many months; `dies` is how it ends if it is not cleared."""
    first = account.names.first
    ended = wait.detected_on + timedelta(days=wait.days)
    last = place_of(first, ended) if wait.cause == LEFT else months - 1
    skipped = {wait.unpaid, wait.unpaid + 1}
    if wait.falls_back is not None:
        skipped |= {wait.falls_back, wait.falls_back + 1}
    unpaid: dict[int, ledger.ChargePosted] = {}
    for place in range(last + 1):
        starts = month_at(first, place)
        due_on = starts.replace(day=DUE_DAY)
        if wait.cause == LEFT and starts > ended:
            break
        bill = account.old("rent", BILL_CENTS, due_on, starts)
        yield bill
        if place in skipped:
            unpaid[place] = bill
        else:
            yield from account.pay_charge(bill.charge_id, BILL_CENTS, starts)
    oldest = month_at(first, wait.unpaid).replace(day=DUE_DAY)
    found = account.detected(2 * BILL_CENTS, oldest, wait.detected_on)
    yield found
    if wait.cause == CLEARED:
        for place in (wait.unpaid, wait.unpaid + 1):
            yield from account.pay_charge(unpaid[place].charge_id, BILL_CENTS, ended)
        yield ledger.ArrearsCleared(
            episode_id=found.episode_id,
            household_id=account.household_id,
            creditor_id=CREDITOR,
            cleared_on=ended,
            effective_on=ended,
        )
    if wait.falls_back is not None:
        on = detected_on(first, wait.falls_back)
        again = month_at(first, wait.falls_back).replace(day=DUE_DAY)
        yield account.detected(2 * BILL_CENTS, again, on, (on - ended).days)
    if wait.cause == LEFT:
        yield from gone(account, 2 * BILL_CENTS, ended, dies=dies)


def gone(account: Account, cents: int, on: date, *, dies: bool) -> Iterator[Contract]:
    """Tell that nobody lives there any more: the tenant died, or moved away."""
    if dies:
        yield intake.HouseholdChanged(
            household_id=account.household_id, kind="death", effective_on=on
        )
    yield account.closed(cents, "deceased" if dies else "moved", on)
