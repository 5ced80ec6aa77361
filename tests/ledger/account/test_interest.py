"""Legal interest: the dated rates, the days, the principal, the rounding."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from bookkeeping import charge, day
from hypothesis import given
from hypothesis import strategies as some

from ledger.account.facts import FOREVER
from ledger.account.interest import accrue
from ledger.rates import LEGAL_RATES, LegalRate, RatesOverlap, RateTable, RateUnknown

OCTOBER = charge("2025-10-10", 40000)
FIRST, LAST = date(2022, 1, 1), date(2026, 12, 31)
a_day = some.dates(FIRST, LAST)
an_amount = some.integers(1, 500_000)
some_payments = some.lists(some.tuples(a_day, some.integers(1, 100_000)), max_size=4)
some_gaps = some.lists(
    some.tuples(a_day, some.integers(1, 200)).map(
        lambda it: (it[0], it[0] + timedelta(it[1]))
    ),
    max_size=3,
)


def reckoned(accrual):
    """What a person would check: from, until, days, principal, rate."""
    return [
        (str(it.after_on), str(it.until_on), it.days, it.principal_cents, it.rate)
        for it in accrual.stretches
    ]


def rate(year: int) -> LegalRate:
    return LEGAL_RATES.on(date(year, 6, 1))


def test_400_euros_five_months_late_over_new_year_cost_3_01():
    accrual = accrue(OCTOBER, [(date(2026, 3, 10), 40000)], date(2026, 3, 10))
    assert accrual.cents == 301
    assert reckoned(accrual) == [
        ("2025-10-10", "2025-12-31", 82, 40000, rate(2025)),
        ("2025-12-31", "2026-03-10", 69, 40000, rate(2026)),
    ]
    assert accrual.charge_id == OCTOBER.id
    assert accrual.exact_cents == Fraction(40000 * (82 * 200 + 69 * 160), 365 * 10000)


@pytest.mark.parametrize(
    ("year", "percent"),
    [(2022, "1.25"), (2023, "5"), (2024, "2.5"), (2025, "2"), (2026, "1.6")],
)
def test_each_year_has_the_rate_of_its_decree(year, percent):
    for its_day in (date(year, 1, 1), date(year, 12, 31)):
        found = LEGAL_RATES.on(its_day)
        assert found.percent == Decimal(percent)
        assert found.source.startswith("D.M. ")
        assert found.source.endswith(str(year - 1))


def test_the_due_day_bears_nothing_and_the_day_of_payment_does():
    def late(days, paid=()):
        return accrue(OCTOBER, paid, OCTOBER.due_on + timedelta(days)).exact_cents

    one_day = Fraction(40000 * 200, 365 * 10000)
    assert late(-1) == late(0) == 0
    assert late(1) == one_day
    paid = [(OCTOBER.due_on + timedelta(1), 40000)]
    assert late(1, paid) == late(30, paid) == one_day
    assert late(30, [(OCTOBER.due_on, 40000)]) == 0


def test_a_part_payment_makes_the_principal_smaller_from_the_next_day():
    paid = [(date(2025, 11, 9), 15000), (date(2025, 11, 19), 25000)]
    accrual = accrue(OCTOBER, paid, date(2026, 6, 30))
    assert reckoned(accrual) == [
        ("2025-10-10", "2025-11-09", 30, 40000, rate(2025)),
        ("2025-11-09", "2025-11-19", 10, 25000, rate(2025)),
    ]
    # 65.7534… and 13.6986… cents: rounded one by one they would come to 80.
    assert accrual.cents == 79


def test_money_that_is_taken_back_bears_again_from_the_day_after():
    paid = [(date(2025, 10, 20), 40000), (date(2025, 11, 20), -40000)]
    accrual = accrue(OCTOBER, paid, date(2025, 11, 30))
    assert [(it.after_on.day, it.until_on.day) for it in accrual.stretches] == [
        (10, 20),
        (20, 30),
    ]


def test_the_cents_are_rounded_once_and_a_half_goes_up():
    half = LegalRate.of_year(2025, 100, "of a test")
    table = RateTable((half,), year_days=100)
    for principal, cents in ((4999, 0), (5000, 1), (14999, 1), (15000, 2)):
        owed = charge("2025-03-10", principal)
        accrual = accrue(owed, [], date(2025, 3, 11), table=table)
        assert accrual.cents == cents, principal


def test_a_leap_year_counts_365_days_too():
    leap = accrue(charge("2023-12-31", 36500), [], date(2024, 12, 31))
    assert sum(it.days for it in leap.stretches) == 366
    assert leap.exact_cents == Fraction(366 * 250, 100)


@pytest.mark.parametrize(
    ("kind", "cents", "bears"),
    [
        ("rent", 10000, True),
        ("service", 10000, True),
        ("settlement", 10000, True),
        ("settlement", -10000, False),
        ("cost", 10000, True),
        ("interest", 10000, False),
    ],
)
def test_interest_bears_none_nor_does_a_settlement_in_favour(kind, cents, bears):
    accrual = accrue(charge("2025-01-10", cents, kind=kind), [], date(2025, 12, 31))
    assert bool(accrual.cents) == bears
    assert bool(accrual.stretches) == bears


def test_a_charge_bears_nothing_before_it_counts():
    late = replace(OCTOBER, effective_on=date(2025, 11, 10))
    [first, *_] = accrue(late, [], date(2026, 1, 31)).stretches
    assert first.after_on == date(2025, 11, 10)


def test_disputed_days_bear_nothing_from_the_first_to_the_one_before_the_last():
    disputed = (date(2025, 10, 21), date(2025, 11, 1))
    accrual = accrue(OCTOBER, [], date(2025, 11, 10), excluded=[disputed])
    assert reckoned(accrual) == [
        ("2025-10-10", "2025-10-20", 10, 40000, rate(2025)),
        ("2025-10-31", "2025-11-10", 10, 40000, rate(2025)),
    ]


def test_scenario_13_a_resolved_dispute_bears_from_its_new_due_day():
    disputed = charge("2025-03-22", 32000, kind="settlement")
    resolved = replace(disputed, cents=22000, due_on=date(2025, 5, 20))
    hold = (date(2025, 3, 5), date(2025, 4, 20))
    for until in ("2025-04-20", "2025-05-20"):
        assert accrue(resolved, [], day(until), excluded=[hold]).cents == 0
    accrual = accrue(resolved, [], date(2025, 6, 20), excluded=[hold])
    assert reckoned(accrual) == [("2025-05-20", "2025-06-20", 31, 22000, rate(2025))]


def test_what_is_prescribed_bears_no_more():
    prescribed = (date(2025, 10, 10), FOREVER)
    assert accrue(OCTOBER, [], LAST, excluded=[prescribed]).stretches == ()
    since = (date(2025, 10, 21), FOREVER)
    assert accrue(OCTOBER, [], LAST, excluded=[since]).stretches[-1].days == 10
    always = (date.min, FOREVER)
    assert accrue(OCTOBER, [], LAST, excluded=[always]).stretches == ()


@pytest.mark.parametrize(
    ("due", "until", "unknown"),
    [
        ("2021-12-10", "2022-03-10", "2021-12-11"),
        ("2026-12-10", "2027-01-01", "2027-01-01"),
    ],
)
def test_a_day_without_a_loaded_rate_is_refused_by_name(due, until, unknown):
    with pytest.raises(RateUnknown, match=unknown):
        accrue(charge(due, 10000), [], day(until))


def test_days_that_bear_nothing_need_no_rate():
    old = charge("2021-12-10", 10000)
    paid = [(date(2021, 12, 9), 10000)]
    assert accrue(old, paid, date(2022, 3, 10)).cents == 0
    frozen = (date(2021, 12, 10), date(2022, 1, 1))
    accrual = accrue(old, [], date(2022, 3, 10), excluded=[frozen])
    assert sum(it.days for it in accrual.stretches) == 31 + 28 + 10
    assert accrue(charge("2021-12-31", 10000), [], date(2022, 1, 1)).cents == 0


def test_the_table_takes_the_next_year_and_no_second_rate_for_a_day():
    longer = LEGAL_RATES.extended(LegalRate.of_year(2027, 120, "D.M. of a test"))
    owed = charge("2026-12-30", 36500)
    accrual = accrue(owed, [], date(2027, 1, 2), table=longer)
    assert [(it.days, it.rate.basis_points) for it in accrual.stretches] == [
        (1, 160),
        (2, 120),
    ]
    with pytest.raises(RatesOverlap, match="2026-01-01"):
        LEGAL_RATES.extended(LegalRate.of_year(2026, 120, "D.M. of a test"))
    with pytest.raises(RateUnknown):
        LEGAL_RATES.on(date(2027, 1, 1))


@given(a_day, an_amount, some_payments, some_gaps, a_day, a_day)
def test_interest_of_a_stretch_is_the_difference_of_its_ends(
    due, cents, paid, gaps, one, other
):
    owed = charge(due, cents)
    early, late = sorted((one, other))

    def until(it):
        return accrue(owed, paid, it, excluded=gaps).exact_cents

    assert until(late) >= until(early) >= 0
    before = [(date.min, early + timedelta(1))]
    between = accrue(owed, paid, late, excluded=[*gaps, *before]).exact_cents
    assert between == until(late) - until(early)


@given(a_day, an_amount, some_payments, some_gaps, a_day)
def test_interest_is_the_sum_of_its_days(due, cents, paid, gaps, until):
    owed = charge(due, cents)
    expected = Fraction(0)
    for number in range(1, (until - due).days + 1):
        it = due + timedelta(number)
        if not any(since <= it < end for since, end in gaps):
            open_cents = cents - sum(part for on, part in paid if on < it)
            points = LEGAL_RATES.on(it).basis_points
            expected += Fraction(max(0, open_cents) * points, 365 * 10000)
    accrual = accrue(owed, paid, until, excluded=gaps)
    assert accrual.exact_cents == expected
    assert abs(accrual.cents - expected) <= Fraction(1, 2)
    assert accrual.cents - expected != Fraction(-1, 2)


@given(a_day, an_amount, some_payments, some_gaps, a_day, some.randoms())
def test_the_order_of_payments_and_gaps_is_indifferent(
    due, cents, paid, gaps, until, chance
):
    owed = charge(due, cents)
    said = accrue(owed, paid, until, excluded=gaps)
    chance.shuffle(paid)
    chance.shuffle(gaps)
    assert accrue(owed, paid, until, excluded=gaps) == said


@given(a_day, an_amount, some_payments, some_gaps, a_day)
def test_stretches_follow_one_another_within_the_charge(due, cents, paid, gaps, until):
    stretches = accrue(charge(due, cents), paid, until, excluded=gaps).stretches
    for it in stretches:
        assert due <= it.after_on < it.until_on <= until
        assert 0 < it.principal_cents <= cents
    for before, after in pairwise(stretches):
        assert before.until_on <= after.after_on


@given(a_day, an_amount, some_payments, a_day, some.integers(1, 5000))
def test_paying_more_never_costs_more_interest(due, cents, paid, until, more):
    owed = charge(due, cents)
    as_paid = accrue(owed, paid, until).exact_cents
    assert accrue(owed, [*paid, (due, more)], until).exact_cents <= as_paid
