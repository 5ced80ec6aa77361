"""
ArrearsDetected, from the close of a day to a case that is open, and back again.

ledger/application/bookkeeping.py → ledger/account/account.py
    → ledger/account/detection.py
    → ledger/published.py
    → intake/service.py → intake/application/reactions.py → intake/cases/case.py
    → reporting/service.py → reporting/projections/facts.py
"""

from datetime import date

from creditors import ALER, months
from rent_roll import (
    close,
    figures_in_any_order,
    in_charge,
    let,
    letters_for,
    sought,
    waive_all,
)

from azione0.store import Cause

BILLS = months(date(2025, 1, 10), 2)
DETECTED = date(2025, 2, 11)


def test_two_unpaid_bills_open_a_case_and_a_late_payment_withdraws_it(house):
    sought(house, date(2025, 1, 1))
    household_id = let(house, BILLS)
    close(house, date(2025, 2, 10))
    assert house.intake.cases() == []

    close(house, DETECTED)
    [case] = house.intake.cases()
    assert (case.household_id, case.identified_on) == (household_id, DETECTED)
    [signal] = house.intake.signals()
    assert (signal.overdue_cents, signal.band) == (36000, "A")
    glance = house.reporting.glance(as_of=DETECTED)
    assert (glance.open_episodes, glance.overdue_cents) == (1, 36000)
    assert "ArrearsDetected" in letters_for(house, "aler")

    house.hand_in("ledger", [ALER.payment(date(2025, 1, 9), 18000)])
    close(house, date(2025, 2, 12))
    assert house.intake.signals() == []
    assert [it.status for it in house.intake.cases()] != [case.status]
    glance = house.reporting.glance(as_of=date(2025, 2, 12))
    assert (glance.open_episodes, glance.retracted_episodes) == (0, 1)
    assert letters_for(house, "aler")[-1] == "ArrearsRetracted"


def test_arrears_that_are_paid_are_over_everywhere(house):
    sought(house, date(2025, 1, 1))
    let(house, BILLS)
    close(house, DETECTED)
    house.hand_in("ledger", [ALER.payment(date(2025, 2, 20), 36000)])
    close(house, date(2025, 2, 28))

    assert house.intake.signals() == []
    glance = house.reporting.glance(as_of=date(2025, 2, 28))
    assert (glance.open_episodes, glance.cleared_episodes) == (0, 1)
    assert glance.retracted_episodes == 0


def test_8_arrears_that_come_back_reopen_the_same_case(house_on_each_store, tmp_path):
    house = house_on_each_store
    sought(house, date(2024, 1, 1))
    household_id = let(house, [])
    bills = [ALER.bill(due, 21000) for due in months(date(2024, 11, 10), 2)]
    house.hand_in("ledger", bills)
    close(house, date(2025, 1, 31))
    case_id = in_charge(house, household_id, date(2025, 2, 1))
    house.hand_in("ledger", [ALER.payment(date(2025, 2, 28), 42000)])
    close(house, date(2025, 2, 28))
    waive_all(house, case_id, date(2025, 3, 15), "arrears_cleared")
    with house.intake.transaction(Cause("la-rete/anna", "resolved")):
        house.intake.close_case(case_id, "resolved", date(2025, 3, 15))
    house.deliver()

    bills = [ALER.bill(due, 21000) for due in months(date(2025, 9, 10), 2)]
    house.hand_in("ledger", bills)
    close(house, date(2025, 10, 10))
    [case] = house.intake.cases()
    assert case.status == "closed"
    close(house, date(2025, 10, 11))
    [case] = house.intake.cases()
    assert (case.case_id, case.status) == (case_id, "identified")
    history = house.intake.events_of(case_id)
    assert [type(it).__name__ for _, it in history][-1] == "Reopened"
    glance = house.reporting.glance(as_of=date(2025, 10, 11))
    assert (glance.episodes, glance.open_episodes, glance.relapses) == (2, 1, 1)
    assert figures_in_any_order(house, tmp_path, date(2025, 10, 11)) == [glance] * 4
