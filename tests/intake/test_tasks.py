"""What somebody must do, and when nobody must any more."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from front_desk import (
    ALER,
    NOW,
    cleared,
    detected,
    letter,
    miss_retracted,
    missed,
    named,
)

from azione0.contracts import employment, ledger, workshops
from azione0.contracts.intake import PolicyParametersAdopted
from intake.cases.followed import FollowedByOthers
from intake.cases.task import NothingToDo
from intake.governance.deadlines import NotDays

MISSED = date(2025, 9, 21)


def test_a_missed_instalment_is_a_call_within_five_days(office):
    household_id = office.household()
    office.tell(missed(household_id, on=MISSED))
    assert office.intake.calls_to_make(household_id) == [MISSED]
    [call] = office.intake.tasks()
    assert (call.kind, call.due_on) == ("call", date(2025, 9, 26))


def test_the_days_are_those_the_steering_group_adopted(office):
    household_id = office.household()
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"call_days": "2"}, date(2025, 1, 1))
        intake.adopt_policy("2025/2", {"call_days": "9"}, date(2025, 12, 1))
    office.tell(missed(household_id, on=MISSED))
    [call] = office.intake.tasks()
    assert call.due_on == date(2025, 9, 23)


@pytest.mark.parametrize("versions", [("2025/1", "2025/2"), ("2025/9", "2025/10")])
def test_of_figures_in_force_those_that_began_last_count(office, versions):
    household_id = office.household()
    first, second = versions
    with office.command() as intake:
        intake.adopt_policy(first, {"call_days": "2"}, date(2025, 1, 1))
        intake.adopt_policy(second, {"call_days": "3"}, date(2025, 3, 1))
    office.tell(missed(household_id, on=MISSED))
    [call] = office.intake.tasks()
    assert call.due_on == date(2025, 9, 24)


def test_only_figures_that_concern_others_are_told(office):
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"call_days": "2"}, date(2025, 1, 1))
        intake.adopt_policy(
            "2025/2", {"call_days": "2", "grace_days": "15"}, date(2025, 2, 1)
        )
    [adopted] = office.said(PolicyParametersAdopted)
    assert [(it.name, it.value) for it in adopted.parameters] == [("grace_days", "15")]


def test_a_number_of_days_that_is_none_is_refused(office):
    with office.command() as intake, pytest.raises(NotDays):
        intake.adopt_policy("2025/1", {"call_days": "soon"}, date(2025, 1, 1))


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_a_retracted_miss_withdraws_the_call_even_if_heard_first(office, order):
    household_id = office.household()
    told = [missed(household_id), miss_retracted(household_id)]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == []
    assert office.tasks(status="withdrawn") == [("call", MISSED)]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_an_instalment_missed_again_is_a_call_again(office, order):
    household_id = office.household()
    again = date(2025, 11, 5)
    told = [
        missed(household_id),
        miss_retracted(household_id),
        missed(household_id, on=again),
    ]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == [again]


def paid(household_id, *, late, on):
    return ledger.InstalmentPaid(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        number=1,
        paid_on=on,
        amount_cents=7000,
        days_late=late,
        effective_on=on,
    )


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_an_instalment_paid_at_last_needs_no_call(office, order):
    household_id = office.household()
    told = [missed(household_id), paid(household_id, late=14, on=date(2025, 9, 24))]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == []


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_an_instalment_open_again_after_it_was_paid_is_a_call_again(office, order):
    household_id = office.household()
    reversed_on = date(2025, 11, 5)
    told = [
        paid(household_id, late=14, on=date(2025, 9, 24)),
        missed(household_id, on=reversed_on),
    ]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == [reversed_on]


def payment_retracted(household_id, *, paid_on, on):
    return ledger.InstalmentPaymentRetracted(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        number=1,
        paid_on=paid_on,
        effective_on=on,
    )


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_payment_that_is_unsaid_brings_the_call_back(office, order):
    household_id = office.household()
    paid_on = date(2025, 9, 24)
    told = [
        missed(household_id),
        paid(household_id, late=14, on=paid_on),
        payment_retracted(household_id, paid_on=paid_on, on=date(2025, 10, 2)),
    ]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == [MISSED]


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_an_instalment_paid_otherwise_needs_no_call_again(office, order):
    household_id = office.household()
    paid_on = date(2025, 9, 24)
    told = [
        missed(household_id),
        paid(household_id, late=14, on=paid_on),
        payment_retracted(household_id, paid_on=paid_on, on=date(2025, 10, 2)),
        paid(household_id, late=15, on=date(2025, 9, 25)),
    ]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == []


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_a_payment_after_the_second_miss_answers_both(office, order):
    household_id = office.household()
    office.tell(missed(household_id), missed(household_id, on=date(2025, 11, 5)))
    told = [
        paid(household_id, late=14, on=date(2025, 9, 24)),
        paid(household_id, late=60, on=date(2025, 11, 10)),
    ]
    office.tell(*(told[place] for place in order))
    assert office.intake.calls_to_make(household_id) == []


def test_a_miss_after_the_call_was_made_is_a_call_again(office):
    household_id = office.household()
    office.tell(missed(household_id))
    [call] = office.intake.tasks()
    with office.command() as intake:
        intake.complete_task(call.task_id, date(2025, 9, 23))
    again = date(2025, 11, 5)
    office.tell(missed(household_id, on=again))
    assert office.intake.calls_to_make(household_id) == [again]


def test_a_call_made_is_done_once(office):
    office.tell(missed(office.household()))
    [call] = office.intake.tasks()
    with office.command() as intake:
        intake.complete_task(call.task_id, date(2025, 9, 23))
        with pytest.raises(NothingToDo):
            intake.complete_task(call.task_id, date(2025, 9, 23))
    assert office.intake.tasks() == []


def test_a_call_made_stays_made_when_the_miss_is_retracted(office):
    household_id = office.household()
    office.tell(missed(household_id))
    [call] = office.intake.tasks()
    with office.command() as intake:
        intake.complete_task(call.task_id, date(2025, 9, 23))
    office.tell(miss_retracted(household_id))
    [line] = office.intake.tasks(status=None)
    assert (line.status, line.done_on) == ("done", date(2025, 9, 23))


def test_a_task_of_a_case_is_for_the_organisation_that_follows_it(office):
    household_id = office.household()
    office.target()
    office.reached_case(household_id)
    office.tell(missed(household_id))
    [call] = office.intake.tasks(kind="call")
    assert call.organisation_id == "la-rete"
    with office.command() as intake, pytest.raises(FollowedByOthers):
        intake.complete_task(call.task_id, MISSED, by="elefanti-volanti")


def agreed(contract, household_id, on, **more):
    return contract(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        outstanding_cents=190000,
        reason="two_in_a_row",
        effective_on=on,
        **more,
    )


def test_a_breach_is_reviewed_unless_it_is_retracted(office):
    household_id = office.household()
    breached = agreed(ledger.AgreementBreached, household_id, date(2025, 10, 11))
    office.tell(breached)
    assert office.tasks() == [("review_breach", date(2025, 10, 11))]
    office.tell(agreed(ledger.BreachRetracted, household_id, date(2025, 10, 20)))
    assert office.tasks() == []


def test_an_agreement_proposed_is_looked_at_until_it_is_signed(office):
    household_id = office.household()
    terms = {
        "agreement_id": named(household_id, "agreement"),
        "household_id": household_id,
        "creditor_id": ALER,
        "debt_cents": 7000,
        "down_payment_cents": 0,
        "instalments": (
            ledger.Instalment(number=1, due_on=date(2025, 9, 10), amount_cents=7000),
        ),
    }
    office.tell(ledger.AgreementProposed(**terms, effective_on=date(2025, 6, 20)))
    assert office.tasks() == [("validate_agreement", date(2025, 6, 20))]
    office.tell(
        ledger.AgreementSigned(
            **terms,
            charge_ids=(),
            interest_policy="none",
            signed_on=date(2025, 7, 1),
            signatory_roles=("tenant",),
            effective_on=date(2025, 7, 1),
        )
    )
    assert office.tasks() == []


def step(household_id, name, on, deadline_on=None):
    return ledger.EvictionStepRecorded(
        household_id=household_id,
        creditor_id=ALER,
        step=name,
        amount_cents=320000,
        deadline_on=deadline_on,
        effective_on=on,
    )


def eviction(household_id):
    return [
        step(household_id, "filed", date(2025, 4, 15)),
        step(household_id, "grace_term", date(2025, 6, 10), date(2025, 9, 8)),
        step(household_id, "averted", date(2025, 9, 5)),
    ]


def test_an_eviction_is_urgent_by_the_term_it_sets(office):
    office.tell(*eviction(office.household())[:2])
    [urgent] = office.intake.tasks()
    assert (urgent.urgency, urgent.due_on) == (1, date(2025, 9, 8))


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_an_eviction_averted_asks_nothing_more(office, order):
    told = eviction(office.household())
    office.tell(*(told[place] for place in order))
    assert office.tasks() == []


def test_a_formal_notice_is_answered_by_the_day_it_names(office):
    household_id = office.household()
    office.tell(
        ledger.NoticeOfDefaultServed(
            household_id=household_id,
            creditor_id=ALER,
            served_on=date(2025, 3, 1),
            cure_by_on=date(2025, 3, 21),
            amount_cents=108000,
            effective_on=date(2025, 3, 1),
        )
    )
    [notice] = office.intake.tasks()
    assert (notice.kind, notice.due_on) == ("answer_default_notice", date(2025, 3, 21))


def test_a_dispute_is_followed_until_it_is_resolved(office):
    household_id = office.household()
    told = {
        "charge_id": named("charge"),
        "household_id": household_id,
        "creditor_id": ALER,
    }
    resolved = ledger.DisputeResolved(
        **told, result="cancelled", amount_cents=0, effective_on=date(2025, 4, 20)
    )
    office.tell(
        ledger.ChargeDisputed(
            **told, grounds="wrong_meter", effective_on=date(2025, 3, 5)
        )
    )
    assert office.tasks() == [("follow_dispute", date(2025, 3, 5))]
    office.tell(resolved)
    assert office.tasks() == []


def commitment(contract, household_id, on):
    return contract(
        case_id=named("case"),
        household_id=household_id,
        commitment_id=named("commitment"),
        effective_on=on,
    )


def test_a_commitment_missed_on_two_days_is_reviewed_twice(office):
    household_id = office.household()
    for day in (date(2025, 5, 1), date(2025, 6, 1)):
        office.tell(commitment(workshops.CommitmentMissed, household_id, day))
    assert office.tasks() == [
        ("review_commitment", date(2025, 5, 1)),
        ("review_commitment", date(2025, 6, 1)),
    ]


@pytest.mark.parametrize("later_first", [True, False])
@pytest.mark.parametrize("kept_at_last", [True, False])
def test_of_two_words_about_a_session_the_last_written_counts(
    office, later_first, kept_at_last
):
    household_id = office.household()
    day = date(2025, 5, 1)
    words = [workshops.CommitmentMissed, workshops.CommitmentKept]
    earlier, later = words if kept_at_last else reversed(words)
    told = [
        letter(commitment(earlier, household_id, day)),
        letter(
            commitment(later, household_id, day), recorded_at=NOW + timedelta(hours=1)
        ),
    ]
    office.hand_in(told[::-1] if later_first else told)
    assert office.tasks() == ([] if kept_at_last else [("review_commitment", day)])


def test_a_job_lost_has_the_income_looked_at(office):
    household_id = office.household()
    office.tell(
        employment.JobEnded(
            placement_id=named("placement"),
            household_id=household_id,
            person_id=named("person"),
            end_on=date(2025, 9, 11),
            days_worked=130,
            effective_on=date(2025, 9, 12),
        )
    )
    assert office.tasks() == [("review_income", date(2025, 9, 12))]


def test_a_new_case_wants_a_contact_then_an_assessment_then_neither(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    since = date(2025, 2, 11)
    assert office.tasks() == [("first_contact", since)]
    case_id = office.reached_case(household_id)
    [assess] = office.intake.tasks()
    assert (assess.kind, assess.due_on) == ("assess", date(2025, 3, 28))
    with office.command() as intake:
        intake.assess(case_id, {"work": 2}, date(2025, 4, 8))
    assert office.tasks() == []
    assert office.tasks(status="done") == [("first_contact", since), ("assess", since)]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_closing_is_proposed_when_the_last_arrears_are_cleared(office, order):
    household_id = office.household()
    office.target()
    told = [
        detected(household_id, "e1"),
        cleared(household_id, "e1", on=date(2025, 8, 10)),
        detected(household_id, "e2", on=date(2025, 3, 1), creditor="amm-sole"),
    ]
    office.tell(*(told[place] for place in order))
    assert "propose_closing" not in [kind for kind, _ in office.tasks()]
    office.tell(cleared(household_id, "e2", on=date(2025, 8, 20)))
    assert ("propose_closing", date(2025, 8, 20)) in office.tasks()
