"""Money day by day: the days sum to the months, and the bills come first."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.budgets.categories import EXPENSES, INCOME
from workshops.budgets.days import (
    TooManyDays,
    amount_in,
    by_month,
    by_pay_day,
    day_by_day,
    envelopes,
)
from workshops.budgets.lines import PERIODS, Line

FIRST, LAST = date(2025, 3, 1), date(2025, 4, 30)
LINES = [
    Line("work", 900_00, day=27),
    Line("rent", 300_00, day=5),
    Line("energy", 120_00, every_months=2, from_on=date(2025, 3, 1), day=20),
    Line("food", 400_00),
    Line("leisure", 60_00, day=31),
]

lines = st.builds(
    Line,
    category=st.sampled_from([*INCOME, *EXPENSES]),
    amount_cents=st.integers(0, 1_000_000),
    every_months=st.sampled_from(PERIODS),
    from_on=st.none() | st.dates(date(2023, 1, 1), date(2025, 12, 31)),
    to_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    one_off=st.booleans(),
    day=st.none() | st.integers(1, 31),
)


@given(st.lists(lines, max_size=8), st.integers(2024, 2026), st.integers(1, 12))
@settings(max_examples=80, deadline=None)
def test_the_days_sum_to_their_months_to_the_cent(some, year, month):
    first = date(year, month, 1)
    last = (first + timedelta(days=92)).replace(day=1) - timedelta(days=1)
    days = day_by_day(some, first, last)
    for stretch in by_month(days):
        of_month = [amount_in(it, stretch.first_on) for it in some]
        income = [
            cents
            for cents, it in zip(of_month, some, strict=True)
            if it.category in INCOME
        ]
        assert stretch.income_cents == sum(income)
        assert stretch.spent_cents == sum(of_month) - sum(income)
    assert sum(it.income_cents - it.spent_cents for it in days) == days[-1].left_cents


@given(st.lists(lines, max_size=8), st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_months_and_pay_days_divide_the_same_money(some, in_hand):
    days = day_by_day(some, FIRST, LAST, in_hand_cents=in_hand)
    for stretches in (by_month(days), by_pay_day(days, some)):
        assert sum(it.income_cents for it in stretches) == sum(
            it.income_cents for it in days
        )
        assert sum(it.spent_cents for it in stretches) == sum(
            it.spent_cents for it in days
        )
        assert stretches[0].first_on == FIRST
        assert stretches[-1].last_on == LAST


@given(st.lists(lines, max_size=8))
@settings(max_examples=60, deadline=None)
def test_envelopes_hold_no_more_than_comes_in_and_lack_what_is_short(some):
    filled = envelopes(some, FIRST, LAST)
    days = day_by_day(some, FIRST, LAST)
    income, spent = (
        sum(it.income_cents for it in days),
        sum(it.spent_cents for it in days),
    )
    assert sum(it.aside_cents for it in filled) == min(income, spent)
    assert sum(it.due_cents for it in filled) == spent
    assert all(it.aside_cents + it.short_cents == it.due_cents for it in filled)


def test_money_lasts_from_one_pay_day_to_the_next():
    days = day_by_day(LINES, FIRST, LAST, in_hand_cents=500_00)
    before, middle, after = by_pay_day(days, LINES)
    assert (before.first_on, before.last_on) == (FIRST, date(2025, 3, 26))
    assert (middle.first_on, middle.last_on) == (date(2025, 3, 27), date(2025, 4, 26))
    assert after.income_cents == 900_00
    assert before.without_money == 11  # what is in hand feeds until the 15th
    assert by_month(days)[0].spent_cents == 880_00
    assert by_month(days)[1].spent_cents == 760_00  # no energy; the 31st is the 30th


def test_home_light_and_food_come_before_all_else():
    filled = envelopes(LINES, date(2025, 3, 27), date(2025, 4, 26))
    assert [(it.category, it.short_cents) for it in filled] == [
        ("rent", 0),
        ("food", 0),
        ("leisure", 0),
    ]
    poor = [Line("work", 500_00, day=27), *LINES[1:]]
    [home, food, leisure] = envelopes(poor, date(2025, 3, 27), date(2025, 4, 26))
    assert (home.short_cents, leisure.short_cents) == (0, 60_00)
    assert food.aside_cents == 200_00


@pytest.mark.parametrize("last", [date(2025, 2, 28), date(2027, 4, 1)])
def test_a_stretch_that_ends_before_it_begins_or_never_is_refused(last):
    with pytest.raises(TooManyDays):
        day_by_day(LINES, FIRST, last)
