"""The hiring notice: its form, when it is due, how late it came, who chases it."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from azione0.contracts.intake import ConsentWithdrawn
from employment.placements.notice import (
    NotUnilav,
    check_unilav,
    days_late,
    notice_due_on,
)
from employment.placements.placement import NotRunning, Placement, UnknownEvidence
from employment.placements.terms import ImpossiblePay, PrivateTerms, check_terms

PERSON, HOUSEHOLD = UUID(int=9), UUID(int=1)
ON, START = date(2025, 3, 3), date(2025, 5, 5)
UNILAV = "1701725200123456"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "170172520012345",
        "17017252001234567",
        "UNILAV0000000001",
        "\N{ARABIC-INDIC DIGIT ONE}" * 16,
    ],
)
def test_the_code_of_a_notice_has_sixteen_digits(wrong):
    assert check_unilav(UNILAV) == UNILAV
    with pytest.raises(NotUnilav, match="sixteen") as refused:
        check_unilav(wrong)
    assert wrong not in str(refused.value) or not wrong


@pytest.mark.parametrize(
    ("start_on", "agency", "urgent", "due_on"),
    [
        (START, False, False, date(2025, 5, 4)),
        (date(2025, 1, 1), False, False, date(2024, 12, 31)),
        (START, True, False, date(2025, 6, 20)),
        (date(2025, 11, 30), True, False, date(2025, 12, 20)),
        (date(2025, 12, 1), True, False, date(2026, 1, 20)),
        (START, False, True, date(2025, 5, 10)),
    ],
)
def test_a_notice_is_due_by_the_kind_of_work(start_on, agency, urgent, due_on):
    assert notice_due_on(start_on, agency=agency, urgent=urgent) == due_on
    assert days_late(due_on, start_on, agency=agency, urgent=urgent) == 0


def test_a_notice_after_its_day_is_late_by_days():
    assert days_late(START, START, agency=False) == 1
    assert days_late(date(2025, 5, 12), START, agency=False, urgent=True) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"ccnl": "commerce"},
        {"ccnl": "k511"},
        {"level": "level 2"},
        {"gross_cents": 0},
        {"net_cents": -1},
        {"gross_cents": 2_000_001},
        {"gross_cents": 1000_00, "net_cents": 1000_01},
    ],
)
def test_pay_and_agreements_that_cannot_be_are_refused(wrong):
    with pytest.raises(ImpossiblePay):
        check_terms(PrivateTerms(**wrong))


def plan(desk, kind="permanent", unilav=None, terms=None):
    pathway = desk.open_pathway(PERSON, HOUSEHOLD, "GOL", ON)
    desk.assess_profile(pathway, ON, path=4)
    desk.sign_service_pact(pathway, ON)
    more = {} if terms is None else {"terms": terms}
    return desk.plan_placement(
        pathway, kind, START, Decimal(20), ON, unilav_code=unilav, **more
    )


def lateness(desk, job):
    return desk.application.get(Placement, job).notice_days_late


def test_a_late_notice_is_noted_and_a_corrected_one_does_not_change_that(
    desk_on_each_store,
):
    desk = desk_on_each_store
    job = plan(desk)
    desk.receive_unilav(job, UNILAV, date(2025, 5, 9))
    desk.start_job(job, START)
    assert lateness(desk, job) == 5
    desk.receive_unilav(job, "1701725200123457", date(2025, 6, 1))
    assert lateness(desk, job) == 5


def test_the_notice_of_agency_work_is_chased_until_it_comes(desk_on_each_store):
    desk = desk_on_each_store
    job = plan(desk, "agency")
    desk.start_job(job, START)
    assert desk.chases(date(2025, 6, 3)) == []
    kinds = [it["kind"] for it in desk.chases(date(2025, 6, 20))]
    assert kinds == ["retention", "notice"]
    desk.receive_unilav(job, UNILAV, date(2025, 6, 20))
    assert [it["kind"] for it in desk.chases(date(2025, 6, 20))] == ["retention"]
    assert lateness(desk, job) == 0


def test_a_check_is_chased_until_somebody_made_sure(desk_on_each_store):
    desk = desk_on_each_store
    job = plan(desk, unilav=UNILAV)
    desk.start_job(job, START)
    assert desk.chases(date(2025, 6, 3)) == []
    [chase] = desk.chases(date(2025, 6, 4))
    assert (chase["checkpoint_days"], chase["due_on"]) == (30, date(2025, 6, 4))
    desk.verify_job(job, "payslip", date(2025, 6, 3))
    assert len(desk.chases(date(2025, 6, 4))) == 1
    desk.verify_job(job, "payslip", date(2025, 6, 10))
    assert desk.chases(date(2025, 6, 30)) == []
    assert [it["checkpoint_days"] for it in desk.chases(date(2025, 8, 3))] == [90]
    desk.end_job(job, date(2025, 7, 31), "dismissal")
    assert desk.chases(date(2026, 8, 3)) == []


def test_nothing_is_chased_once_a_pathway_is_interrupted(desk_on_each_store):
    desk = desk_on_each_store
    job = plan(desk, unilav=UNILAV)
    desk.start_job(job, START)
    desk.hear(
        ConsentWithdrawn(
            person_id=PERSON,
            household_id=HOUSEHOLD,
            purpose="employment_matching",
            text_version="2025-1",
            effective_on=date(2025, 6, 20),
        )
    )
    due = [it["due_on"] for it in desk.chases(date(2026, 6, 1))]
    assert due == [date(2025, 6, 4)]


def test_a_job_is_made_sure_of_on_its_own_days_and_by_known_evidence(desk):
    job = plan(desk, unilav=UNILAV)
    with pytest.raises(NotRunning):
        desk.verify_job(job, "payslip", START)
    desk.start_job(job, START)
    with pytest.raises(UnknownEvidence):
        desk.verify_job(job, "hearsay", START)
    desk.end_job(job, date(2025, 7, 31), "dismissal")
    with pytest.raises(NotRunning):
        desk.verify_job(job, "payslip", date(2025, 8, 1))


def test_terms_are_kept_here_and_read_again(desk_on_each_store):
    desk = desk_on_each_store
    employer = desk.register_employer("AZ-1", "81.21", "017029", ON)
    told = PrivateTerms(
        employer_id=employer, ccnl="K511", level="2", gross_cents=110000, net_cents=850
    )
    job = plan(desk, unilav=UNILAV, terms=told)
    found = type(desk.application)(desk.application.store).get(Placement, job)
    assert found.terms == told
