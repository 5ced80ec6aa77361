"""Others hear that income began or ended, never where, for what, or for how much."""

import json
from dataclasses import fields
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from azione0 import letter
from azione0.contracts import employment as contracts
from azione0.contracts.intake import ConsentGiven
from employment.pathway.esco import occupations, skills
from employment.pathway.profile import Abilities
from employment.placements.terms import PrivateTerms
from employment.vacancies.requirements import Requirement

PERSON, HOUSEHOLD = UUID(int=9), UUID(int=1)
ON, START, LAST = date(2025, 3, 3), date(2025, 5, 5), date(2025, 9, 11)
UNILAV, REFERENCE, CCNL = "1701725209876543", "AZ-SECRET-77", "K511"
GROSS, NET, ALLOWANCE = 1_234_56, 987_65, 543_21
CLEANER = occupations().search("addetto alle pulizie")[0].code
SKILL = skills().search("lavare i pavimenti")[0].code
TO_LEDGER = {
    "TraineeshipStarted",
    "TraineeshipEnded",
    "JobPlaced",
    "RetentionConfirmed",
    "JobEnded",
}
MAY_BE_SAID = {
    *("placement_id", "traineeship_id", "pathway_id", "household_id", "person_id"),
    *("contract_kind", "start_on", "planned_end_on", "end_on", "hours_band"),
    *("qualifying", "days_worked", "checkpoint_days", "status", "effective_on"),
}


def live(desk):
    """A whole way to work, with all that must stay here; give the private ids."""
    desk.hear(
        ConsentGiven(
            person_id=PERSON,
            household_id=HOUSEHOLD,
            purpose="employment_matching",
            text_version="2025-1",
            effective_on=ON,
        )
    )
    pathway = desk.open_pathway(PERSON, HOUSEHOLD, "GOL", ON)
    desk.assess_profile(pathway, ON, path=4)
    desk.sign_service_pact(pathway, ON)
    told = Abilities(
        [CLEANER], [SKILL], ["it:B1"], ["B"], ["debts"], ["day"], ["017029"], 20, 40, ON
    )
    desk.describe_profile(pathway, told, ON)
    employer = desk.register_employer(REFERENCE, "81.21", "017029", ON)
    asked = [Requirement(f"skill:{SKILL}", "must")]
    vacancy = desk.open_vacancy(
        employer, CLEANER, "fixed_term", 20, 1, asked, START, START, ON
    )
    made = desk.apply(pathway, vacancy, ON)
    desk.share_candidacy(made, ON)
    desk.accept_candidacy(made, ON)
    trainee = desk.start_traineeship(pathway, ON, date(2025, 7, 2), ALLOWANCE)
    desk.record_attendance(trainee, 1, 6000, 3001)
    terms = PrivateTerms(employer, made, trainee, CCNL, "2", GROSS, NET)
    job = desk.plan_placement(
        pathway,
        "fixed_term",
        START,
        Decimal("21.5"),
        ON,
        planned_end_on=date(2025, 11, 4),
        unilav_code=UNILAV,
        terms=terms,
    )
    desk.start_job(job, START)
    desk.verify_job(job, "payslip", date(2025, 6, 10))
    desk.close_day(date(2025, 8, 3))
    desk.end_job(job, LAST, "dismissal")
    desk.close_day(date(2025, 11, 1))
    return [employer, vacancy, made]


def wire(desk, recipient):
    office = desk.house.office("employment")
    while office.relay.step():
        pass
    return list(office.relay.page(recipient, 0, 1000))


def test_the_ledger_hears_that_income_began_or_ended_and_not_where(desk_on_each_store):
    desk = desk_on_each_store
    private = live(desk)
    letters = wire(desk, "ledger")
    names = {type(letter.read(it.headers, it.body).contract).__name__ for it in letters}
    assert names == TO_LEDGER
    for raw in letters:
        assert json.loads(raw.body).keys() <= MAY_BE_SAID
    told = b"".join(it.body for it in letters).decode() + str(
        [it.headers for it in letters]
    )
    hidden = [
        *(UNILAV, REFERENCE, CCNL, "81.21", "017029", "dismissal", "payslip", "hired"),
        *(CLEANER, SKILL, "debts", "21.5", str(GROSS), str(NET), str(ALLOWANCE)),
        *map(str, private),
    ]
    assert [it for it in hidden if it in told] == []


def test_nobody_else_hears_of_employers_pay_or_profiles_either(desk):
    private = live(desk)
    for recipient in ("intake", "reporting"):
        letters = wire(desk, recipient)
        told = b"".join(it.body for it in letters).decode()
        assert "JobPlaced" in str([it.headers for it in letters])
        hidden = (UNILAV, REFERENCE, CCNL, CLEANER, SKILL, *map(str, private))
        assert [it for it in hidden if it in told] == []


@pytest.mark.parametrize("name", sorted(TO_LEDGER))
def test_no_contract_for_the_ledger_grows_a_field_that_says_more(name):
    contract = getattr(contracts, name)
    own = {it.name for it in fields(contract)}
    assert own <= MAY_BE_SAID
    assert "ledger" in contract.promise.audience


def test_the_store_holds_no_reason_or_name_in_any_letter(desk):
    live(desk)
    words = {"reason", "employer_id", "ccnl", "gross_cents", "net_cents", "unilav_code"}
    for raw in wire(desk, "reporting"):
        assert not words & json.loads(raw.body).keys()
