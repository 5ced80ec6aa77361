"""A traineeship is as long, and as paid, as the region says."""

from datetime import date
from uuid import UUID

import pytest

from employment.months import last_day
from employment.traineeships.traineeship import (
    ImpossibleTraineeship,
    Traineeship,
    TraineeshipOver,
    TraineeshipRules,
    check,
)

RULES = TraineeshipRules()
START = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("start_on", "months", "ends_on"),
    [
        (date(2025, 3, 3), 6, date(2025, 9, 2)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 1), 12, date(2026, 2, 28)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2025, 11, 30), 2, date(2026, 1, 29)),
    ],
)
def test_months_end_the_day_before_they_would_begin_again(start_on, months, ends_on):
    assert last_day(start_on, months) == ends_on


@pytest.mark.parametrize(
    ("ends_on", "category", "cents", "condition", "allowed"),
    [
        (date(2025, 5, 2), "ordinary", 500_00, "ordinary", True),
        (date(2025, 5, 1), "ordinary", 500_00, "ordinary", False),
        (date(2025, 9, 2), "ordinary", 500_00, "ordinary", True),
        (date(2025, 9, 3), "ordinary", 500_00, "ordinary", False),
        (date(2026, 3, 2), "eqf4", 500_00, "ordinary", True),
        (date(2026, 3, 3), "disadvantaged", 500_00, "ordinary", False),
        (date(2027, 3, 2), "disabled", 500_00, "ordinary", True),
        (date(2025, 6, 1), "ordinary", 499_99, "ordinary", False),
        (date(2025, 6, 1), "ordinary", 400_00, "with_meals", True),
        (date(2025, 6, 1), "ordinary", 350_00, "short_day", True),
        (date(2025, 6, 1), "ordinary", 299_99, "public_host", False),
        (date(2025, 6, 1), "ordinary", 500_00, "by_the_sea", False),
        (date(2025, 6, 1), "astronaut", 500_00, "ordinary", False),
    ],
)
def test_what_the_region_allows(ends_on, category, cents, condition, allowed):
    def ask():
        check(
            START,
            ends_on,
            category=category,
            allowance_cents=cents,
            condition=condition,
            rules=RULES,
        )

    if allowed:
        ask()
    else:
        with pytest.raises(ImpossibleTraineeship):
            ask()


def test_it_ends_once_and_within_its_days():
    traineeship = Traineeship(
        id=UUID(int=1),
        pathway_id=UUID(int=2),
        household_id=UUID(int=3),
        person_id=UUID(int=4),
        start_on=START,
        planned_end_on=date(2025, 9, 2),
        category="ordinary",
        condition="ordinary",
        allowance_cents=500_00,
        rules_version=RULES.version,
        effective_on=START,
    )
    for outside in (date(2025, 3, 2), date(2025, 9, 3)):
        with pytest.raises(ImpossibleTraineeship):
            traineeship.end(outside, "end_of_term")
    traineeship.end(date(2025, 9, 2), "end_of_term")
    with pytest.raises(TraineeshipOver):
        traineeship.end(date(2025, 9, 2), "end_of_term")
