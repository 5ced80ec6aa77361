"""The workshops at work: seats, registers, budgets and what others hear."""

from datetime import date
from uuid import UUID

import pytest

from azione0.contracts.intake import CaseTakenInCharge
from workshops.application.places import ConsentMissing
from workshops.application.registers import RegisterIncomplete
from workshops.budgets.budget import BudgetSettled, MonthBeforeBudget, NotAgreed
from workshops.budgets.lines import Line
from workshops.labs.enrolment import Mark

H1, H2, H3 = (UUID(int=n) for n in (1, 2, 3))
CASE = UUID(int=50)
SPRING = date(2025, 3, 1)
FIRST, SECOND = date(2025, 4, 1), date(2025, 4, 8)
LINES = [
    Line("work", 1150_00),
    Line("rent", 180_00),
    Line("food", 780_00),
    Line("debt_service", 50_00),
]


@pytest.fixture
def workshop(desk):
    return desk.schedule_workshop(
        "family_budget", "la-rete", 2, [(FIRST, 120), (SECOND, 60)], SPRING
    )


def test_a_freed_seat_is_confirmed_to_who_waited(desk, workshop):
    first, _second, third = (desk.enrol(workshop, who, SPRING) for who in (H1, H2, H3))
    assert [it.household_id for it in desk.said("EnrolmentConfirmed")] == [H1, H2]
    desk.leave(first, FIRST)
    assert desk.said("EnrolmentConfirmed")[-1].household_id == H3
    assert desk.said("EnrolmentConfirmed")[-1].enrolment_id == third


def test_a_register_names_everybody_who_had_a_seat(desk, workshop):
    one, two = desk.enrol(workshop, H1, SPRING), desk.enrol(workshop, H2, SPRING)
    with pytest.raises(RegisterIncomplete):
        desk.register_session(workshop, 1, {one: Mark("present")}, FIRST)
    assert desk.said("SessionAttended") == []
    desk.register_session(
        workshop, 1, {one: Mark("present"), two: Mark("absent")}, FIRST
    )
    heard = [
        (it.household_id, it.present, it.minutes) for it in desk.said("SessionAttended")
    ]
    assert sorted(heard) == [(H1, True, 120), (H2, False, 0)]


def test_who_came_in_later_needs_no_mark(desk, workshop):
    one = desk.enrol(workshop, H1, SPRING)
    desk.enrol(workshop, H2, SECOND)
    desk.register_session(workshop, 1, {one: Mark("present", 30)}, SECOND)
    assert [it.minutes for it in desk.said("SessionAttended")] == [30]


def test_a_session_of_ours_that_falls_through_is_nobodys_absence(desk, workshop):
    desk.enrol(workshop, H1, SPRING)
    desk.hear(taken_in_charge(H1))
    desk.cancel_session(workshop, 1, "trainer_ill", FIRST)
    assert desk.said("SessionAttended") == []
    assert desk.said("CommitmentMissed") == []


def test_a_late_correction_is_told_anew(desk, workshop):
    one = desk.enrol(workshop, H1, SPRING)
    desk.hear(taken_in_charge(H1))
    desk.register_session(workshop, 1, {one: Mark("absent")}, FIRST)
    desk.correct_attendance(one, 1, Mark("present", 90))
    assert [it.minutes for it in desk.said("SessionAttended")] == [0, 90]
    assert len(desk.said("CommitmentMissed")) == 1
    assert desk.said("CommitmentKept")[0].effective_on == FIRST


def test_sessions_before_the_case_was_heard_of_answer_to_its_pact(desk, workshop):
    one = desk.enrol(workshop, H1, SPRING)
    desk.register_session(workshop, 1, {one: Mark("absent")}, FIRST)
    assert desk.said("CommitmentMissed") == []
    desk.hear(taken_in_charge(H1, on=SPRING))
    assert [it.case_id for it in desk.said("CommitmentMissed")] == [CASE]


