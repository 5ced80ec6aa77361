"""A month of a traineeship: the whole allowance with four fifths of the hours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment.traineeships.attendance import (
    Attendance,
    ImpossibleAttendance,
    NoSuchMonth,
    allowance_due,
    check_attendance,
    month_of,
)

START, END = date(2025, 3, 3), date(2025, 6, 17)


@pytest.mark.parametrize(
    ("present", "due"),
    [(6000, 500_00), (4800, 500_00), (4799, 399_92), (3000, 250_00), (0, 0)],
)
def test_below_four_fifths_the_allowance_is_in_proportion(present, due):
    assert allowance_due(500_00, Attendance(6000, present), 80, 31, 31) == due


def test_months_begin_on_the_day_of_the_first_and_the_last_may_be_a_part():
    assert month_of(START, 1, END) == (START, date(2025, 4, 2))
    assert month_of(START, 4, END) == (date(2025, 6, 3), END)
    assert allowance_due(500_00, Attendance(100, 100), 80, 15, 30) == 250_00
    for number in (0, -1, 5):
        with pytest.raises(NoSuchMonth):
            month_of(START, number, END)


@pytest.mark.parametrize(
    ("planned", "present"), [(0, 0), (-1, 0), (100, -1), (100, 101), (44641, 1)]
)
def test_minutes_that_no_month_has_are_refused(planned, present):
    with pytest.raises(ImpossibleAttendance):
        check_attendance(planned, present)


@given(st.integers(1, 20_000), st.data(), st.integers(1, 100_000))
def test_who_is_there_longer_is_due_no_less_and_nobody_more_than_all(
    planned, data, cents
):
    less, more = sorted(
        data.draw(st.tuples(st.integers(0, planned), st.integers(0, planned)))
    )

    def due(present):
        return allowance_due(cents, Attendance(planned, present), 80, 30, 30)

    assert 0 <= due(less) <= due(more) <= cents
    assert due(planned) == cents
