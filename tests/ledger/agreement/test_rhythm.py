"""When instalments follow one another, and what they come to in a month."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger.agreement.rhythm import (
    DueTooLate,
    NothingFollows,
    UnknownRhythm,
    days_after,
    due_days,
    full_months,
    monthly_cents,
    most_cents,
    most_instalments,
)

a_day = some.dates(date(1950, 1, 1), date(2150, 12, 31))
a_rhythm = some.sampled_from(
    [
        "weekly",
        "fortnightly",
        "four_weekly",
        "monthly",
        "every_30_days",
        "every_45_days",
    ]
)
properties = settings(derandomize=True, deadline=None)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(it) for it in texts]


def test_the_end_of_the_month_stays_the_end_of_the_month():
    assert due_days(date(2025, 1, 31), 4) == days(
        "2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"
    )


def test_a_day_that_february_lacks_is_its_last():
    assert due_days(date(2023, 12, 30), 4) == days(
        "2023-12-30", "2024-01-30", "2024-02-29", "2024-03-30"
    )


def test_from_the_29th_of_february_every_month_ends_with_an_instalment():
    assert due_days(date(2024, 2, 29), 3)[1:] == days("2024-03-31", "2024-04-30")


@pytest.mark.parametrize(
    ("rhythm", "first", "expected"),
    [
        ("weekly", "2024-02-22", ["2024-02-29", "2024-03-07"]),
        ("weekly", "2025-03-23", ["2025-03-30", "2025-04-06"]),
        ("weekly", "2025-10-19", ["2025-10-26", "2025-11-02"]),
        ("fortnightly", "2024-12-25", ["2025-01-08", "2025-01-22"]),
        ("four_weekly", "2025-02-01", ["2025-03-01", "2025-03-29"]),
        ("every_30_days", "2023-01-31", ["2023-03-02", "2023-04-01"]),
        ("monthly", "2025-11-15", ["2025-12-15", "2026-01-15"]),
    ],
)
def test_every_rhythm_keeps_its_distance(rhythm, first, expected):
    start = date.fromisoformat(first)
    assert due_days(start, 3, rhythm) == [start, *days(*expected)]


def test_nothing_follows_a_one_off():
    assert due_days(date(2025, 5, 1), 1, "one_off") == [date(2025, 5, 1)]
    with pytest.raises(NothingFollows):
        due_days(date(2025, 5, 1), 2, "one_off")
    with pytest.raises(NothingFollows):
        days_after([date(2025, 5, 1)], 1, "one_off")


@pytest.mark.parametrize(
    "word", ["", "daily", "every_0_days", "every_7_day", "every_1000_days", "Monthly"]
)
def test_another_word_is_no_rhythm(word):
    for ask in (
        lambda: due_days(date(2025, 1, 1), 1, word),
        lambda: monthly_cents(1000, word),
        lambda: most_instalments(12, word),
    ):
        with pytest.raises(UnknownRhythm, match="fortnightly"):
            ask()


@pytest.mark.parametrize(
    ("first", "count", "rhythm"),
    [
        (date(9999, 12, 31), 1, "monthly"),
        (date(9999, 1, 1), 1, "one_off"),
        (date(9998, 12, 31), 2, "monthly"),
        (date(9990, 1, 1), 200, "monthly"),
        (date(9990, 1, 1), 600, "weekly"),
        (date(2025, 1, 1), 10**9, "every_999_days"),
    ],
)
def test_the_end_of_the_calendar_is_no_due_day(first, count, rhythm):
    with pytest.raises(DueTooLate):
        due_days(first, count, rhythm)


@properties
@given(a_day, some.integers(1, 60), some.integers(1, 30), a_rhythm)
def test_days_go_on_as_they_began(first, count, more, rhythm):
    promised = due_days(first, count + more, rhythm)
    assert promised == sorted(set(promised))
    if count > 1:
        assert days_after(promised[:count], more, rhythm) == promised[count:]
    else:
        assert days_after([first], more, rhythm) == promised[1:]


def test_after_the_end_of_february_comes_the_day_that_was_agreed():
    assert days_after(days("2025-01-30", "2025-02-28"), 2) == days(
        "2025-03-30", "2025-04-30"
    )
    assert days_after(days("2025-01-31", "2025-02-28"), 1) == days("2025-03-31")


def test_from_nothing_nothing_goes_on():
    assert days_after([], 2) == []


def test_what_was_moved_goes_on_from_its_new_day():
    assert days_after(days("2025-08-20", "2025-09-05", "2025-10-05"), 1) == days(
        "2025-11-05"
    )
    assert days_after(days("2025-08-20", "2025-09-05"), 1) == days("2025-10-05")


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2019-11-01", "2019-12-01", 1),
        ("2019-11-01", "2019-11-28", 0),
        ("2019-11-01", "2020-01-28", 2),
        ("2019-02-01", "2019-03-02", 1),
        ("2025-01-31", "2025-02-27", 0),
        ("2025-01-31", "2025-02-28", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-30", 1),
        ("2024-01-31", "2024-03-31", 2),
        ("2025-02-28", "2025-03-27", 0),
        ("2025-02-28", "2025-03-28", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2025-03-31", "2025-04-30", 1),
        ("2025-05-05", "2025-05-05", 0),
        ("2025-05-05", "2025-04-05", 0),
        ("2025-05-05", "2024-01-01", 0),
    ],
)
def test_full_calendar_months(since, until, months):
    assert full_months(date.fromisoformat(since), date.fromisoformat(until)) == months


@properties
@given(a_day, some.integers(1, 70))
def test_the_last_of_monthly_days_is_as_many_full_months_later(first, count):
    assert full_months(first, due_days(first, count)[-1]) == count - 1


@properties
@given(a_day, some.integers(0, 3000))
def test_months_only_grow(first, later):
    until = first + timedelta(later)
    assert full_months(first, until) <= full_months(first, until + timedelta(1))


@pytest.mark.parametrize(
    ("rhythm", "cents", "a_month"),
    [
        ("monthly", 7000, 7000),
        ("one_off", 7000, 7000),
        ("weekly", 1200, 5200),
        ("weekly", 1000, 4334),
        ("fortnightly", 1000, 2167),
        ("four_weekly", 1000, 1084),
        ("every_7_days", 1000, 4334),
        ("every_30_days", 1000, 1014),
        ("every_365_days", 1200, 100),
        ("weekly", 0, 0),
    ],
)
def test_what_an_instalment_comes_to_in_a_month(rhythm, cents, a_month):
    assert monthly_cents(cents, rhythm) == a_month


@properties
@given(some.integers(0, 1_000_000), a_rhythm)
def test_the_largest_instalment_is_within_the_month_and_one_cent_more_is_not(
    a_month, rhythm
):
    most = most_cents(a_month, rhythm)
    assert monthly_cents(most, rhythm) <= a_month
    assert monthly_cents(most + 1, rhythm) > a_month


@pytest.mark.parametrize(
    ("rhythm", "most"),
    [
        ("monthly", 60),
        ("weekly", 260),
        ("fortnightly", 130),
        ("four_weekly", 65),
        ("every_30_days", 60),
        ("every_365_days", 5),
        ("one_off", 1),
    ],
)
def test_sixty_months_hold_as_many_instalments(rhythm, most):
    assert most_instalments(60, rhythm) == most


def test_one_month_holds_one_instalment_of_any_rhythm_and_none_holds_none():
    assert most_instalments(1, "every_365_days") == 1
    assert most_instalments(2, "every_365_days") == 1
    assert most_instalments(0, "every_365_days") == 0
    assert most_instalments(0, "one_off") == 0


@properties
@given(a_day, some.integers(1, 80), a_rhythm)
def test_as_many_instalments_as_months_hold_are_over_within_them(first, months, rhythm):
    last = due_days(first, most_instalments(months, rhythm), rhythm)[-1]
    assert full_months(first, last) < months
