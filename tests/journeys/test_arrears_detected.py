"""
ArrearsDetected, from the close of a day to a case that is open, and back again.

ledger/application/bookkeeping.py → ledger/account/account.py
    → ledger/account/detection.py
    → ledger/published.py
    → intake/service.py → intake/reactions.py → intake/case.py
    → reporting/service.py → reporting/projections/programme_at_a_glance.py
"""

from datetime import date

from creditors import ALER, months
from rent_roll import close, let, letters_for, sought

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
