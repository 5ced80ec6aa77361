"""An account is read as it was known, by whoever's name it goes."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from creditors import HOUSEHOLD, NOW, Creditor, registered

from azione0.application import NotFound
from azione0.codes import household_code
from azione0.house import House
from ledger.documents import reading
from ledger.documents.explanation import explain
from ledger.documents.reading import (
    BEGUN,
    ENDED,
    NotOne,
    find_household,
    folios,
    read_folio,
)
from ledger.documents.rent_roll import rent_roll, waiting_roll
from ledger.documents.statement import statement

ALER = Creditor("aler-bcm")
APRIL = date(2025, 4, 30)


class Clock:
    """The hour at which things are written down."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(database_url, clock):
    environ = {"AZIONE0_LEDGER_DB": database_url}
    with House(environ, clock=clock, kinds=("ledger",)) as opened:
        opened.hand_in(
            "ledger",
            [
                ALER.tenancy(),
                registered(("aler-bcm", "T1")),
                ALER.bill(date(2025, 3, 10)),
                ALER.payment(date(2025, 3, 8), 18000, payment_id="P1"),
            ],
        )
        yield opened


def test_a_refund_told_later_was_not_known_before(house, clock):
    before = clock.now + timedelta(days=1)
    clock.now += timedelta(days=60)
    house.hand_in("ledger", [ALER.refund("P1", date(2025, 3, 8), 18000, on=APRIL)])
    now = read_folio(house.ledger, HOUSEHOLD, "aler-bcm")
    then = read_folio(house.ledger, HOUSEHOLD, "aler-bcm", before)
    assert explain(now, APRIL).sums.balance_cents == 18000
    assert explain(then, APRIL).sums.balance_cents == 0
    [refunded] = now.books.payments
    assert now.marks[ENDED, refunded].recorded_at == clock.now
    assert (ENDED, refunded) not in then.marks
    assert now.marks[BEGUN, refunded] == then.marks[BEGUN, refunded]
    told = statement(then, APRIL, as_of=APRIL)
    assert (told.known_at, told.closing_cents) == (before, 0)


def test_an_account_that_was_not_known_yet_is_not_found(house, clock):
    with pytest.raises(NotFound, match=household_code(HOUSEHOLD)):
        read_folio(house.ledger, HOUSEHOLD, "aler-bcm", NOW - timedelta(days=900))
    assert list(folios(house.ledger, None, NOW - timedelta(days=900))) == []
    assert len(list(folios(house.ledger, None, None))) == 1


def test_a_tenancy_names_its_household_and_creditor(house):
    assert find_household(house.ledger, "aler-bcm/T1") == (HOUSEHOLD, "aler-bcm")
    with pytest.raises(NotFound, match="aler-bcm/T2"):
        find_household(house.ledger, "aler-bcm/T2")


def test_two_households_of_one_code_are_both_named(house, monkeypatch):
    other = UUID(int=9)
    house.hand_in(
        "ledger",
        [
            ALER.tenancy("T9"),
            registered(("aler-bcm", "T9"), household_id=other),
            ALER.bill(date(2025, 3, 10), tenancy_id="T9"),
        ],
    )
    monkeypatch.setattr(reading, "household_code", lambda _: "A0-00001")
    with pytest.raises(NotOne) as refused:
        find_household(house.ledger, "a0-00001")
    assert str(other) in str(refused.value)
    assert str(HOUSEHOLD) in str(refused.value)


def test_a_bill_is_in_the_rent_roll_once_before_and_after_its_household_is_known(
    house, clock
):
    def roll(known_at=None):
        period = date(2025, 4, 1), APRIL, APRIL
        posted = [
            line
            for page in folios(house.ledger, None, known_at)
            for line in rent_roll(page, *period)
        ]
        waiting = waiting_roll(house.ledger, None, *period, known_at)
        return [(it.place.household_id, it.cents) for it in [*posted, *waiting]]

    house.hand_in("ledger", [ALER.bill(date(2025, 4, 10), tenancy_id="T5")])
    before = clock.now
    assert roll() == [(None, 18000)]
    clock.now += timedelta(days=1)
    house.hand_in("ledger", [registered(("aler-bcm", "T5"))])
    assert roll() == [(HOUSEHOLD, 18000)]
    assert roll(before) == [(None, 18000)]
