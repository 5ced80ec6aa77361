"""
HouseholdChanged, from a death to an agreement at rest, a successor, or the estate.

Scenario 6, as far as it crosses the house.

intake/application/households.py → intake/households/household.py
    → intake/households/members.py → intake/published.py
    → ledger/service.py → ledger/application/agreements.py
    → ledger/application/decisions.py → ledger/published.py
    → reporting/service.py
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
from creditors import ALER, months
from rent_roll import (
    close,
    figures_in_any_order,
    in_charge,
    let,
    letters_for,
    waive_all,
)

from azione0.store import Cause
from intake.cases.case import OpenCommitments
from intake.households.lived_in import NotAMember
from ledger.account.account import Account, account_id
from ledger.agreement.agreement import RepaymentAgreement

THE_DAY_BEFORE = timedelta(days=1)
TENANT, SPOUSE = (UUID(f"{it}9999999-2222-4333-8444-555555555555") for it in (1, 2))
LET = date(2018, 3, 1)
SIGNED, DIED, SUCCEEDED = date(2024, 8, 15), date(2025, 6, 15), date(2025, 7, 20)
PAID = [it - timedelta(days=1) for it in months(date(2024, 9, 1), 10)]


def thirty_a_month(house, household_id: UUID, on: date, supersedes=None) -> UUID:
    with house.ledger.transaction(Cause("aler/anna", f"sign/{on}")):
        agreement_id = house.ledger.propose_agreement(
            household_id,
            "ALER-BCM",
            instalment_cents=3000,
            first_due_on=date(on.year, 8, 31),
            on=on,
            supersedes=supersedes,
        )
        house.ledger.sign_agreement(agreement_id, on=on, signatory_roles=["tenant"])
    return agreement_id


def ten_of_thirty_paid(house) -> tuple[UUID, UUID]:
    household_id = let(house, [])
    with house.intake.transaction(Cause("la-rete/anna", "members")):
        for person_id, role in ((TENANT, "holder"), (SPOUSE, "spouse")):
            house.intake.add_member(household_id, role, LET, person_id=person_id)
    house.deliver()
    house.hand_in("ledger", [ALER.bill(date(2024, 7, 10), 90000)])
    close(house, date(2024, 8, 14))
    in_charge(house, household_id, date(2024, 8, 14))
    agreement_id = thirty_a_month(house, household_id, SIGNED)
    house.hand_in("ledger", [ALER.payment(day, 3000) for day in PAID])
    close(house, DIED)
    return household_id, agreement_id


def change(house, household_id: UUID, kind: str, on: date, **who: UUID) -> None:
    with house.intake.transaction(Cause("la-rete/anna", f"{kind}/{on}")):
        house.intake.change_household(household_id, kind, on, **who)
    house.deliver()


def agreement(house, agreement_id: UUID) -> RepaymentAgreement:
    return house.ledger.get(RepaymentAgreement, agreement_id)


def living_on(house, household_id: UUID, day: date) -> dict[UUID, str]:
    return {it.person_id: it.role for it in house.intake.members(household_id, day)}


def test_6_a_spouse_who_succeeds_goes_on_with_what_is_left(
    house_on_each_store, tmp_path
):
    house = house_on_each_store
    household_id, old = ten_of_thirty_paid(house)
    change(house, household_id, "death", DIED, person_id=TENANT)
    assert living_on(house, household_id, DIED - THE_DAY_BEFORE) == {
        TENANT: "holder",
        SPOUSE: "spouse",
    }
    assert living_on(house, household_id, DIED) == {SPOUSE: "spouse"}
    assert house.intake.composition(household_id, DIED).adults == 1
    assert agreement(house, old).state == "suspended"
    close(house, date(2025, 7, 19))
    assert agreement(house, old).missed == {}

    change(house, household_id, "succession", SUCCEEDED, new_holder_id=SPOUSE)
    assert living_on(house, household_id, SUCCEEDED) == {SPOUSE: "holder"}
    new = thirty_a_month(house, household_id, SUCCEEDED, supersedes=old)
    close(house, SUCCEEDED)
    assert agreement(house, old).state == "superseded"
    assert [it.amount_cents for it in agreement(house, new).instalments] == [3000] * 20
    glance = house.reporting.glance(as_of=SUCCEEDED)
    assert glance.agreement_states == {"superseded": 1, "active": 1}
    assert glance.overdue_cents == 60000
    assert figures_in_any_order(house, tmp_path, SUCCEEDED) == [glance] * 4


def test_6_without_a_successor_the_account_and_the_case_are_closed(
    house_on_each_store, tmp_path
):
    house = house_on_each_store
    household_id, old = ten_of_thirty_paid(house)
    change(house, household_id, "death", DIED, person_id=TENANT)
    with house.ledger.transaction(Cause("aler/anna", "estate")):
        house.ledger.close_account(
            household_id, "ALER-BCM", on=SUCCEEDED, reason="estate"
        )
    case_id = house.intake.case_of(household_id)
    with (
        pytest.raises(OpenCommitments),
        house.intake.transaction(Cause("la-rete/anna", "too early")),
    ):
        house.intake.close_case(case_id, "deceased", SUCCEEDED)
    waive_all(house, case_id, SUCCEEDED, "holder_deceased")
    with house.intake.transaction(Cause("la-rete/anna", "close")):
        house.intake.close_case(case_id, "deceased", SUCCEEDED)
    house.deliver()
    close(house, date(2025, 12, 31))

    account = house.ledger.get(Account, account_id(household_id, "ALER-BCM"))
    assert account.closed_on == SUCCEEDED
    assert house.ledger.standing(household_id, "ALER-BCM", SUCCEEDED).balance_cents == (
        60000
    )
    assert (agreement(house, old).missed, agreement(house, old).breaches) == ({}, {})
    [case] = house.intake.cases(household_id=household_id)
    assert (case.status, case.outcome, case.closed_on) == (
        "closed",
        "deceased",
        SUCCEEDED,
    )
    glance = house.reporting.glance(as_of=date(2025, 12, 31))
    assert (glance.closed, glance.instalments_missed) == (1, 0)
    assert figures_in_any_order(house, tmp_path, date(2025, 12, 31)) == [glance] * 4


def test_6_nobody_succeeds_who_did_not_live_there_and_the_ledger_hears_nothing(
    house_on_each_store,
):
    house = house_on_each_store
    household_id, old = ten_of_thirty_paid(house)
    change(house, household_id, "death", DIED, person_id=TENANT)
    heard = letters_for(house, "ledger", "intake")
    with pytest.raises(NotAMember):
        change(house, household_id, "succession", SUCCEEDED, new_holder_id=TENANT)
    house.deliver()
    assert letters_for(house, "ledger", "intake") == heard
    assert agreement(house, old).state == "suspended"
