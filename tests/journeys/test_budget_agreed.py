"""
BudgetAgreed, from a family's kitchen table to what the ledger lets it promise.

workshops/application/budgets.py → workshops/budgets/budget.py → workshops/published.py
    → ledger/service.py → ledger/household.py
    → intake/service.py → reporting/service.py
"""

from datetime import date
from uuid import UUID

from azione0.store import Cause
from ledger.household import Household, household_key
from workshops.budgets.lines import Line

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
APRIL, REVIEWED = date(2025, 4, 10), date(2025, 6, 30)
LINES = [
    Line("work", 115000),
    Line("rent", 18000),
    Line("food", 78000),
    Line("debt_service", 5000),
]


def affordable(house):
    known = house.ledger.get(Household, household_key(HOUSEHOLD))
    return known.affordability.cents


def test_what_a_family_can_repay_reaches_the_ledger_and_its_lines_do_not(house):
    with house.workshops.transaction(Cause("la-rete/anna", "budget")):
        budget = house.workshops.draft_budget(
            HOUSEHOLD, APRIL, LINES, APRIL, floor_cents=0
        )
        house.workshops.agree_budget(budget, APRIL)
    house.deliver()
    assert affordable(house) == 7000

    with house.workshops.transaction(Cause("la-rete/anna", "review")):
        dearer = [*LINES, Line("health", 5000)]
        house.workshops.review_budget(budget, REVIEWED, dearer, REVIEWED)
    house.deliver()
    assert affordable(house) == 4500

    for kind in ("ledger", "reporting", "intake"):
        with house.office(kind).store.reading() as session:
            bodies = [
                bytes(body) for (body,) in session.execute("SELECT body FROM inbox")
            ]
        assert bodies
        assert not any(b"health" in body or b"food" in body for body in bodies)
