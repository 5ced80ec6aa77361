"""Days of a pathway: prolonged, paused, and how many are left."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from employment.pathway.pauses import Pause, days_of, end_of, remaining_days

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def test_a_pause_counts_once_its_days_have_passed():
    pause = Pause(date(2025, 5, 1), date(2025, 5, 10))
    by = [pause.days_by(date(2025, 5, day)) for day in (1, 2, 10, 11, 20)]
    assert by == [0, 1, 9, 10, 10]
    assert Pause(date(2025, 5, 1), None).days_by(date(2025, 5, 20)) == 19


def test_a_pathway_that_is_over_has_no_day_left():
    start, end = date(2025, 1, 1), date(2025, 6, 30)
    assert remaining_days(start, end, 0, [], date(2025, 6, 30)) == 1
    assert remaining_days(start, end, 0, [], date(2025, 7, 1)) == 0
    assert remaining_days(start, end, 0, [], date(2024, 12, 1)) == days_of(start, end)


@given(DAYS, st.integers(0, 100), st.integers(0, 60), DAYS)
def test_an_end_moves_by_what_was_given_and_rested(from_on, length, prolonged, today):
    pause = Pause(from_on, from_on + timedelta(days=length))
    end = date(2026, 6, 30)
    moved = (end_of(end, prolonged, [pause], today) - end).days
    rested = sum(
        1 for shift in range(length + 1) if from_on + timedelta(days=shift) < today
    )
    assert moved == prolonged + rested
