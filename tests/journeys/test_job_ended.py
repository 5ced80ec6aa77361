"""
JobEnded, from the last day worked to a look at the household's means, no breach.

Scenario 7. What answers the proposal is told by the journey of ReliefProposed.

employment/application/placements.py → employment/placements/retention.py
    → employment/published.py
    → ledger/service.py → ledger/household.py
    → intake/service.py → reporting/service.py → reporting/glance.py
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from creditors import ALER, months
from rent_roll import close, figures_in_any_order, let, sign

from azione0.store import Cause
from employment.placements.terms import PrivateTerms
from ledger.agreement.agreement import RepaymentAgreement
from ledger.household import Household, household_key

PERSON = UUID("99999999-2222-4333-8444-555555555555")
START, TERM = date(2025, 5, 5), date(2025, 11, 4)
LAST_DAY, HALF_A_YEAR = date(2025, 9, 11), date(2025, 11, 1)


def hired(house, household_id: UUID) -> UUID:
    with house.employment.transaction(Cause("sol-co/bruno", "hired")):
        pathway = house.employment.open_pathway(PERSON, household_id, "GOL", START)
        house.employment.assess_profile(pathway, START, path=4)
        house.employment.sign_service_pact(pathway, START)
        job = house.employment.plan_placement(
            pathway,
            "fixed_term",
            START,
            Decimal(20),
            START,
            planned_end_on=TERM,
            unilav_code="1701725200123456",
            terms=PrivateTerms(net_cents=850_00),
        )
        house.employment.start_job(job, START)
    return job


def said_by_employment(house) -> list:
    office = house.office("employment")
    stored = office.store.select_notifications(None, 1000)
    told = [
        office.service.announce(house.employment.mapper.to_domain_event(it))
        for it in stored
    ]
    return [it for it in told if it is not None]


def days_closed(house, *closed: date) -> None:
    for day in closed:
        with house.employment.transaction(Cause("timer", f"close-day/{day}")):
            house.employment.close_day(day)
        close(house, day)


def test_7_a_job_lost_after_130_days_asks_for_a_review_and_breaks_nothing(
    house_on_each_store, tmp_path
):
    house = house_on_each_store
    household_id = let(house, months(date(2025, 1, 10), 4))
    close(house, START)
    job = hired(house, household_id)
    agreement_id = sign(house, household_id, date(2025, 6, 1), date(2025, 6, 30))
    for day in (date(2025, 6, 30), date(2025, 7, 31), date(2025, 8, 31)):
        house.hand_in("ledger", [ALER.payment(day, 10000)])
    days_closed(house, date(2025, 6, 4), date(2025, 8, 3))
    with house.employment.transaction(Cause("sol-co/bruno", "lost")):
        house.employment.end_job(job, LAST_DAY, "dismissal")
    days_closed(house, LAST_DAY, HALF_A_YEAR, date(2025, 11, 4))

    told = said_by_employment(house)
    [placed] = [it for it in told if type(it).__name__ == "JobPlaced"]
    assert (placed.start_on, placed.planned_end_on) == (START, TERM)
    assert ((TERM - START).days + 1, placed.qualifying) == (184, True)
    checks = [it for it in told if type(it).__name__ == "RetentionConfirmed"]
    assert [(it.effective_on, it.checkpoint_days, it.status) for it in checks] == [
        (date(2025, 6, 4), 30, "retained"),
        (date(2025, 8, 3), 90, "retained"),
        (HALF_A_YEAR, 180, "not_retained"),
    ]
    [ended] = [it for it in told if type(it).__name__ == "JobEnded"]
    assert (ended.end_on, ended.days_worked) == (LAST_DAY, 130)
    assert "85000" not in str(told)

    agreement = house.ledger.get(RepaymentAgreement, agreement_id)
    assert (agreement.state, agreement.breaches) == ("active", {})
    assert {cause for cause, _ in agreement.reliefs} == {"job_ended", "job_lost"}
    household = house.ledger.get(Household, household_key(household_id))
    assert household.changes[("job_ended", job)] == LAST_DAY
    assert household.review_due_since == START
    [task] = house.intake.tasks(household_id=household_id, kind="review_income")
    assert task.since_on == LAST_DAY
    glance = house.reporting.glance(as_of=HALF_A_YEAR)
    kept = {it.code: (it.value, it.counted) for it in glance.indicators}
    assert kept["K10-90"] == (1, 1)
    assert kept["K10-180"] == (0, 1)
    assert figures_in_any_order(house, tmp_path, HALF_A_YEAR) == [glance] * 4
