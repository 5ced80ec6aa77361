"""What interest an account's charges bear, by all that its books know of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bookkeeping import books, charge, named, payment, plan, some_books
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.account.accruals import accruals
from ledger.account.facts import Hold
from ledger.account.standing import stand
from ledger.policy import Rules
from ledger.rates import LegalRate, RateTable, RateUnknown

BILL = charge("2025-01-10", 36500)
#: One per cent: on 365 euros one cent a day.
TABLE = RateTable((LegalRate.of_year(2025, 100, "of a test"),))


def borne(kept, on, **which):
    standing = stand(kept, on, Rules())
    found = accruals(kept, standing, TABLE, **which)
    return [
        [(str(it.after_on), str(it.until_on), it.principal_cents) for it in one]
        for one in (accrual.stretches for accrual in found)
    ]


def test_part_payments_and_freezes_are_seen_in_the_interest():
    kept = books([BILL], [payment("2025-01-20", 16500)])
    frozen = Hold(
        named("hold"), BILL.id, "freeze", date(2025, 1, 31), date(2025, 2, 10)
    )
    kept.holds[frozen.id] = frozen
    assert borne(kept, date(2025, 2, 19)) == [
        [
            ("2025-01-10", "2025-01-20", 36500),
            ("2025-01-20", "2025-01-30", 20000),
            ("2025-02-09", "2025-02-19", 20000),
        ]
    ]


def test_an_agreement_puts_interest_to_rest_until_it_is_broken():
    agreed = plan([BILL], "2025-03-01", "2025-03-31", 10000)
    kept = books([BILL], [], [agreed])
    standing = stand(kept, date(2025, 12, 31), Rules())
    broken_on = standing.judgements[agreed.agreement_id].ended_on
    assert broken_on == date(2025, 5, 11)
    other = charge("2025-05-01", 500, kind="cost")
    kept.charges[other.id] = other
    assert borne(kept, date(2025, 12, 31)) == [
        [("2025-01-10", "2025-02-28", 36500), ("2025-05-10", "2025-12-31", 36500)],
        [("2025-05-01", "2025-12-31", 500)],
    ]


def test_interest_runs_while_an_agreement_has_lapsed():
    agreed = plan([BILL], "2025-03-01", "2025-03-31", 10000)
    kept = books([BILL], [], [agreed])
    standing = stand(kept, date(2025, 12, 31), Rules())
    lapse = (date(2025, 7, 1), date(2025, 8, 1))
    standing.plans = [replace(agreed, lapses=(lapse,))]
    [accrual] = accruals(kept, standing, TABLE)
    assert [(str(it.after_on), str(it.until_on)) for it in accrual.stretches] == [
        ("2025-01-10", "2025-02-28"),
        ("2025-06-30", "2025-07-31"),
    ]


def test_what_is_prescribed_bears_no_more():
    kept = books([BILL])
    standing = stand(kept, date(2025, 12, 31), Rules())
    standing.prescribed = {BILL.id: date(2025, 1, 21)}
    [accrual] = accruals(kept, standing, TABLE)
    assert accrual.cents == 10


def test_what_was_paid_in_time_or_is_not_due_bears_nothing():
    paid = charge("2025-01-10", 36500, iuv="P")
    kept = books([paid, charge("2025-06-10")], [payment("2025-01-10", 36500, iuv="P")])
    assert borne(kept, date(2025, 6, 10)) == []


def test_some_charges_only_need_no_rate_for_the_others():
    old = charge("2024-12-10", 36500)
    kept = books([old, BILL])
    with pytest.raises(RateUnknown):
        borne(kept, date(2025, 1, 20))
    assert borne(kept, date(2025, 1, 20), only={BILL.id}) == [
        [("2025-01-10", "2025-01-20", 36500)]
    ]


@settings(deadline=None, max_examples=60)
@given(some_books(), some.integers(1, 400))
def test_interest_never_falls_and_none_is_borne_before_its_day(kept, number):
    day = date(2025, 1, 1) + timedelta(number)
    for accrual in accruals(kept, stand(kept, day, Rules())):
        owed = kept.charges[accrual.charge_id]
        assert accrual.cents >= 0
        assert owed.kind != "interest"
        for it in accrual.stretches:
            assert it.after_on >= owed.effective_on
            assert it.until_on <= day
