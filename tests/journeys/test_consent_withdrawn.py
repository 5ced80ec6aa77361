"""
ConsentWithdrawn, from the front office to a pathway that stops; nothing else does.

Scenario 9.

intake/application/consents.py → intake/people/consent.py → intake/published.py
    → employment/service.py → employment/application/reactions.py
    → employment/pathway/pathway.py
    → reporting/service.py
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from creditors import ALER, months
from rent_roll import close, figures_in_any_order, in_charge, let, letters_for, sign

from azione0.store import Cause
from employment.application import ConsentMissing
from employment.pathway.pathway import Pathway
from ledger.account.account import account_id
from ledger.agreement.agreement import RepaymentAgreement

PERSON = UUID("99999999-2222-4333-8444-555555555555")
GIVEN, WITHDRAWN = date(2025, 6, 1), date(2025, 9, 15)
THE_DAY_BEFORE = WITHDRAWN - timedelta(days=1)
PURPOSE = "employment_matching"


def history(house, kind: str, noun: UUID) -> list[str]:
    events = getattr(house, kind).events_of(noun)
    return [f"{recorded.recorded_at} {event}" for recorded, event in events]


def pathway_of(house, household_id: UUID) -> UUID:
    with house.intake.transaction(Cause("la-rete/anna", "consent")):
        house.intake.give_consent(PERSON, household_id, PURPOSE, "v1", GIVEN)
    house.deliver()
    with house.employment.transaction(Cause("sol-co/bruno", "pathway")):
        pathway = house.employment.open_pathway(PERSON, household_id, "GOL", GIVEN)
        house.employment.assess_profile(pathway, GIVEN, path=4)
        house.employment.sign_service_pact(pathway, GIVEN)
    house.deliver()
    return pathway


def test_9_who_withdraws_is_matched_no_longer_and_owes_and_keeps_as_before(
    house_on_each_store, tmp_path
):
    house = house_on_each_store
    household_id = let(house, months(date(2025, 1, 10), 4))
    close(house, date(2025, 5, 31))
    in_charge(house, household_id, GIVEN)
    agreement_id = sign(house, household_id, GIVEN, date(2025, 8, 31))
    pathway = pathway_of(house, household_id)
    account = account_id(household_id, "ALER-BCM")
    before = history(house, "employment", pathway)
    owed = [history(house, "ledger", it) for it in (account, agreement_id)]
    said = letters_for(house, "reporting", "ledger")

    with house.intake.transaction(Cause("la-rete/anna", "withdrawn")):
        house.intake.withdraw_consent(PERSON, PURPOSE, WITHDRAWN)
    house.deliver()

    interrupted = house.employment.get(Pathway, pathway)
    assert (interrupted.state, interrupted.interrupted_on) == ("interrupted", WITHDRAWN)
    assert history(house, "employment", pathway)[: len(before)] == before
    assert [history(house, "ledger", it) for it in (account, agreement_id)] == owed
    assert letters_for(house, "reporting", "ledger") == said
    assert house.ledger.get(RepaymentAgreement, agreement_id).state == "active"
    [case] = house.intake.cases(household_id=household_id)
    assert case.status == "in_charge"

    for day in (WITHDRAWN, WITHDRAWN + timedelta(days=1)):
        with (
            pytest.raises(ConsentMissing),
            house.employment.transaction(Cause("sol-co/bruno", f"late/{day}")),
        ):
            house.employment.record_appointment(pathway, day, kept=True)
    with house.employment.transaction(Cause("sol-co/bruno", "in time")):
        house.employment.record_appointment(pathway, THE_DAY_BEFORE, kept=True)

    # Recipients do not filter: what others say of the household is still heard.
    house.hand_in("ledger", [ALER.payment(date(2025, 8, 31), 5000)])
    close(house, date(2025, 9, 30))
    assert [it.missed_on for it in house.employment.checks_to_make()] == [
        date(2025, 9, 11)
    ]
    glance = house.reporting.glance(as_of=date(2025, 9, 30))
    assert figures_in_any_order(house, tmp_path, date(2025, 9, 30)) == [glance] * 4
