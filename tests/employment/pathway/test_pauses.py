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
    start, end = date(2025, 1, 1), date(2026, 6, 30)
    moved = (end_of(start, end, prolonged, [pause], today) - end).days
    rested = sum(
        start <= from_on + timedelta(days=shift) < today for shift in range(length + 1)
    )
    begins_in_time = from_on <= end + timedelta(days=prolonged)
    assert moved == prolonged + (rested if begins_in_time else 0)


def test_what_rested_before_the_pact_or_after_the_end_gives_no_day():
    start, end, late = date(2025, 2, 1), date(2025, 7, 31), date(2026, 1, 1)
    before = Pause(date(2025, 1, 5), date(2025, 1, 20))
    over = Pause(date(2025, 1, 30), date(2025, 2, 2))
    after = Pause(date(2025, 8, 4), None)
    assert end_of(start, end, 0, [before], late) == end
    assert end_of(start, end, 0, [before, over], late) == date(2025, 8, 2)
    # Two days given by a rest, and the next one begins when all is over.
    assert end_of(start, end, 0, [over, after], late) == date(2025, 8, 2)
    # Or in time, because of them.
    in_time = Pause(date(2025, 8, 2), date(2025, 8, 10))
    assert end_of(start, end, 0, [in_time, over], late) == date(2025, 8, 11)
