"""
CaseAssigned, from one organisation to another: tasks go along, the past stays.

Scenario 14.

intake/application/cases.py → intake/cases/case.py → intake/published.py
    → workshops/service.py → reporting/service.py → reporting/story.py
"""

from datetime import date

import pytest
from creditors import months
from rent_roll import close, figures_in_any_order, in_charge, let, letters_for, sought

from azione0.store import Cause
from intake.cases.case import FollowedByOthers

DETECTED, CHARGED = date(2025, 2, 11), date(2025, 3, 1)
HANDED_OVER, NEXT_DAY = date(2025, 6, 1), date(2025, 6, 2)
OLD, NEW = "la-rete", "elefanti-volanti"


def attempt(house, case_id, by: str, on: date) -> None:
    with house.intake.transaction(Cause(f"{by}/operator", f"contact/{by}/{on}")):
        house.intake.record_contact(
            case_id, channel="phone", outcome="reached", on=on, by=by
        )


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

    with house.intake.transaction(Cause("la-rete/anna", "hand over")):
        house.intake.assign_case(case_id, NEW, HANDED_OVER, by=OLD)
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
        ("Assigned", "la-rete/anna"),
        ("ContactAttempted", "elefanti-volanti/operator"),
        ("ContactAttempted", "la-rete/operator"),
    ]
    told = {it.said for it in house.intake.story(household_id)}
    assert {"ArrearsDetected", "TakenInCharge", "Assigned", "ContactAttempted"} <= told
    glance = house.reporting.glance(as_of=NEXT_DAY)
    assert (glance.in_charge, glance.contacted) == (1, 1)
    # The auditor replays the whole history, and reads the same.
    digest = house.reporting.digest()
    assert house.reporting.replay().digest == digest
    assert house.reporting.glance(as_of=NEXT_DAY) == glance
    assert figures_in_any_order(house, tmp_path, NEXT_DAY) == [glance] * 4
