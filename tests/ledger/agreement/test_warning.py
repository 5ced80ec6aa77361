"""Which facts speak of a miss to come: named, in their order, and gone when paid."""

from datetime import date, timedelta

from bookkeeping import books, charge, day, payment, plan

from ledger.account.standing import stand
from ledger.agreement.warning import Risk, risk_of
from ledger.policy import Rules

DEBT = charge("2025-01-10", 100000, iuv="DEBT")
AGREED = plan([DEBT], "2025-02-01", "2025-02-28", 10000)
DUE = [it.due_on for it in AGREED.instalments]


def risk(payments: list, on: str | date, *, bills=(), worse: bool = False) -> Risk:
    today = day(on) if isinstance(on, str) else on
    standing = stand(books([DEBT, *bills], payments, [AGREED]), today, Rules())
    [agreed] = standing.plans
    return risk_of(agreed, standing, Rules(), means_worsened=worse)


def paid(number: int, late: int = 0):
    on = DUE[number - 1] + timedelta(late)
    return payment(on, 10000, name=str(number), iuv="DEBT")


def test_an_instalment_that_is_only_due_soon_is_no_reason_to_call():
    assert risk([paid(1)], DUE[1] - timedelta(3)).facts == ()


def test_one_that_is_due_soon_is_one_after_a_sign_of_difficulty():
    soon = DUE[1] - timedelta(5)
    assert risk([paid(1, late=4)], soon).facts == (
        "instalment_due_soon_unpaid",
        "late_last_time",
    )
    assert risk([paid(1)], soon, worse=True).facts == (
        "instalment_due_soon_unpaid",
        "means_worsened",
    )
    assert risk([paid(1)], soon - timedelta(1), worse=True).facts == ()


def test_in_its_grace_it_is_said_with_what_is_left_of_it():
    part = payment(DUE[1], 4000, name="part", iuv="DEBT")
    found = risk([paid(1), part], DUE[1] + timedelta(1))
    assert found.facts == ("instalment_in_grace", "instalment_part_paid")
    assert (found.due_on, found.cents) == (DUE[1], 6000)


def test_what_is_missed_already_is_no_warning_and_the_next_one_may_break_it():
    missed_on = DUE[0] + timedelta(11)
    assert risk([], missed_on).facts == ()
    assert risk([], DUE[1] - timedelta(2)).facts == (
        "instalment_due_soon_unpaid",
        "one_more_miss_breaks",
    )


def test_money_that_waits_is_enough():
    waiting = payment(DUE[0] + timedelta(9), 20000, name="waits")
    assert risk([waiting], DUE[1] - timedelta(2), worse=True).facts == ()


def test_a_current_bill_in_its_grace_is_named():
    bill = charge(DUE[0] + timedelta(3), 18000)
    found = risk([paid(1)], DUE[0] + timedelta(5), bills=[bill])
    assert found.facts == ("current_bill_unpaid",)
