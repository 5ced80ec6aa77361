"""The days of a workshop, and the hours that they have in Rome."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.labs.recurrence import (
    ImpossibleRecurrence,
    ImpossibleStart,
    Recurrence,
    begins,
    days_of,
    ends,
)


def test_a_weekly_lab_keeps_its_hour_when_summer_time_begins():
    days = days_of(Recurrence(date(2025, 3, 27), 2, weekdays=["th"]))
    assert days == [date(2025, 3, 27), date(2025, 4, 3)]
    instants = [begins(day, "18:00").isoformat() for day in days]
    assert instants == ["2025-03-27T18:00:00+01:00", "2025-04-03T18:00:00+02:00"]


def test_a_day_left_out_is_made_up_for():
    asked = Recurrence(date(2025, 4, 18), 3, except_on=[date(2025, 4, 25)])
    assert days_of(asked) == [date(2025, 4, 18), date(2025, 5, 2), date(2025, 5, 9)]


def test_a_monthly_lab_falls_on_the_same_week():
    asked = Recurrence(date(2025, 1, 9), 3, "monthly", weekdays=["th"])
    assert days_of(asked) == [date(2025, 1, 9), date(2025, 2, 13), date(2025, 3, 13)]


def test_a_session_over_the_night_of_the_change_has_its_minutes():
    begun, ended = (
        begins(date(2025, 3, 29), "23:00"),
        ends(date(2025, 3, 29), "23:00", 300),
    )
    assert f"{ended:%H:%M}" == "05:00"  # one hour of that night does not exist
    assert ended.timestamp() - begun.timestamp() == 300 * 60


@pytest.mark.parametrize("hour", ["2:30", "24:00", "18.00", "ore 18", ""])
def test_what_is_no_hour_is_refused(hour):
    with pytest.raises(ImpossibleStart):
        begins(date(2025, 4, 1), hour)


def test_an_hour_that_the_day_does_not_have_is_refused():
    with pytest.raises(ImpossibleStart):
        begins(date(2025, 3, 30), "02:30")
    assert begins(date(2025, 10, 26), "02:30").isoformat().endswith("+02:00")


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0},
        {"count": 101},
        {"frequency": "daily"},
        {"every": 0},
        {"weekdays": ["lun"]},
        {"frequency": "monthly", "every": 12, "count": 40},
    ],
)
def test_a_recurrence_that_never_comes_is_refused(wrong):
    with pytest.raises(ImpossibleRecurrence):
        days_of(Recurrence(**{"first_on": date(2025, 1, 1), "count": 2} | wrong))


@given(
    first=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    count=st.integers(1, 30),
    every=st.integers(1, 4),
)
def test_a_weekly_lab_has_as_many_sessions_as_asked_so_many_weeks_apart(
    first, count, every
):
    days = days_of(Recurrence(first, count, every=every))
    assert days == [first + timedelta(weeks=every * it) for it in range(count)]
