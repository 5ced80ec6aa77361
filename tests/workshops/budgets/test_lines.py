"""A month's figures from lines that come, go, and come less often."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.budgets.days import day_by_day
from workshops.budgets.lines import (
    PERIODS,
    ImpossibleLine,
    Line,
    check,
    figures,
    planned,
)

MONTH = date(2025, 4, 1)


def income(*lines):
    return figures(lines, MONTH, 0).income_cents


def test_a_thirteenth_month_is_spread():
    assert income(Line("work", 1200_00), Line("work", 1200_00, 12)) == 1300_00


def test_a_thirteenth_that_came_once_in_the_year_is_spread_over_all_of_it():
    thirteenth = Line("work", 1200_00, 12, from_on=date(2024, 12, 1), day=20)
    assert income(thirteenth) == 100_00
    quarterly = Line("maintenance", 300_00, 3, from_on=date(2025, 2, 1))
    assert income(quarterly) == 25_00
    before_the_first = Line("work", 1200_00, 12, from_on=date(2025, 12, 1))
    assert income(before_the_first) == 0


@given(
    st.sampled_from(PERIODS),
    st.dates(date(2022, 1, 1), date(2026, 1, 1)),
    st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    st.integers(1, 3000_00),
)
def test_the_mean_of_a_year_is_what_its_days_bring(every, from_on, to_on, cents):
    if to_on < from_on:
        return
    line = Line("work", cents, every, from_on=from_on, to_on=to_on)
    days = day_by_day([line], date(2024, 4, 1), date(2025, 3, 31))
    year = sum(it.income_cents for it in days)
    assert abs(income(line) * 12 - year) <= 6  # half a cent a month


def test_what_comes_once_is_not_lived_on():
    assert income(
        Line("work", 1200_00), Line("other_income", 500_00, one_off=True)
    ) == (1200_00)


def test_a_job_begun_three_months_ago_counts_for_three():
    assert income(Line("work", 1200_00, from_on=date(2025, 1, 7))) == 300_00


def test_a_job_lost_in_the_year_counts_until_then():
    assert income(Line("work", 1200_00, to_on=date(2024, 9, 11))) == 600_00


def test_income_of_the_month_itself_is_not_looked_back_on():
    assert income(Line("work", 1200_00, from_on=MONTH)) == 0


def test_spending_is_that_of_the_month_with_rarer_bills_spread():
    found = figures(
        [
            Line("rent", 95_00),
            Line("service_charges", 255_00, 3),
            Line("energy", 80_01, 2),
            Line("food", 300_00, to_on=date(2025, 3, 31)),
            Line("clothing", 30_00, from_on=date(2025, 4, 30)),
            Line("leisure", 40_00),
            Line("debt_service", 50_00),
            Line("arrears_instalment", 70_00),
        ],
        MONTH,
        500_00,
    )
    assert found.housing_cents == 180_00
    assert found.essentials_cents == 70_01  # 40.005 + 30, rounded half up once
    assert found.debts_cents == 50_00
    assert found.floor_cents == 500_00


def test_a_plan_lists_what_is_spent_by_category():
    lines = [Line("rent", 95_00), Line("food", 100_00), Line("food", 50_00, 2)]
    assert planned(lines, MONTH) == {"rent": 95_00, "food": 125_00}


@pytest.mark.parametrize(
    "line",
    [
        Line("holidays", 1),
        Line("food", -1),
        Line("food", 1, 5),
        Line("food", 1, confidence="guessed"),
        Line("other_income", 1, one_off=True),
        Line("food", 1, from_on=date(2025, 4, 2), to_on=date(2025, 4, 1)),
    ],
)
def test_a_line_that_cannot_be_is_refused(line):
    with pytest.raises(ImpossibleLine):
        check([line])
