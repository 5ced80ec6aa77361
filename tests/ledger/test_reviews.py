"""When an account is looked at: as soon as time alone lets something follow."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from creditors import ALER, HOUSEHOLD, registered
from peers.desk import Desk, open_desk

from ledger.account.account import Account, account_id
from ledger.published import announce

DUE = date(2025, 3, 10)
BILL = ALER.bill(DUE, iuv="N3", issued_on=date(2025, 3, 1))
ACCOUNT = account_id(HOUSEHOLD, "ALER-BCM")


@pytest.fixture
def desk(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Desk]:
    with open_desk(f"sqlite:///{tmp_path}/ledger.db", tmp_path, clock) as opened:
        yield opened


def allocated(desk: Desk) -> list[tuple[int, date]]:
    """What was said of where money went, payment by payment."""
    account = desk.ledger.get(Account, ACCOUNT)
    return [(it.cents, it.on) for lines in account.allocated.values() for it in lines]


def test_before_any_day_is_closed_nothing_is_unsaid(desk):
    desk.hear(ALER.payment(date(2025, 2, 20), 12000))
    desk.hear(ALER.bill(date(2025, 2, 10), charge_id="C1"))
    desk.hear(
        ALER.correct(date(2025, 2, 10), 15000, replaces="C1", charge_id="C2"),
    )
    assert allocated(desk) == [(12000, date(2025, 2, 20))]
    told = [announce(it) for _, it in desk.ledger.events_of(ACCOUNT)]
    assert all(it.effective_on.year == 2025 for it in told if it)


def test_declared_money_is_used_on_the_day_from_which_its_bill_counts(desk):
    """Both waited for the household, and the payment is older than the bill."""
    desk.hear(ALER.bill(DUE, tenancy_id="T9", iuv="N9", issued_on=date(2025, 3, 1)))
    desk.hear(ALER.payment(date(2025, 2, 20), 18000, tenancy_id="T9", iuv="N9"))
    desk.hear(registered(("ALER-BCM", "T9")))
    desk.close(date(2025, 2, 28))
    assert allocated(desk) == []
    desk.close(date(2025, 3, 1))
    assert allocated(desk) == [(18000, date(2025, 2, 20))]


def test_money_that_waits_is_used_on_the_day_on_which_something_falls_due(desk):
    desk.hear(BILL, ALER.payment(date(2025, 3, 2), 12000))
    desk.close(DUE - timedelta(1))
    assert allocated(desk) == []
    desk.close(DUE)
    assert allocated(desk) == [(12000, DUE)]
