"""
CaseAssigned, from one organisation to another: tasks go along, the past stays.

Scenario 14.

intake/application/hand_overs.py → intake/cases/hand_over.py
    → intake/application/cases.py → intake/cases/case.py → intake/published.py
    → workshops/service.py → reporting/service.py → reporting/story.py
"""

from datetime import date

import pytest
from creditors import months
from rent_roll import close, figures_in_any_order, in_charge, let, letters_for, sought

from azione0.store import Cause
from intake.cases.case import Case
from intake.cases.followed import FollowedByOthers
from intake.cases.hand_over import HandOverLapsed, NotTheReceiver, WithoutMandate

DETECTED, CHARGED = date(2025, 2, 11), date(2025, 3, 1)
HANDED_OVER, NEXT_DAY = date(2025, 6, 1), date(2025, 6, 2)
OFFERED, ACCEPTED, LAST_DAY = date(2025, 5, 20), date(2025, 5, 26), date(2025, 5, 31)
OLD, NEW = "la-rete", "elefanti-volanti"


def attempt(house, case_id, by: str, on: date) -> None:
    with house.intake.transaction(Cause(f"{by}/operator", f"contact/{by}/{on}")):
        house.intake.record_contact(
            case_id, channel="phone", outcome="reached", on=on, by=by
        )


def offered(house, case_id, to: str = NEW, *, cause: str = "offer"):
    with house.intake.transaction(Cause("la-rete/anna", cause)):
        return house.intake.propose_hand_over(
            case_id, to, HANDED_OVER, reason="moved_near", on=OFFERED, by=OLD
        )


def accept(house, offer, by: str, on: date = ACCEPTED) -> None:
    with house.intake.transaction(Cause(f"{by}/carla", f"accept/{by}/{on}")):
        house.intake.accept_hand_over(offer, on, operator_id="op-9", by=by)


def test_14_a_case_passes_to_another_organisation_with_its_tasks(
    house_on_each_store, tmp_path
):
    house = house_on_each_store
    sought(house, date(2025, 1, 1))
    household_id = let(house, months(date(2025, 1, 10), 2))
    close(house, DETECTED)
    case_id = in_charge(house, household_id, CHARGED)
    with house.intake.transaction(Cause("la-rete/anna", "task")):
        house.intake.raise_task("review_income", household_id, "job", CHARGED)
    tasks = {it.task_id for it in house.intake.tasks(organisation_id=OLD)}
    assert tasks

    offer = offered(house, case_id)
    house.deliver()
    # On acceptance only: until then nothing has moved, and nobody has heard.
    assert {it.task_id for it in house.intake.tasks(organisation_id=OLD)} == tasks
    assert "CaseAssigned" not in letters_for(house, "reporting", "intake")
    with pytest.raises(NotTheReceiver):
        accept(house, offer, OLD)
    accept(house, offer, NEW)
    house.deliver()
    assert house.intake.tasks(organisation_id=OLD) == []
    moved = {it.task_id for it in house.intake.tasks(organisation_id=NEW)}
    assert moved == tasks
    for kind in ("ledger", "workshops", "employment", "reporting"):
        assert letters_for(house, kind, "intake").count("CaseAssigned") == 1

    with pytest.raises(FollowedByOthers):
        attempt(house, case_id, OLD, NEXT_DAY)
    attempt(house, case_id, NEW, NEXT_DAY)
    # What was done before, and is only told now, is still the old one's to tell.
    attempt(house, case_id, OLD, date(2025, 5, 31))
    house.deliver()

    history = house.intake.events_of(case_id)
    authors = [(type(it).__name__, recorded.actor) for recorded, it in history]
    assert ("TakenInCharge", "la-rete/anna") in authors
    assert authors[-3:] == [
        ("Assigned", "elefanti-volanti/carla"),
        ("ContactAttempted", "elefanti-volanti/operator"),
        ("ContactAttempted", "la-rete/operator"),
    ]
    case = house.intake.get(Case, case_id)
    days = (CHARGED, LAST_DAY, HANDED_OVER, NEXT_DAY)
    assert [case.organisation_on(it) for it in days] == [OLD, OLD, NEW, NEW]
    assert [case.reference_on(it) for it in days] == ["op-7", "op-7", "op-9", "op-9"]
    told = {it.said for it in house.intake.story(household_id)}
    assert {"ArrearsDetected", "TakenInCharge", "Assigned", "ContactAttempted"} <= told
    glance = house.reporting.glance(as_of=NEXT_DAY)
    assert (glance.in_charge, glance.contacted) == (1, 1)
    # The auditor replays the whole history, and reads the same.
    digest = house.reporting.digest()
    assert house.reporting.replay().digest == digest
    assert house.reporting.glance(as_of=NEXT_DAY) == glance
    assert figures_in_any_order(house, tmp_path, NEXT_DAY) == [glance] * 4


def test_14_a_case_that_is_declined_or_taken_too_late_stays_where_it_is(
    house_on_each_store,
):
    house = house_on_each_store
    sought(house, date(2025, 1, 1))
    household_id = let(house, months(date(2025, 1, 10), 2))
    close(house, DETECTED)
    case_id = in_charge(house, household_id, CHARGED)
    declined = offered(house, case_id)
    with house.intake.transaction(Cause(f"{NEW}/carla", "decline")):
        house.intake.decline_hand_over(declined, "no_room", ACCEPTED, by=NEW)
    late = offered(house, case_id, cause="offer again")
    with pytest.raises(HandOverLapsed):
        accept(house, late, NEW, on=NEXT_DAY)
    house.deliver()
    assert "CaseAssigned" not in letters_for(house, "reporting", "intake")
    attempt(house, case_id, OLD, NEXT_DAY)
    [case] = house.intake.cases(household_id=household_id)
    assert case.organisation_id == OLD


def test_14_an_organisation_without_a_mandate_is_offered_nothing(
    house_on_each_store, monkeypatch
):
    house = house_on_each_store
    monkeypatch.setattr(
        house.intake, "has_mandate", lambda who, day: day < HANDED_OVER or who == OLD
    )
    sought(house, date(2025, 1, 1))
    household_id = let(house, months(date(2025, 1, 10), 2))
    close(house, DETECTED)
    case_id = in_charge(house, household_id, CHARGED)
    with pytest.raises(WithoutMandate):
        offered(house, case_id)
    assert house.intake.hand_overs() == []
