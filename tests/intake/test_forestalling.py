"""Tasks for agreements in danger: a call before the due day, a relief to propose."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from front_desk import (
    ALER,
    NOW,
    at_risk,
    calm,
    eased,
    letter,
    named,
    relief,
)

from azione0.contracts import ledger

WARNED = date(2025, 9, 5)
DUE = date(2025, 9, 10)
CHANGED = date(2025, 9, 12)


def hours(count):
    return NOW + timedelta(hours=count)


def test_a_warning_is_one_call_before_the_due_day_with_its_reasons(office):
    household_id = office.household()
    office.tell(at_risk(household_id, on=WARNED, due=DUE))
    [call] = office.intake.tasks()
    assert (call.kind, call.since_on) == ("call_before_due", WARNED)
    assert call.due_on == date(2025, 9, 8)
    assert call.reasons == ("instalment_due_soon_unpaid", "means_worsened")


def test_the_days_to_call_are_those_the_steering_group_adopted(office):
    household_id = office.household()
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"early_call_days": "1"}, date(2025, 1, 1))
    office.tell(at_risk(household_id, on=WARNED, due=DUE))
    [call] = office.intake.tasks()
    assert call.due_on == date(2025, 9, 6)


def test_facts_that_change_refresh_the_same_call(office):
    household_id = office.household()
    office.tell(at_risk(household_id, on=WARNED, due=DUE))
    [before] = office.intake.tasks()
    office.tell(
        at_risk(household_id, on=DUE + timedelta(1), due=DUE, facts=("late_last_time",))
    )
    [after] = office.intake.tasks()
    assert after.task_id == before.task_id
    assert (after.since_on, after.reasons) == (date(2025, 9, 11), ("late_last_time",))


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_an_all_clear_leaves_no_call_even_if_heard_first(office, order):
    household_id = office.household()
    told = [at_risk(household_id, on=WARNED), calm(household_id, on=WARNED)]
    office.tell(*(told[place] for place in order))
    assert office.tasks() == []
    assert office.tasks(status="withdrawn") == [("call_before_due", WARNED)]


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_a_day_of_many_words_ends_with_the_one_written_last(office, order):
    household_id = office.household()
    told = [
        letter(at_risk(household_id, on=WARNED), recorded_at=hours(1)),
        letter(calm(household_id, on=WARNED), recorded_at=hours(2)),
        letter(
            at_risk(household_id, on=WARNED, facts=("instalment_part_paid",)),
            recorded_at=hours(3),
        ),
        letter(calm(household_id, on=WARNED - timedelta(1)), recorded_at=hours(4)),
    ]
    office.hand_in([told[place] for place in order])
    [call] = office.intake.tasks()
    assert call.reasons == ("instalment_part_paid",)


def test_a_call_that_was_made_is_wanted_again_when_the_facts_change_later(office):
    household_id = office.household()
    office.tell(at_risk(household_id, on=WARNED))
    [call] = office.intake.tasks()
    with office.command() as intake:
        intake.complete_task(call.task_id, WARNED + timedelta(1))
    assert office.tasks() == []
    later = DUE + timedelta(1)
    office.tell(at_risk(household_id, on=later, facts=("instalment_in_grace",)))
    assert office.tasks() == [("call_before_due", later)]


def test_a_call_that_was_made_stays_made_when_all_is_clear(office):
    household_id = office.household()
    office.tell(at_risk(household_id, on=WARNED))
    [call] = office.intake.tasks()
    with office.command() as intake:
        intake.complete_task(call.task_id, WARNED + timedelta(1))
    office.tell(calm(household_id, on=DUE))
    assert office.tasks(status="done") == [("call_before_due", WARNED)]


def test_two_agreements_at_risk_are_two_calls(office):
    household_id = office.household()
    office.tell(
        at_risk(household_id, on=WARNED),
        at_risk(household_id, on=WARNED, agreement="other"),
        calm(household_id, on=DUE, agreement="other"),
    )
    assert office.tasks() == [("call_before_due", WARNED)]


def test_a_relief_is_proposed_by_the_day_that_is_named(office):
    household_id = office.household()
    office.tell(relief(household_id, on=CHANGED, by=date(2025, 9, 26)))
    [task] = office.intake.tasks()
    assert (task.kind, task.since_on) == ("propose_relief", CHANGED)
    assert task.due_on == date(2025, 9, 26)
    assert task.reasons == ("job_ended", "lower_instalment")


def test_a_relief_proposed_twice_is_one_task(office):
    household_id = office.household()
    office.tell(
        relief(household_id, on=CHANGED, by=date(2025, 9, 26)),
        relief(household_id, on=date(2025, 9, 14), by=date(2025, 9, 28), cause="death"),
    )
    [task] = office.intake.tasks()
    assert (task.since_on, task.due_on) == (CHANGED, date(2025, 9, 26))
    assert set(task.reasons) == {"job_ended", "death", "lower_instalment"}


EASINGS = [
    ledger.AgreementSuspended,
    ledger.AgreementRescheduled,
    ledger.AgreementSuperseded,
    ledger.AgreementTerminated,
]


@pytest.mark.parametrize("heard_first", [False, True])
@pytest.mark.parametrize("contract", EASINGS, ids=lambda it: it.__name__)
def test_a_relief_is_done_when_the_agreement_is_eased(office, contract, heard_first):
    household_id = office.household()
    told = [
        letter(relief(household_id, on=CHANGED), recorded_at=hours(0)),
        letter(
            eased(contract, household_id, on=date(2025, 9, 1)), recorded_at=hours(1)
        ),
    ]
    office.hand_in(told[::-1] if heard_first else told)
    assert office.tasks() == []
    [task] = office.intake.tasks(kind="propose_relief", status="done")
    assert (task.since_on, task.done_on) == (CHANGED, CHANGED)


def test_to_catch_up_is_no_relief(office):
    household_id = office.household()
    office.tell(
        relief(household_id, on=CHANGED),
        eased(ledger.AgreementRescheduled, household_id, on=CHANGED, kind="catch_up"),
    )
    assert office.tasks() == [("propose_relief", CHANGED)]


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_means_that_worsen_again_want_another_relief(office, order):
    household_id = office.household()
    told = [
        letter(relief(household_id, on=CHANGED), recorded_at=hours(1)),
        letter(
            eased(ledger.AgreementSuspended, household_id, on=CHANGED),
            recorded_at=hours(2),
        ),
        letter(relief(household_id, on=CHANGED, cause="left"), recorded_at=hours(3)),
    ]
    office.hand_in([told[place] for place in order])
    [task] = office.intake.tasks(kind="propose_relief", status=None)
    assert (task.status, task.done_on) == ("open", None)
    assert task.reasons == ("left", "lower_instalment")


def test_a_relief_that_was_proposed_stays_done(office):
    household_id = office.household()
    office.tell(relief(household_id, on=CHANGED))
    [task] = office.intake.tasks()
    with office.command() as intake:
        intake.complete_task(task.task_id, date(2025, 9, 15))
    office.tell(eased(ledger.AgreementSuspended, household_id, on=date(2025, 9, 20)))
    [after] = office.intake.tasks(status=None)
    assert (after.status, after.done_on) == ("done", date(2025, 9, 15))


def breached(household_id, on):
    return ledger.AgreementBreached(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        outstanding_cents=190000,
        reason="missed_instalments",
        effective_on=on,
    )


def reinstated(household_id, on):
    return ledger.AgreementReinstated(
        agreement_id=named(household_id, "agreement"),
        household_id=household_id,
        creditor_id=ALER,
        outstanding_cents=190000,
        catch_up_by_on=on + timedelta(30),
        effective_on=on,
    )


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_a_breach_is_reviewed_no_more_when_the_agreement_holds_again(office, order):
    household_id = office.household()
    told = [
        breached(household_id, date(2025, 10, 11)),
        reinstated(household_id, date(2025, 11, 5)),
    ]
    office.tell(*(told[place] for place in order))
    assert office.tasks() == []


def test_a_second_breach_is_reviewed_again(office):
    household_id = office.household()
    office.tell(
        breached(household_id, date(2025, 10, 11)),
        reinstated(household_id, date(2025, 11, 5)),
        breached(household_id, date(2026, 1, 21)),
    )
    assert office.tasks() == [("review_breach", date(2026, 1, 21))]


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_a_breach_is_reviewed_no_more_when_the_agreement_is_ended(office, order):
    household_id = office.household()
    told = [
        breached(household_id, date(2025, 10, 11)),
        eased(ledger.AgreementTerminated, household_id, on=date(2025, 11, 5)),
    ]
    office.tell(*(told[place] for place in order))
    assert office.tasks() == []


def test_a_closed_account_is_looked_at(office):
    household_id = office.household()
    office.tell(
        ledger.AccountClosed(
            household_id=household_id,
            creditor_id=ALER,
            balance_cents=-4200,
            reason="deceased",
            effective_on=date(2025, 9, 5),
        )
    )
    [task] = office.intake.tasks()
    assert (task.kind, task.due_on) == ("review_closed_account", date(2025, 9, 20))
