"""
CaseTakenInCharge, from a creditor's tenancy to the pact and those who hear of it.

intake/application/cases.py → intake/cases/case.py → intake/published.py
    → workshops/service.py → employment/service.py → reporting/service.py
"""

from datetime import UTC, date, datetime

from azione0.contracts.aler import TenancyRegistered
from azione0.letter import write
from azione0.store import Cause

NOW = datetime(2025, 4, 1, 9, tzinfo=UTC)
SINCE, MET, SIGNED = date(2018, 3, 1), date(2025, 4, 1), date(2025, 4, 15)


def tenancy():
    told = TenancyRegistered(
        creditor_id="aler-bcm",
        tenancy_id="0001234",
        dwelling_id="TC-04-17",
        building_id="torre-cimabue",
        valid_from=SINCE,
        effective_on=SINCE,
    )
    return write(
        told,
        id="tenancy-1",
        source="//aler-bcm/aler",
        recorded_at=NOW,
        correlation_id="tenancy-1",
        causation_id="tenancy-1",
    )


def heard(house, kind, household_id):
    """Give what a service has in its inbox about a household."""
    with house.office(kind).store.reading() as session:
        rows = session.execute(
            "SELECT type FROM inbox WHERE subject = ? AND state = 'done' "
            "ORDER BY position",
            (str(household_id),),
        )
    return [type_name.split(".")[-2] for [type_name] in rows]


def test_a_pact_signed_with_the_front_office_is_heard_where_it_matters(house):
    for kind in ("intake", "ledger"):
        house.hand_in(kind, [tenancy()])
    house.deliver()
    household_id = house.intake.household_of("aler-bcm", "0001234")

    with house.intake.transaction(Cause("la-rete/anna", "charge")):
        case_id = house.intake.open_case(household_id, "la-rete", MET)
        house.intake.record_contact(
            case_id, channel="door", outcome="reached", on=MET, by="la-rete"
        )
        house.intake.take_in_charge(
            case_id,
            commitments={"workshops": "family_budget"},
            goals=["keep_home"],
            operator_id="op-7",
            on=SIGNED,
            by="la-rete",
        )
    house.deliver()

    assert heard(house, "ledger", household_id) == ["HouseholdRegistered", "CaseOpened"]
    for kind in ("workshops", "employment"):
        assert heard(house, kind, household_id) == [
            "HouseholdRegistered",
            "CaseOpened",
            "CaseTakenInCharge",
        ]
    assert heard(house, "reporting", household_id) == [
        "HouseholdRegistered",
        "CaseOpened",
        "ContactAttempted",
        "CaseTakenInCharge",
    ]
    glance = house.reporting.glance(as_of=SIGNED)
    assert (glance.households, glance.in_charge) == (1, 1)
