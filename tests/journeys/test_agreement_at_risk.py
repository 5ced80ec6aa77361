"""
AgreementAtRisk, from the close of a day to a call before anything is missed.

ledger/application/bookkeeping.py → ledger/agreement/warning.py
    → ledger/agreement/agreement.py → ledger/published.py
    → intake/service.py → intake/application/forestalling.py
    → intake/cases/agreements.py
    → reporting/service.py → reporting/sentences.py
"""

from datetime import date

from creditors import ALER, months
from rent_roll import close, let, letters_for, sign

BILLS = months(date(2025, 1, 10), 5)
SIGNED, DUE = date(2025, 6, 1), date(2025, 6, 30)


def calls(house) -> list:
    return [it for it in house.intake.tasks() if it.kind == "call_before_due"]


def test_an_instalment_in_its_grace_asks_for_a_call_and_money_ends_it(house):
    household_id = let(house, BILLS)
    close(house, date(2025, 5, 31))
    sign(house, household_id, SIGNED, DUE)

    close(house, DUE)
    assert calls(house) == []

    close(house, date(2025, 7, 1))
    [call] = calls(house)
    assert call.household_id == household_id
    assert "AgreementAtRisk" in letters_for(house, "reporting")

    house.hand_in("ledger", [ALER.payment(date(2025, 7, 2), 10000)])
    close(house, date(2025, 7, 3))
    assert calls(house) == []
