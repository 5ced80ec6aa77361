"""What the workshops make of letters, whatever the order in which they come."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azione0.contracts.intake import (
    CaseClosed,
    CaseTakenInCharge,
    ConsentGiven,
    ConsentWithdrawn,
)
from azione0.contracts.ledger import (
    AgreementRescheduled,
    AgreementSigned,
    Instalment,
    InstalmentMissed,
    InstalmentMissRetracted,
)
from workshops.budgets.lines import Line
from workshops.labs.enrolment import Mark

H1, H2, H3 = (UUID(int=n) for n in (1, 2, 3))
PERSON = UUID(int=9)
CASE = UUID(int=50)
SPRING = date(2025, 3, 1)
FIRST, SECOND = date(2025, 4, 1), date(2025, 4, 8)
MISSED = date(2025, 5, 21)


def in_charge(on=SPRING, household=H1, case=CASE):
    return CaseTakenInCharge(
        case_id=case,
        household_id=household,
        pact_id=UUID(int=60),
        operator_id="op-1",
        goals=("family_budget",),
        effective_on=on,
    )


def closed(on, household=H1, case=CASE):
    return CaseClosed(
        case_id=case, household_id=household, outcome="resolved", effective_on=on
    )


def consent(kind, on, purpose="workshop_participation", household=H1):
    return kind(
        person_id=PERSON,
        household_id=household,
        purpose=purpose,
        text_version="2025-1",
        effective_on=on,
    )


def signed(number, on, due, supersedes=None):
    return AgreementSigned(
        agreement_id=UUID(int=number),
        household_id=H1,
        creditor_id="ALER-BCM",
        debt_cents=70_00 * len(due),
        charge_ids=(UUID(int=80),),
        down_payment_cents=0,
        instalments=tuple(
            Instalment(number=n, due_on=day, amount_cents=70_00)
            for n, day in enumerate(due, 1)
        ),
        interest_policy="none",
        signed_on=on,
        signatory_roles=("tenant",),
        supersedes=None if supersedes is None else UUID(int=supersedes),
        effective_on=on,
    )


def rescheduled(number, on, due, cents=35_00):
    """Change the instalments, {day: cents} or days with the same cents each."""
    due = due if isinstance(due, dict) else dict.fromkeys(due, cents)
    return AgreementRescheduled(
        agreement_id=UUID(int=number),
        household_id=H1,
        creditor_id="ALER-BCM",
        kind="extend",
        instalments=tuple(
            Instalment(number=n, due_on=day, amount_cents=each)
            for n, (day, each) in enumerate(due.items(), 1)
        ),
        reason="job_ended",
        effective_on=on,
    )


def missed(number=1, on=MISSED):
    return InstalmentMissed(
        agreement_id=UUID(int=70),
        household_id=H1,
        creditor_id="ALER-BCM",
        number=number,
        due_on=date(2025, 5, 10),
        due_cents=70_00,
        paid_cents=0,
        shortfall_cents=70_00,
        consecutive=1,
        in_12_months=1,
        effective_on=on,
    )


def retracted(number=1, on=MISSED):
    return InstalmentMissRetracted(
        agreement_id=UUID(int=70),
        household_id=H1,
        creditor_id="ALER-BCM",
        number=number,
        by_payment_id=UUID(int=90),
        effective_on=on,
    )


@pytest.fixture
def workshop(desk):
    return desk.schedule_workshop(
        "family_budget", "la-rete", 1, [(FIRST, 120), (SECOND, 60)], SPRING
    )


def states(desk):
    return dict(desk.rows("SELECT household_id, state FROM enrolments_v1"))


def test_a_closed_case_gives_its_seat_to_who_waits(desk, workshop):
    desk.enrol(workshop, H1, SPRING)
    desk.enrol(workshop, H2, SPRING)
    desk.hear(in_charge(), closed(FIRST))
    assert states(desk) == {H1: "dropped_out", H2: "enrolled"}


def test_a_place_asked_for_after_the_closing_stays(desk, workshop):
    desk.enrol(workshop, H1, SECOND)
    desk.hear(closed(FIRST))
    assert states(desk) == {H1: "enrolled"}


def test_who_withdraws_loses_the_place_and_may_agree_again(desk, workshop):
    desk.enrol(workshop, H1, SPRING, person_id=PERSON)
    desk.hear(consent(ConsentWithdrawn, FIRST))
    assert states(desk) == {H1: "dropped_out"}
    desk.hear(consent(ConsentGiven, SECOND))
    desk.enrol(workshop, H1, SECOND, person_id=PERSON)


def test_a_withdrawal_heard_late_spares_a_place_asked_for_after_agreeing_again(
    desk, workshop
):
    desk.hear(consent(ConsentGiven, SECOND))
    desk.enrol(workshop, H1, SECOND, person_id=PERSON)
    desk.hear(consent(ConsentWithdrawn, FIRST))
    assert states(desk) == {H1: "enrolled"}


def test_one_person_withdraws_for_nobody_else(desk, workshop):
    desk.enrol(workshop, H1, SPRING, person_id=UUID(int=10))
    desk.hear(consent(ConsentWithdrawn, FIRST))
    assert states(desk) == {H1: "enrolled"}


def test_another_purpose_withdrawn_changes_nothing(desk, workshop):
    desk.enrol(workshop, H1, SPRING, person_id=PERSON)
    desk.hear(consent(ConsentWithdrawn, FIRST, purpose="employment_matching"))
    assert states(desk) == {H1: "enrolled"}


def test_instalments_stand_in_the_plan_until_a_new_agreement(desk):
    budget = desk.draft_budget(H1, FIRST, [Line("rent", 1)], FIRST, floor_cents=0)
    april, may = date(2025, 4, 30), date(2025, 5, 31)
    desk.hear(signed(71, date(2025, 5, 5), [may], supersedes=70))
    desk.hear(signed(70, SPRING, [april, may]))
    plans = [desk.budget_plan(budget, month) for month in (FIRST, may)]
    assert [[line.amount_cents for line in plan] for plan in plans] == [
        [1, 70_00],
        [1, 70_00],
    ]


APRIL, MAY, JUNE = date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)


def planned(desk, *months):
    """Give what the plan has for debts in each month, in cents."""
    budget = desk.draft_budget(H1, FIRST, [], FIRST, floor_cents=0)
    plans = [desk.budget_plan(budget, month) for month in months]
    return [[line.amount_cents for line in plan] for plan in plans]


@pytest.mark.parametrize("change_first", [False, True])
def test_the_plan_follows_a_new_schedule_from_its_month_on(desk, change_first):
    told = [
        signed(70, SPRING, [APRIL, MAY]),
        rescheduled(70, date(2025, 5, 5), [APRIL, MAY, JUNE]),
    ]
    desk.hear(*(told[::-1] if change_first else told))
    assert planned(desk, APRIL, MAY, JUNE) == [[70_00], [35_00], [35_00]]


def test_an_instalment_that_is_skipped_is_due_at_the_end(desk):
    desk.hear(
        signed(70, SPRING, [APRIL, MAY]),
        rescheduled(70, date(2025, 5, 5), {APRIL: 70_00, MAY: 0, JUNE: 70_00}),
    )
    assert planned(desk, APRIL, MAY, JUNE) == [[70_00], [], [70_00]]


@pytest.mark.parametrize("later_first", [False, True])
def test_of_two_new_schedules_the_later_day_counts(desk, later_first):
    told = [
        rescheduled(70, date(2025, 4, 5), [APRIL, MAY, JUNE], cents=50_00),
        rescheduled(70, date(2025, 5, 5), [APRIL, MAY, JUNE], cents=20_00),
    ]
    desk.hear(signed(70, SPRING, [APRIL, MAY]), *(told[::-1] if later_first else told))
    assert planned(desk, APRIL, MAY) == [[50_00], [20_00]]


def test_a_rescheduled_agreement_still_gives_way_to_a_new_one(desk):
    desk.hear(
        signed(70, SPRING, [APRIL, MAY]),
        rescheduled(70, FIRST, [APRIL, MAY, JUNE]),
        signed(71, date(2025, 5, 5), [JUNE], supersedes=70),
    )
    assert planned(desk, APRIL, MAY, JUNE) == [[35_00], [], [70_00]]


def test_instalments_due_in_one_month_are_a_line_each(desk):
    weeks = [date(2025, 5, day) for day in (2, 9, 16, 23, 30)]
    desk.hear(signed(70, SPRING, [APRIL]), rescheduled(70, FIRST, weeks, cents=10_00))
    assert planned(desk, MAY) == [[10_00] * 5]


def test_an_instalment_is_planned_for_but_not_counted_twice(desk):
    lines = [Line("work", 1150_00), Line("rent", 180_00)]
    budget = desk.draft_budget(H1, FIRST, lines, FIRST, floor_cents=780_00)
    desk.hear(signed(70, SPRING, [date(2025, 5, 10)]))
    desk.agree_budget(budget, FIRST)
    spent = [*lines, Line("arrears_instalment", 70_00)]
    desk.review_budget(budget, date(2025, 5, 1), spent, date(2025, 5, 31))
    [reviewed] = desk.said("BudgetReviewed")
    assert reviewed.discipline == 1
    assert reviewed.residual_cents == 190_00


def test_a_missed_instalment_proposes_a_review_that_a_review_answers(desk):
    budget = desk.draft_budget(H1, FIRST, [Line("rent", 1)], FIRST, floor_cents=0)
    desk.agree_budget(budget, FIRST)
    desk.hear(missed())
    assert [it.missed_on for it in desk.reviews_proposed()] == [MISSED]
    desk.review_budget(budget, MISSED, [Line("rent", 1)], MISSED)
    assert desk.reviews_proposed() == []


def test_a_miss_taken_back_proposes_nothing_unless_it_is_said_again(desk):
    desk.hear(retracted(), missed())
    assert desk.reviews_proposed() == []
    desk.hear(missed(on=date(2025, 6, 30)))
    assert [it.missed_on for it in desk.reviews_proposed()] == [date(2025, 6, 30)]


TABLES = (
    "SELECT * FROM enrolments_v1 ORDER BY household_id",
    "SELECT * FROM workshops_v1",
    "SELECT * FROM case_days_v1 ORDER BY case_id, on_day, in_charge",
    "SELECT * FROM consent_days_v1 ORDER BY person_id, on_day, given",
    "SELECT * FROM agreements_v1 ORDER BY agreement_id",
    "SELECT * FROM instalments_v1 ORDER BY agreement_id, number",
    "SELECT * FROM schedules_v1 ORDER BY letter_id",
    "SELECT * FROM rescheduled_instalments_v1 ORDER BY letter_id, number",
    "SELECT * FROM missed_instalments_v1 ORDER BY agreement_id, number",
)
LETTERS = (
    in_charge(),
    closed(SECOND),
    in_charge(SPRING, H2, UUID(int=51)),
    closed(FIRST, H2, UUID(int=51)),
    consent(ConsentWithdrawn, FIRST, household=H3),
    consent(ConsentGiven, SECOND, household=H3),
    signed(70, SPRING, [date(2025, 4, 30), date(2025, 5, 31)]),
    signed(71, date(2025, 5, 5), [date(2025, 5, 31)], supersedes=70),
    rescheduled(70, FIRST, [APRIL, JUNE]),
    rescheduled(71, MISSED, [MAY, JUNE]),
    rescheduled(71, MISSED, [MAY, JUNE], cents=40_00),
    missed(),
    retracted(),
    missed(2),
)


def outcome(tmp_path_factory, clock, desk_class, letters):
    desk = desk_class(tmp_path_factory.mktemp("desk"), clock)
    try:
        workshop = desk.schedule_workshop(
            "family_budget", "la-rete", 2, [(FIRST, 120), (SECOND, 60)], SPRING
        )
        desk.enrol(workshop, H1, SPRING)
        desk.enrol(workshop, H2, SPRING)
        desk.enrol(workshop, H3, SPRING, person_id=PERSON)
        desk.register_session(
            workshop,
            1,
            {
                place: Mark("present")
                for (place,) in desk.rows(
                    "SELECT enrolment_id FROM enrolments_v1 WHERE state = 'enrolled'"
                )
            },
            FIRST,
        )
        for contract in letters:
            desk.hear(contract)
        rows = [desk.rows(sql) for sql in TABLES]
        return [*rows, planned(desk, APRIL, MAY, JUNE)]
    finally:
        desk.close()


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_letters_in_any_order_any_number_of_times_end_alike(
    tmp_path_factory, clock, desk, data
):
    order = data.draw(st.permutations(LETTERS))
    again = data.draw(st.lists(st.sampled_from(LETTERS), max_size=4))
    shuffled = outcome(tmp_path_factory, clock, type(desk), [*order, *again])
    assert shuffled == outcome(tmp_path_factory, clock, type(desk), LETTERS)


def test_the_same_story_on_every_store(desk_on_each_store):
    desk = desk_on_each_store
    workshop = desk.schedule_workshop(
        "family_budget", "la-rete", 1, [(FIRST, 120)], SPRING
    )
    one = desk.enrol(workshop, H1, SPRING, person_id=PERSON)
    desk.enrol(workshop, H2, SPRING)
    budget = desk.draft_budget(H1, FIRST, [Line("rent", 1)], FIRST, floor_cents=0)
    desk.agree_budget(budget, FIRST)
    desk.hear(*LETTERS)
    desk.hear(consent(ConsentWithdrawn, FIRST))
    assert states(desk) == {H1: "dropped_out", H2: "dropped_out"}
    assert [it.number for it in desk.reviews_proposed()] == [2]
    assert len(desk.budget_plan(budget, date(2025, 5, 1))) == 2
    assert [row[0] for row in desk.listed(FIRST)] == [workshop]
    desk.review_budget(budget, MISSED, [Line("rent", 1)], MISSED)
    assert desk.reviews_proposed() == []
    assert desk.said("EnrolmentConfirmed")[0].enrolment_id == one
