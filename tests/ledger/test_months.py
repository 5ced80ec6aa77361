"""Months and years are counted by the calendar, whatever days a month has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger.months import months_after, years_after

some_day = some.dates(date(1, 1, 1), date(9000, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-10", 1, "2026-01-10"),
        ("2025-11-30", 12, "2026-11-30"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-10", -1, "2024-12-10"),
        ("2025-08-15", 0, "2025-08-15"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_there_is(day, months, later):
    found = months_after(date.fromisoformat(day), months)
    assert found == date.fromisoformat(later)


def test_a_29th_of_february_is_a_28th_in_other_years():
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_where_the_calendar_ends_there_is_no_later_day():
    assert years_after(date(9000, 1, 1), 5000) == date.max


@given(some_day, some.integers(0, 600), some.integers(0, 600))
def test_more_months_are_never_an_earlier_day(day, fewer, added):
    assert months_after(day, fewer) <= months_after(day, fewer + added)


@given(some_day, some.integers(0, 100))
def test_a_year_is_twelve_months(day, years):
    assert years_after(day, years) == months_after(day, 12 * years)
    assert years_after(day, years).month == day.month
