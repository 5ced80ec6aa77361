"""
AgreementSigned, from a proposal to a budget line, a figure and the creditor.

ledger/application/agreements.py → ledger/agreement/agreement.py
    → ledger/agreement/schedule.py
    → ledger/published.py
    → intake/service.py → intake/application/reactions.py
    → workshops/service.py → workshops/budgets/instalments.py
    → reporting/service.py → reporting/projections/agreements_kept_and_missed.py
"""

from datetime import date

from creditors import ALER, months
from rent_roll import close, let, letters_for, sign

from azione0.store import Cause
from workshops.budgets.instalments import lines_in

BILLS = months(date(2025, 1, 10), 5)
SIGNED, FIRST = date(2025, 6, 1), date(2025, 6, 30)


def test_a_signed_agreement_reaches_the_budget_the_figures_and_the_creditor(house):
    household_id = let(house, BILLS)
    close(house, date(2025, 5, 31))
    agreement_id = sign(house, household_id, SIGNED, FIRST)

    assert "AgreementSigned" in letters_for(house, "aler")
    [agreement] = house.reporting.agreements(SIGNED)
    assert (agreement.agreement_id, agreement.debt_cents) == (agreement_id, 90000)
    assert (agreement.state, len(agreement.instalments)) == ("active", 9)
    with house.workshops.store.reading() as session:
        lines = lines_in(session, household_id, date(2025, 7, 1))
    assert [(it.category, it.amount_cents) for it in lines] == [
        ("arrears_instalment", 10000)
    ]


def test_a_proposal_is_to_be_validated_until_it_is_signed(house):
    household_id = let(house, BILLS)
    close(house, date(2025, 5, 31))
    with house.ledger.transaction(Cause("aler/anna", "propose")):
        agreement_id = house.ledger.propose_agreement(
            household_id,
            "ALER-BCM",
            instalment_cents=10000,
            first_due_on=FIRST,
            on=SIGNED,
        )
    house.deliver()
    assert [it.kind for it in house.intake.tasks()] == ["validate_agreement"]

    with house.ledger.transaction(Cause("aler/anna", "sign")):
        house.ledger.sign_agreement(agreement_id, on=SIGNED, signatory_roles=["tenant"])
    house.deliver()
    assert house.intake.tasks() == []


def test_a_completion_that_is_unsaid_is_unsaid_to_all_who_heard_it(house):
    household_id = let(house, BILLS[:1])
    close(house, date(2025, 5, 31))
    sign(house, household_id, SIGNED, FIRST)
    house.hand_in(
        "ledger",
        [
            ALER.payment(date(2025, 6, 30), 10000),
            ALER.payment(date(2025, 7, 31), 8000, payment_id="SDD"),
        ],
    )
    close(house, date(2025, 8, 1))
    [agreement] = house.reporting.agreements(date(2025, 8, 1))
    assert agreement.state == "completed"
    assert letters_for(house, "aler")[-1] == "AgreementCompleted"

    refunded = date(2025, 8, 20)
    house.hand_in("ledger", [ALER.refund("SDD", date(2025, 7, 31), 8000, on=refunded)])
    close(house, refunded)
    [agreement] = house.reporting.agreements(refunded)
    assert agreement.state == "active"
    assert agreement.instalments[2].paid_on is None
    assert agreement.instalments[2].missed
    assert letters_for(house, "aler")[-1] == "CompletionRetracted"
    assert house.intake.calls_to_make(household_id) == [refunded]
