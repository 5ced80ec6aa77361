"""
ChargeDisputed and DisputeResolved, from the counter to a task and a figure.

ledger/api/decisions.py → ledger/application/decisions.py
    → ledger/account/decisions.py → ledger/published.py
    → intake/service.py → intake/application/reactions.py
    → reporting/service.py → reporting/projections/facts.py
"""

from datetime import date, timedelta

from creditors import months
from rent_roll import close, let, letters_for

from azione0.store import Cause
from ledger.account.account import Account, account_id

BILLS = months(date(2025, 1, 10), 4)
TODAY, RESOLVED = date(2025, 5, 1), date(2025, 5, 20)


def test_a_disputed_charge_is_asked_for_by_nobody_until_it_is_resolved(house):
    household_id = let(house, BILLS)
    close(house, date(2025, 4, 30))
    ledger, key = house.ledger, (household_id, "ALER-BCM")
    first = min(
        ledger.get(Account, account_id(*key)).books.charges.values(),
        key=lambda it: it.due_on,
    )
    before = ledger.standing(*key, TODAY).overdue_cents

    with ledger.transaction(Cause("aler/anna", "dispute")):
        ledger.dispute_charge(*key, first.id, on=TODAY, grounds="wrong_meter")
    close(house, TODAY)
    assert ledger.standing(*key, TODAY).overdue_cents == before - first.cents
    assert [it.kind for it in house.intake.tasks()].count("follow_dispute") == 1

    with ledger.transaction(Cause("aler/anna", "resolve")):
        ledger.resolve_dispute(
            *key,
            first.id,
            on=RESOLVED,
            result="reduced",
            amount_cents=10000,
            new_due_on=RESOLVED + timedelta(30),
        )
    close(house, RESOLVED)
    assert "follow_dispute" not in [it.kind for it in house.intake.tasks()]
    assert letters_for(house, "reporting").count("DisputeResolved") == 1
    standing = ledger.standing(*key, RESOLVED)
    assert standing.position.open_cents[first.id] == 10000
    assert standing.overdue_cents == before - first.cents
