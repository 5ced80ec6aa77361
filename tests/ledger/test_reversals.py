"""What is taken back, and from which day: never before it was there."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from creditors import ALER, HOUSEHOLD, registered

from azione0.house import House
from azione0.inbox import MOST_ATTEMPTS
from azione0.letter import Raw
from ledger.account.account import Account, account_id
from ledger.published import announce

BILL = ALER.bill(date(2026, 1, 10), charge_id="C1", issued_on=date(2026, 1, 2))
PAID = ALER.payment(date(2026, 1, 10), 18000, payment_id="P1")
ACCOUNT = account_id(HOUSEHOLD, "ALER-BCM")


@pytest.fixture
def house(database_url: str, clock: Callable[[], datetime]) -> Iterator[House]:
    environ = {"AZIONE0_LEDGER_DB": database_url}
    with House(environ, clock=clock, kinds=("ledger",)) as opened:
        opened.hand_in("ledger", [registered()])
        yield opened


def reversal(on: date, value_on: date = date(2026, 1, 10)) -> Raw:
    return ALER.refund("P1", value_on, 18000, on=on)


def told(house: House, event: type) -> list[date]:
    """The days from which others hear that something counts no more."""
    said = [it for _, it in house.ledger.events_of(ACCOUNT) if isinstance(it, event)]
    return [it.effective_on for it in map(announce, said) if it]


@pytest.mark.parametrize("paid_first", [True, False])
def test_a_payment_is_not_reversed_before_it_was_made(house, paid_first):
    early = reversal(date(2026, 1, 9))
    letters = [BILL, PAID, early] if paid_first else [early, BILL, PAID]
    taken = house.hand_in("ledger", letters)
    assert taken.failed == 1
    inbox, parking = house.office("ledger").inbox, house.office("ledger").parking
    now = house.office("ledger").store.clock()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        inbox.retry_due(now + timedelta(days=attempt))
    parked, *_ = parking.letters()
    assert (parked.state, parked.attempts) == ("parked", MOST_ATTEMPTS)
    assert parked.reason.startswith("ReversedBeforePaid: ")
    assert "from 2026-01-09: give the day" in parked.reason
    parking.discard(parked.position, by="anna", reason="sent again", now=now)
    inbox.retry_due(now + timedelta(days=100))
    standing = house.ledger.standing(HOUSEHOLD, "ALER-BCM", date(2026, 3, 1))
    assert standing.position.open_cents == {it.id: 0 for it in charges(house)}
    assert told(house, Account.PaymentReversed) == []


@pytest.mark.parametrize("on", [date(2026, 1, 10), date(2026, 2, 1)])
def test_a_payment_is_reversed_on_its_day_or_later(house, on):
    assert not house.hand_in("ledger", [BILL, PAID, reversal(on)]).failed
    for day, open_cents in ((on - timedelta(1), 0), (on, 18000)):
        standing = house.ledger.standing(HOUSEHOLD, "ALER-BCM", day)
        left = sum(standing.position.open_cents.values())
        # On its own day it never counted, and the day before it had not come yet.
        assert left == (18000 if on == date(2026, 1, 10) else open_cents)
    assert told(house, Account.PaymentReversed) == [on]


@pytest.mark.parametrize("bill_first", [True, False])
@pytest.mark.parametrize(
    ("on", "counts_until"),
    [
        (date(2025, 12, 1), date(2026, 1, 2)),
        (date(2026, 1, 2), date(2026, 1, 2)),
        (date(2026, 1, 20), date(2026, 1, 20)),
    ],
)
def test_a_charge_is_taken_back_from_its_first_day_at_the_earliest(
    house, bill_first, on, counts_until
):
    letters = [BILL, ALER.take_back("C1", on)]
    house.hand_in("ledger", letters if bill_first else letters[::-1])
    assert told(house, Account.ChargeEnded) == [counts_until]
    [charge] = charges(house)
    books = house.ledger.get(Account, ACCOUNT).books
    assert books.charges_on(counts_until) == []
    assert books.charges_on(counts_until - timedelta(1)) == [charge]


def charges(house: House) -> list:
    return list(house.ledger.get(Account, ACCOUNT).books.charges.values())
