"""
ReliefProposed, from a job that ended to a task and a rest, before any breach.

employment/published.py → ledger/service.py
    → ledger/application/households.py → ledger/application/agreements.py
    → ledger/agreement/agreement.py → ledger/published.py
    → intake/service.py → intake/application/forestalling.py
    → workshops/service.py → reporting/service.py → reporting/sentences.py
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from creditors import months
from rent_roll import close, let, letters_for, sign

from azione0.store import Cause
from ledger.agreement.agreement import RepaymentAgreement

PERSON = UUID("99999999-2222-4333-8444-555555555555")
BILLS = months(date(2025, 1, 10), 5)
SIGNED, DUE = date(2025, 6, 1), date(2025, 8, 31)
STARTED, LOST = date(2025, 5, 5), date(2025, 9, 11)


def reliefs(house) -> list:
    return [it for it in house.intake.tasks() if it.kind == "propose_relief"]


def job_from(house, household_id: UUID) -> UUID:
    with house.employment.transaction(Cause("solco/bruno", "pathway")):
        pathway = house.employment.open_pathway(PERSON, household_id, "GOL", STARTED)
        house.employment.assess_profile(pathway, STARTED, path=1)
        house.employment.sign_service_pact(pathway, STARTED)
        job = house.employment.plan_placement(
            pathway,
            "fixed_term",
            STARTED,
            Decimal(24),
            STARTED,
            planned_end_on=date(2025, 11, 4),
            unilav_code="1701725000000001",
        )
        house.employment.start_job(job, STARTED)
    house.deliver()
    return job


def test_a_lost_job_asks_for_a_relief_and_a_rest_answers_it(house):
    household_id = let(house, BILLS)
    job = job_from(house, household_id)
    close(house, date(2025, 5, 31))
    agreement_id = sign(house, household_id, SIGNED, DUE)

    with house.employment.transaction(Cause("solco/bruno", "end")):
        house.employment.end_job(job, LOST, "contract_ended")
    house.deliver()
    [relief] = reliefs(house)
    assert relief.household_id == household_id
    agreement = house.ledger.get(RepaymentAgreement, agreement_id)
    assert (agreement.state, agreement.breaches) == ("active", {})
    assert letters_for(house, "reporting").count("ReliefProposed") == 1

    with house.ledger.transaction(Cause("aler/anna", "rest")):
        house.ledger.pause_agreement(
            agreement_id, since=LOST, until=date(2025, 12, 1), reason="job_lost"
        )
    house.deliver()
    assert reliefs(house) == []
    close(house, date(2025, 11, 30))
    agreement = house.ledger.get(RepaymentAgreement, agreement_id)
    assert (agreement.breaches, agreement.missed) == ({}, {1: agreement.missed[1]})
