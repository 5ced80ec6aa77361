"""
TraineeshipStarted, from the first day at a workplace to the job that follows.

employment/application/traineeships.py → employment/traineeships/traineeship.py
    → employment/application/placements.py → employment/published.py
    → ledger/service.py → ledger/household.py → reporting/service.py
"""

from datetime import date

from creditors import months
from job_desk import PERSON, checks, close_days, hire, said, sign_pact
from job_desk import ask as at_the_desk
from rent_roll import let

from employment.placements.terms import PrivateTerms
from employment.traineeships.traineeship import Traineeship
from ledger.household import Household, household_key

ON, START, HIRED = date(2025, 3, 3), date(2025, 3, 10), date(2025, 7, 1)


def test_a_traineeship_becomes_a_job_and_only_then_counts_as_one(house_on_each_store):
    house = house_on_each_store
    household_id = let(house, months(date(2025, 1, 10), 1))
    pathway = sign_pact(house, household_id, ON)
    trainee = at_the_desk(
        house, "start_traineeship", pathway, START, date(2025, 9, 9), 500_00
    )
    due = at_the_desk(house, "record_attendance", trainee, 1, 6000, 4799)
    assert due == 399_92
    close_days(house, date(2025, 4, 9))
    assert (said(house, "JobPlaced"), house.reporting.glance(as_of=HIRED).jobs) == (
        [],
        0,
    )
    household = house.ledger.get(Household, household_key(household_id))
    assert household.changes == {("traineeship_started", PERSON): START}

    job = hire(house, pathway, HIRED, terms=PrivateTerms(traineeship_id=trainee))
    close_days(house, date(2025, 7, 31))
    [ended] = said(house, "TraineeshipEnded")
    assert ended.end_on == date(2025, 6, 30)
    assert house.employment.get(Traineeship, trainee).end_on == date(2025, 6, 30)
    [placed] = said(house, "JobPlaced")
    assert (placed.placement_id, placed.start_on) == (job, HIRED)
    assert house.reporting.glance(as_of=HIRED).jobs == 1
    assert checks(house, job) == [(30, "retained")]
    household = house.ledger.get(Household, household_key(household_id))
    assert household.changes[("traineeship_ended", PERSON)] == date(2025, 6, 30)
    assert household.changes[("job_placed", job)] == HIRED
    assert "39992" not in str([ended, placed])
