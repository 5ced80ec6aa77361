"""
RetentionConfirmed, said again when a job comes to light that began before the check.

employment/application/placements.py → employment/application/desk.py
    → employment/placements/retention.py → employment/published.py
    → intake/service.py → ledger/service.py → reporting/service.py
"""

from datetime import date

import pytest
from creditors import months
from job_desk import ask as at_the_desk
from job_desk import checks, close_days, hire, sign_pact
from rent_roll import figures_in_any_order, let

ON, START, TERM = date(2025, 3, 3), date(2025, 5, 5), date(2025, 11, 4)
LAST_DAY, HALF_A_YEAR = date(2025, 9, 11), date(2025, 11, 1)
LATER = date(2025, 12, 1)


def kept_half_a_year(house):
    glance = house.reporting.glance(as_of=LATER)
    [found] = [it for it in glance.indicators if it.code == "K10-180"]
    return found.value, found.counted


@pytest.mark.parametrize("second_on", [date(2025, 9, 27), date(2025, 11, 1)])
def test_a_job_backdated_after_a_check_makes_the_check_anew(
    house_on_each_store, tmp_path, second_on
):
    house = house_on_each_store
    household_id = let(house, months(date(2025, 1, 10), 1))
    pathway = sign_pact(house, household_id, ON)
    first = hire(house, pathway, START, planned_end_on=TERM)
    close_days(house, date(2025, 6, 4), date(2025, 8, 3))
    at_the_desk(house, "end_job", first, LAST_DAY, "dismissal")
    close_days(house, HALF_A_YEAR)
    told = [(30, "retained"), (90, "retained"), (180, "not_retained")]
    assert checks(house, first) == told
    assert kept_half_a_year(house) == (0, 1)

    hire(house, pathway, second_on)
    close_days(house, LATER, LATER)
    assert checks(house, first) == [*told, (180, "retained")]
    assert kept_half_a_year(house) == (1, 1)
    glance = house.reporting.glance(as_of=LATER)
    assert figures_in_any_order(house, tmp_path, LATER) == [glance] * 4


def test_a_job_that_begins_after_the_gap_leaves_the_check_as_it_was(
    house_on_each_store,
):
    house = house_on_each_store
    household_id = let(house, months(date(2025, 1, 10), 1))
    pathway = sign_pact(house, household_id, ON)
    first = hire(house, pathway, START, planned_end_on=TERM)
    at_the_desk(house, "end_job", first, LAST_DAY, "dismissal")
    close_days(house, HALF_A_YEAR)
    hire(house, pathway, date(2025, 11, 10))
    close_days(house, LATER)
    assert checks(house, first)[-1] == (180, "not_retained")
