"""The floor is that of the year asked about, and housing is not in it."""

from datetime import date

import pytest

from workshops.budgets.subsistence import ImpossibleThreshold, NoThreshold, Threshold

ROWS = [
    Threshold("single_18_59", date(2024, 1, 1), 839_78, 300_00),
    Threshold("single_18_59", date(2025, 1, 1), 850_00, 305_00),
]


def test_the_floor_is_the_latest_until_the_day_less_its_housing(desk):
    desk.load_thresholds(ROWS)
    assert desk.subsistence_floor("single_18_59", date(2024, 12, 31)) == 539_78
    assert desk.subsistence_floor("single_18_59", date(2025, 1, 1)) == 545_00


def test_a_day_before_the_table_is_refused_by_name(desk):
    desk.load_thresholds(ROWS)
    with pytest.raises(NoThreshold, match="single_18_59"):
        desk.subsistence_floor("single_18_59", date(2023, 12, 31))
    with pytest.raises(NoThreshold, match="couple"):
        desk.subsistence_floor("couple", date(2025, 1, 1))


def test_a_corrected_row_replaces_the_old_one(desk):
    desk.load_thresholds(ROWS)
    desk.load_thresholds([Threshold("single_18_59", date(2025, 1, 1), 900_00, 0)])
    assert desk.subsistence_floor("single_18_59", date(2025, 6, 1)) == 900_00


def test_housing_is_not_more_than_the_whole(desk):
    with pytest.raises(ImpossibleThreshold):
        desk.load_thresholds([Threshold("couple", date(2025, 1, 1), 1, 2)])
