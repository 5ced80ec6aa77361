"""
A household that paid while it worked and fell back when the job ended.

employment/application/placements.py → employment/published.py
    → ledger/service.py → intake/service.py → intake/application/reactions.py
    → employment/service.py → employment/following.py → reporting/service.py
"""

from datetime import date

from creditors import ALER, months
from job_desk import PERSON, ask, close_days, hire, said, sign_pact
from rent_roll import close, in_charge, let, sought, waive_all

from azione0.store import Cause
from employment.pathway.pathway import Pathway

CHARGED, START = date(2025, 2, 1), date(2025, 2, 10)
CLEARED, RESOLVED = date(2025, 2, 28), date(2025, 3, 15)
LAST_DAY, RELAPSED = date(2025, 8, 20), date(2025, 10, 11)


def test_who_falls_back_after_a_job_is_offered_a_new_way_to_work(house_on_each_store):
    house = house_on_each_store
    sought(house, date(2024, 1, 1))
    household_id = let(house, months(date(2024, 11, 10), 2))
    close(house, date(2025, 1, 31))
    case_id = in_charge(house, household_id, CHARGED)
    assert house.employment.offers(CHARGED) == [(case_id, household_id)]
    first = sign_pact(house, household_id, CHARGED)
    job = hire(house, first, START, planned_end_on=date(2025, 12, 31))
    assert house.employment.offers(START) == []

    house.hand_in("ledger", [ALER.payment(CLEARED, 36000)])
    close(house, CLEARED)
    waive_all(house, case_id, RESOLVED, "debt_repaid")
    with house.intake.transaction(Cause("la-rete/anna", "resolved")):
        house.intake.close_case(case_id, "resolved", RESOLVED)
    house.deliver()
    assert house.employment.get(Pathway, first).state == "placed"

    ask(house, "end_job", job, LAST_DAY, "dismissal")
    house.deliver()
    close_days(house, LAST_DAY)
    assert house.employment.get(Pathway, first).state == "active"
    ask(house, "interrupt_pathway", first, "moved_on", date(2025, 9, 1))

    house.hand_in("ledger", [ALER.bill(due) for due in months(date(2025, 9, 10), 2)])
    close(house, RELAPSED)
    [case] = house.intake.cases()
    assert (case.case_id, case.household_id) == (case_id, household_id)
    assert house.reporting.glance(as_of=RELAPSED).relapses == 1
    assert house.employment.offers(RELAPSED) == []

    again = date(2025, 10, 20)
    in_charge(house, household_id, again)
    assert house.employment.offers(again) == [(case_id, household_id)]
    second = sign_pact(house, household_id, again)
    assert second != first
    assert house.employment.offers(again) == []
    hire(house, second, date(2025, 11, 3))
    assert [it.person_id for it in said(house, "JobPlaced")] == [PERSON, PERSON]
    assert house.reporting.glance(as_of=date(2025, 11, 3)).jobs == 2
