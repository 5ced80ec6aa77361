"""What counts as a job kept: days, hours, gaps, and when it can be said."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from employment.placements.retention import (
    PlacementRules,
    Span,
    days_counted,
    hours_band,
    qualifies,
    status_on,
)

RULES = PlacementRules()
START = date(2025, 5, 5)
LATER = date(2026, 12, 31)


def test_both_ends_count_as_days():
    assert days_counted(START, date(2025, 9, 11)) == 130
    assert days_counted(START, date(2025, 11, 4)) == 184
    assert days_counted(START, START) == 1


@pytest.mark.parametrize(
    ("planned_end_on", "hours", "result"),
    [
        (START + timedelta(days=179), "16", True),  # 180 days
        (START + timedelta(days=178), "16", False),
        (START + timedelta(days=179), "15.5", False),
        (None, "16", True),
        (None, "15.99", False),
    ],
)
def test_a_result_lasts_180_days_with_16_hours_a_week(planned_end_on, hours, result):
    assert qualifies(START, planned_end_on, Decimal(hours), RULES) is result


@pytest.mark.parametrize(
    ("hours", "band"),
    [
        ("15.9", "under_16"),
        ("16", "16_to_29"),
        ("29.9", "16_to_29"),
        ("30", "30_or_more"),
    ],
)
def test_others_know_hours_by_band(hours, band):
    assert hours_band(Decimal(hours), RULES) == band


CHECK = START + timedelta(days=90)


def day(number):
    """Count from the day of the check."""
    return CHECK + timedelta(days=number)


@pytest.mark.parametrize(
    ("spans", "today", "status"),
    [
        ([Span(START, None)], CHECK, "retained"),
        ([Span(START, CHECK)], LATER, "retained"),
        ([Span(START, day(-1))], LATER, "not_retained"),
        # a gap of 15 days counts as work, one of 16 does not
        ([Span(START, day(-1)), Span(day(15), None)], LATER, "retained"),
        ([Span(START, day(-1)), Span(day(16), None)], LATER, "not_retained"),
        ([Span(START, day(-15)), Span(day(1), None)], LATER, "retained"),
        ([Span(START, day(-16)), Span(day(1), None)], LATER, "not_retained"),
        # while a contract may still begin, nothing can be said
        ([Span(START, day(-1))], day(15), None),
        ([Span(START, day(-1))], day(16), "not_retained"),
        # a job that began and ended inside an earlier one changes nothing
        ([Span(START, day(-1)), Span(day(-20), day(-10))], LATER, "not_retained"),
        # back at work after a long gap, on the day
        ([Span(START, day(-60)), Span(day(0), None)], LATER, "retained"),
    ],
)
def test_who_works_on_the_day_is_retained_and_a_short_gap_is_work(spans, today, status):
    assert status_on(spans, CHECK, today, RULES) == status
