"""
EvictionStepRecorded, from a step in court to a case worker's most urgent task.

ledger/application/proceedings.py → ledger/proceeding/proceeding.py
    → ledger/proceeding/claim.py → ledger/published.py
    → intake/service.py → intake/application/reactions.py → intake/cases/task.py
    → reporting/service.py → reporting/projections/household_timeline.py
"""

from datetime import date

from creditors import ALER, months
from rent_roll import close, let, letters_for

from azione0.store import Cause
from ledger.proceeding.claim import Claim

BILLS = months(date(2024, 7, 10), 8)
DEBT = len(BILLS) * 18000
NOTICED, FILED, HEARING = date(2025, 3, 1), date(2025, 4, 15), date(2025, 6, 10)
TERM = date(2025, 9, 8)
OWED = Claim(DEBT, 0, 60000)
STEPS = [
    "Sfratto: intimazione.",
    "Sfratto: deposito in tribunale, termine 10/06/2025.",
    "Sfratto: termine di grazia, termine 08/09/2025.",
]


def take_step(house, name, *of, **terms):
    with house.ledger.transaction(Cause("aler/anna", f"{name}/{terms}")):
        found = getattr(house.ledger, name)(*of, **terms)
    house.deliver()
    house.deliver()  # every letter again: nothing may happen twice
    return found


def sued(house):
    """Eight bills unpaid, notice to quit, the claim in court, ninety days to pay."""
    household_id = let(house, BILLS)
    close(house, date(2025, 2, 28))
    it = take_step(
        house, "open_proceeding", household_id, "ALER-BCM", claim=OWED, on=NOTICED
    )
    take_step(house, "file_claim", it, on=FILED, hearing_on=HEARING, claim=OWED)
    take_step(house, "grant_term", it, on=HEARING, days=90, claim=OWED)
    return household_id


def urgent(house):
    return [
        (it.kind, it.due_on)
        for it in house.intake.tasks()
        if it.kind == "answer_eviction"
    ]


def told(house, household_id, as_of):
    return [
        it.text
        for it in house.reporting.story(household_id, as_of=as_of).lines
        if it.text.startswith("Sfratto")
    ]


def test_the_term_to_pay_is_a_task_until_the_claim_is_paid(house):
    household_id = sued(house)
    assert urgent(house) == [("answer_eviction", TERM)]
    assert told(house, household_id, HEARING) == STEPS

    house.hand_in("ledger", [ALER.payment(date(2025, 9, 5), OWED.total_cents)])
    close(house, TERM)
    assert urgent(house) == []
    assert letters_for(house, "reporting").count("EvictionStepRecorded") == 4


def test_money_taken_back_makes_it_a_task_again(house):
    household_id = sued(house)
    paid, back = date(2025, 9, 5), date(2025, 9, 9)
    house.hand_in("ledger", [ALER.payment(paid, OWED.total_cents, payment_id="SDD")])
    close(house, TERM)
    house.hand_in("ledger", [ALER.refund("SDD", paid, OWED.total_cents, on=back)])
    close(house, back)
    # The term is over: what comes next is the hearing.
    assert urgent(house) == [("answer_eviction", date(2025, 9, 18))]
    assert told(house, household_id, back) == [
        *STEPS,
        "Sfratto: sfratto evitato.",
        "Sfratto: termine di grazia, termine 18/09/2025.",
    ]
