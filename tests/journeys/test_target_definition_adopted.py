"""
TargetDefinitionAdopted, from a vote in the steering group to the head of the worklist.

intake/application/governance.py → intake/governance/decision.py
    → intake/governance/target.py → intake/published.py
    → reporting/service.py
ledger/account/detection.py → ledger/published.py
    → intake/service.py → intake/signals/selection.py → intake/signals/judgement.py
    → intake/application/worklist.py → intake/worklist/priority.py
"""

from datetime import date

import pytest
from creditors import months
from rent_roll import BUILDING, close, let, letters_for, sign

from azione0.store import Cause
from intake.governance.decision import UnknownDecision

BILLS = months(date(2025, 1, 10), 6)
BEGUN, MET, DETECTED = date(2025, 1, 1), date(2025, 1, 20), date(2025, 3, 31)
ANNA, BRUNO = "aler-bcm/anna", "la-rete/bruno"


@pytest.fixture
def order(house):
    """Do something at the front office, and let everybody hear of it, twice."""

    def ordered(name, *of, **told):
        cause = Cause("cabina-di-regia", f"{name}/{of}/{told}")
        with house.intake.transaction(cause):
            done = getattr(house.intake, name)(*of, **told)
        house.deliver()
        house.deliver()
        return done

    for organisation, member in (("aler-bcm", ANNA), ("la-rete", BRUNO)):
        ordered("mandate_organisation", organisation, "partner", BEGUN)
        ordered("seat", member, organisation, "member", BEGUN)
    return ordered


def drafted(order):
    return order(
        "draft_target",
        on=MET,
        organisation_id="la-rete",
        buildings=[BUILDING],
        bands=["A", "B", "C", "D"],
        valid_from=MET,
    )


def decide(order, decision_ref, **votes):
    meeting_id = order("hold_meeting", MET, [ANNA, BRUNO])
    order("propose_decision", meeting_id, decision_ref, "target")
    order("vote", decision_ref, ANNA, votes["anna"])
    order("vote", decision_ref, BRUNO, votes["bruno"])
    return order("take_decision", decision_ref)


def test_what_was_voted_down_selects_nobody(house, order):
    let(house, BILLS)
    close(house, DETECTED)
    definition_id = drafted(order)
    assert decide(order, "CdR 1", anna="for", bruno="against") == "rejected"
    with pytest.raises(UnknownDecision):
        order("adopt_draft", definition_id, "CdR 1")
    assert house.intake.cases() == []
    assert "TargetDefinitionAdopted" not in letters_for(house, "reporting", "intake")


def test_a_carried_decision_leads_from_arrears_to_a_row_to_work_on(house, order):
    household_id = let(house, BILLS)
    definition_id = drafted(order)
    assert decide(order, "CdR 2", anna="for", bruno="for") == "carried"
    order("adopt_draft", definition_id, "CdR 2")
    told = letters_for(house, "reporting", "intake")
    assert told.count("TargetDefinitionAdopted") == 1

    close(house, DETECTED)
    signals = house.intake.received(household_id=household_id)
    assert signals[-1].result == "taken_up"
    assert {it.result for it in signals[:-1]} <= {"joined"}
    [chosen] = house.intake.selections()
    assert (chosen.decision_ref, chosen.policy_version) == ("CdR 2", "proposal")
    [row] = house.intake.worklist(DETECTED).rows
    assert (row.household_id, row.told["action"]) == (household_id, "first_contact")
    assert row.told["decided_by"] == "deadline"

    # An agreement in force asks for nothing, until it is broken.
    with house.intake.transaction(Cause("la-rete/bruno", "contact")):
        house.intake.record_contact(
            row.case_id, channel="phone", outcome="no_answer", on=date(2025, 4, 1)
        )
    sign(house, household_id, date(2025, 4, 2), date(2025, 4, 30))
    [row] = house.intake.worklist(date(2025, 4, 10)).rows
    assert (row.told["action"], row.told["why"]) == (
        "no_action",
        "agreement_in_force",
    )
    close(house, date(2025, 5, 31), date(2025, 6, 30), date(2025, 7, 31))
    [row] = house.intake.worklist(date(2025, 7, 31)).rows
    [of_agreement] = [
        it for it in row.told["classes"] if it["criterion"] == "agreement"
    ]
    assert of_agreement["label"] == "broken"
