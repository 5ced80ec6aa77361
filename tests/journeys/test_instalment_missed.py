"""
InstalmentMissed, from the close of a day to a phone call, a budget and a figure.

ledger/application/bookkeeping.py → ledger/agreement/agreement.py
    → ledger/agreement/breach.py
    → ledger/published.py
    → intake/service.py → intake/application/reactions.py → intake/cases/task.py
    → workshops/service.py → workshops/budgets/instalments.py
    → employment/service.py → employment/application/reactions.py
    → reporting/service.py → reporting/projections/agreements_kept_and_missed.py
"""

from datetime import date
from uuid import UUID

from creditors import ALER, months
from rent_roll import close, let, sign

from azione0.store import Cause

PERSON = UUID("99999999-2222-4333-8444-555555555555")
BILLS = months(date(2025, 1, 10), 5)
SIGNED, DUE = date(2025, 6, 1), date(2025, 6, 30)
LAST_DAY_OF_GRACE, MISSED = date(2025, 7, 10), date(2025, 7, 11)


def test_a_missed_instalment_reaches_all_who_help_and_is_taken_back(house):
    household_id = let(house, BILLS)
    close(house, date(2025, 5, 31))
    agreement_id = sign(house, household_id, SIGNED, DUE)
    with house.employment.transaction(Cause("sol-co/bruno", "pathway")):
        house.employment.open_pathway(PERSON, household_id, "GOL", SIGNED)

    close(house, LAST_DAY_OF_GRACE)
    assert house.intake.calls_to_make(household_id) == []

    close(house, MISSED, MISSED)
    assert house.intake.calls_to_make(household_id) == [MISSED]
    [review] = house.workshops.reviews_proposed()
    assert (review.agreement_id, review.number) == (agreement_id, 1)
    assert [it.missed_on for it in house.employment.checks_to_make()] == [MISSED]
    [agreement] = house.reporting.agreements(MISSED)
    assert agreement.instalments[1].missed

    house.hand_in("ledger", [ALER.payment(date(2025, 6, 28), 10000)])
    close(house, date(2025, 7, 12))
    assert house.intake.calls_to_make(household_id) == []
    assert house.workshops.reviews_proposed() == []
    assert house.employment.checks_to_make() == []
    [agreement] = house.reporting.agreements(date(2025, 7, 12))
    assert not agreement.instalments[1].missed
    assert agreement.instalments[1].on_time
