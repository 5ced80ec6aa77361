"""
JobPlaced, from the first day of work to the check after half a year.

employment/application/placements.py → employment/placements/placement.py
    → employment/published.py
    → ledger/service.py → intake/service.py → reporting/service.py
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from azione0.store import Cause

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
PERSON = UUID("99999999-2222-4333-8444-555555555555")
OPENED, START, TERM = date(2025, 4, 1), date(2025, 5, 5), date(2025, 11, 4)
LAST_DAY, HALF_A_YEAR = date(2025, 9, 11), date(2025, 11, 1)


def hired(employment):
    with employment.transaction(Cause("sol-co/bruno", "hired")):
        pathway = employment.open_pathway(PERSON, HOUSEHOLD, "GOL", OPENED)
        employment.assess_profile(pathway, OPENED, path=4)
        employment.sign_service_pact(pathway, OPENED)
        job = employment.plan_placement(
            pathway,
            "fixed_term",
            START,
            Decimal(20),
            OPENED,
            planned_end_on=TERM,
            unilav_code="1701725200123456",
        )
        employment.start_job(job, START)
    return job


def close_day(house, day):
    with house.employment.transaction(Cause("timer", f"close-day/{day}")):
        house.employment.close_day(day)
    house.deliver()


def heard(house, kind):
    with house.office(kind).store.reading() as session:
        rows = session.execute(
            "SELECT type FROM inbox WHERE state = 'done' ORDER BY position"
        )
    return [type_name.split(".")[-2] for [type_name] in rows]


def test_a_job_won_and_lost_is_known_where_it_matters(house):
    job = hired(house.employment)
    close_day(house, date(2025, 8, 3))
    assert house.reporting.glance(as_of=START).jobs == 1
    assert house.intake.tasks(household_id=HOUSEHOLD, kind="review_income") == []

    with house.employment.transaction(Cause("sol-co/bruno", "lost")):
        house.employment.end_job(job, LAST_DAY, "dismissal")
    close_day(house, HALF_A_YEAR)
    close_day(house, HALF_A_YEAR)

    [task] = house.intake.tasks(household_id=HOUSEHOLD, kind="review_income")
    assert task.since_on == LAST_DAY
    assert house.reporting.glance(as_of=HALF_A_YEAR).jobs_ended == 1
    checks = ["RetentionConfirmed"] * 2
    story = ["JobPlaced", *checks, "JobEnded", "RetentionConfirmed"]
    assert heard(house, "ledger") == story
    assert heard(house, "reporting") == [
        "PathwayOpened",
        "ProfileAssessed",
        "ServicePactSigned",
        *story,
    ]