def test_sessions_before_the_pact_do_not_answer_to_it(desk, workshop):
    one = desk.enrol(workshop, H1, SPRING)
    desk.register_session(workshop, 1, {one: Mark("absent")}, FIRST)
    desk.hear(taken_in_charge(H1, on=SECOND))
    assert desk.said("CommitmentMissed") == []


def test_a_workshop_seen_through_is_told_with_its_dose(desk, workshop):
    one, two = desk.enrol(workshop, H1, SPRING), desk.enrol(workshop, H2, SPRING)
    waiting = desk.enrol(workshop, H3, SPRING)
    for number, day in ((1, FIRST), (2, SECOND)):
        desk.register_session(
            workshop, number, {one: Mark("present"), two: Mark("absent")}, day
        )
    assert desk.complete_workshop(workshop, SECOND) == [one]
    [completed] = desk.said("WorkshopCompleted")
    assert (completed.minutes_attended, completed.minutes_planned) == (180, 180)
    states = dict(desk.rows("SELECT enrolment_id, state FROM enrolments_v1"))
    assert states == {one: "completed", two: "dropped_out", waiting: "released"}


def test_a_cancelled_workshop_releases_everybody(desk, workshop):
    one = desk.enrol(workshop, H1, SPRING)
    desk.cancel_workshop(workshop, "too_few", SPRING)
    assert desk.rows("SELECT enrolment_id, state FROM enrolments_v1") == [
        (one, "released")
    ]


def test_a_budget_is_agreed_once_and_told_without_its_lines(desk):
    budget = desk.draft_budget(H1, FIRST, LINES, FIRST, floor_cents=0)
    with pytest.raises(NotAgreed):
        desk.review_budget(budget, FIRST, LINES, FIRST)
    assert desk.agree_budget(budget, FIRST).affordable_cents == 70_00
    [agreed] = desk.said("BudgetAgreed")
    assert (agreed.affordable_cents, agreed.month) == (70_00, "2025-04")
    assert not hasattr(agreed, "lines")
    with pytest.raises(BudgetSettled):
        desk.agree_budget(budget, FIRST)


def test_a_draft_can_be_written_again(desk):
    budget = desk.draft_budget(H1, FIRST, LINES, FIRST, floor_cents=0)
    desk.redraft_budget(budget, [Line("work", 900_00)], FIRST)
    assert desk.agree_budget(budget, FIRST).residual_cents == 900_00


def test_a_review_says_how_well_the_plan_was_kept(desk):
    budget = desk.draft_budget(H1, FIRST, LINES, FIRST, floor_cents=0)
    desk.agree_budget(budget, FIRST)
    with pytest.raises(MonthBeforeBudget):
        desk.review_budget(budget, SPRING, LINES, SECOND)
    spent = [*LINES[:2], Line("food", 881_00), LINES[3]]
    desk.review_budget(budget, date(2025, 5, 9), spent, date(2025, 5, 9))
    [reviewed] = desk.said("BudgetReviewed")
    assert str(reviewed.discipline) == "0.9000"  # 101 of 1,010 euro strayed
    assert reviewed.month == "2025-05"
    assert reviewed.affordable_cents == 15_00


def test_who_withdrew_is_not_enrolled(desk, workshop):
    person = UUID(int=9)
    desk.withdraw_consent(person, H1, FIRST)
    desk.enrol(workshop, H1, SPRING, person_id=person)
    with pytest.raises(ConsentMissing):
        desk.enrol(workshop, H1, FIRST, person_id=person)
    desk.enrol(workshop, H1, FIRST, person_id=UUID(int=10))


def taken_in_charge(household_id, on=SPRING):
    return CaseTakenInCharge(
        case_id=CASE,
        household_id=household_id,
        pact_id=UUID(int=60),
        operator_id="op-1",
        goals=("family_budget",),
        effective_on=on,
    )
