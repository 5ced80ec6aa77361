"""
CommitmentMissed, from an empty chair to a task of the case worker, and undone.

intake/application/cases.py → workshops/service.py → workshops/labs/enrolment.py
    → workshops/published.py → intake/service.py
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from azione0.contracts.aler import TenancyRegistered
from azione0.house import House
from azione0.letter import write
from azione0.store import Cause
from workshops.labs.enrolment import Mark

NOW = datetime(2025, 4, 1, 9, tzinfo=UTC)
MET, SIGNED = date(2025, 4, 1), date(2025, 4, 15)
FIRST, SECOND = date(2025, 5, 6), date(2025, 5, 13)


def taken_in_charge(house):
    """Give the household of a case that is in charge since SIGNED."""
    told = TenancyRegistered(
        creditor_id="aler-bcm",
        tenancy_id="0001234",
        dwelling_id="TC-04-17",
        building_id="torre-cimabue",
        valid_from=date(2018, 3, 1),
        effective_on=date(2018, 3, 1),
    )
    tenancy = write(
        told,
        id="tenancy-1",
        source="//aler-bcm/aler",
        recorded_at=NOW,
        correlation_id="tenancy-1",
        causation_id="tenancy-1",
    )
    for kind in ("intake", "ledger"):
        house.hand_in(kind, [tenancy])
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
    return household_id


def open_tasks(house, household_id):
    tasks = house.intake.tasks(household_id=household_id, kind="review_commitment")
    return [task.since_on for task in tasks]


@pytest.fixture
def house(tmp_path):
    """Five services whose clock goes on: of two words the later one counts."""
    ticks = count()
    clock = lambda: NOW + timedelta(seconds=next(ticks))  # noqa: E731
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=clock) as opened:
        yield opened


def test_an_absence_becomes_a_task_and_an_excuse_takes_it_back(house):
    household_id = taken_in_charge(house)
    workshops = house.workshops
    with workshops.transaction(Cause("la-rete/anna", "lab")):
        lab = workshops.schedule_workshop(
            "family_budget", "la-rete", 8, [(FIRST, 120), (SECOND, 120)], SIGNED
        )
        place = workshops.enrol(lab, household_id, SIGNED)
        workshops.register_session(lab, 1, {place: Mark("absent")}, FIRST)
    house.deliver()
    assert open_tasks(house, household_id) == [FIRST]

    with workshops.transaction(Cause("la-rete/anna", "excuse")):
        workshops.correct_attendance(place, 1, Mark("excused"))
    house.deliver()
    assert open_tasks(house, household_id) == []
