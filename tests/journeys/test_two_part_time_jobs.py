"""
Two jobs of ten hours: neither is a result, together they keep a person at work.

What counts as a result is asked of each contract (at least 16 hours a week and 180
days); whether a person works is asked of all of them.

employment/application/placements.py → employment/placements/retention.py
    → employment/published.py → ledger/service.py → reporting/service.py
"""

from datetime import date

from creditors import months
from job_desk import ask, checks, close_days, hire, said, sign_pact
from rent_roll import let

from employment.pathway.pathway import Pathway
from ledger.household import Household, household_key

ON, FIRST, SECOND = date(2025, 3, 3), date(2025, 3, 10), date(2025, 4, 7)
LAST_DAY = date(2025, 5, 30)


def test_two_small_jobs_count_each_for_itself_and_last_together(house_on_each_store):
    house = house_on_each_store
    household_id = let(house, months(date(2025, 1, 10), 1))
    pathway = sign_pact(house, household_id, ON)
    morning = hire(house, pathway, FIRST, hours=10)
    evening = hire(house, pathway, SECOND, hours=10)
    told = said(house, "JobPlaced")
    assert [(it.qualifying, it.hours_band) for it in told] == [(False, "under_16")] * 2

    ask(house, "end_job", morning, LAST_DAY, "end_of_season")
    house.deliver()
    assert house.employment.get(Pathway, pathway).state == "placed"
    close_days(house, date(2025, 6, 8), date(2025, 7, 6), date(2025, 10, 4))
    kept = [(days, "retained") for days in (30, 90, 180)]
    assert checks(house, morning) == kept
    assert checks(house, evening) == kept

    [ended] = said(house, "JobEnded")
    assert (ended.placement_id, ended.end_on) == (morning, LAST_DAY)
    household = house.ledger.get(Household, household_key(household_id))
    assert household.changes[("job_ended", morning)] == LAST_DAY
    assert ("job_ended", evening) not in household.changes
    assert house.reporting.glance(as_of=LAST_DAY).jobs == 2

    ask(house, "end_job", evening, date(2025, 10, 31), "dismissal")
    assert house.employment.get(Pathway, pathway).state == "active"
    close_days(house, date(2026, 3, 11), date(2026, 4, 8))
    assert checks(house, morning)[-1] == (365, "not_retained")
    assert checks(house, evening)[-1] == (365, "not_retained")
