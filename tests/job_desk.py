"""The job desk of a house of five services: pacts, jobs, days closed, what it said."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from azione0.contract import Contract
from azione0.house import House
from azione0.store import Cause

PERSON = UUID("99999999-2222-4333-8444-555555555555")
UNILAV = "1701725200123456"


def ask(house: House, use_case: str, *values: Any, **named: Any) -> Any:
    """Have the job desk do one thing, in a transaction of its own."""
    employment = house.employment
    told = sorted(map(str, [*values, *named.items()]))
    with employment.transaction(Cause("sol-co/bruno", f"{use_case}/{told}")):
        return getattr(employment, use_case)(*values, **named)


def sign_pact(house: House, household_id: UUID, on: date) -> UUID:
    """Open a pathway under GOL path 4 and sign its pact, on one day."""
    pathway: UUID = ask(house, "open_pathway", PERSON, household_id, "GOL", on)
    ask(house, "assess_profile", pathway, on, path=4)
    ask(house, "sign_service_pact", pathway, on)
    house.deliver()
    return pathway


def hire(
    house: House, pathway: UUID, start_on: date, hours: int = 20, **terms: Any
) -> UUID:
    """Plan a job and start it; without `planned_end_on` it is permanent."""
    kind = "fixed_term" if terms.get("planned_end_on") else "permanent"
    job: UUID = ask(
        house,
        "plan_placement",
        pathway,
        kind,
        start_on,
        Decimal(hours),
        start_on,
        unilav_code=UNILAV,
        **terms,
    )
    ask(house, "start_job", job, start_on)
    house.deliver()
    return job


def close_days(house: House, *closed: date) -> None:
    """Close days at the job desk, and let everybody hear what follows, twice."""
    for day in closed:
        with house.employment.transaction(Cause("timer", f"close-day/{day}")):
            house.employment.close_day(day)
        house.deliver()
        house.deliver()


def said(house: House, name: str) -> list[Contract]:
    """Give what the job desk said under a name, in order."""
    office = house.office("employment")
    stored = office.store.select_notifications(None, 10_000)
    told = [
        office.service.announce(house.employment.mapper.to_domain_event(it))
        for it in stored
    ]
    return [it for it in told if type(it).__name__ == name]


def checks(house: House, job: UUID) -> list[tuple[int, str]]:
    """Give (days, status) of a job's checks, in the order in which they were said."""
    return [
        (it.checkpoint_days, it.status)  # type: ignore[attr-defined]
        for it in said(house, "RetentionConfirmed")
        if it.placement_id == job  # type: ignore[attr-defined]
    ]
