"""A case, from the first arrears to its closing and back."""

from datetime import date
from itertools import permutations

import pytest
from front_desk import cleared, detected, ended, moved, retracted

from azione0.contracts.intake import (
    CaseAssigned,
    CaseClosed,
    CaseOpened,
    CaseTakenInCharge,
    ContactAttempted,
    FaultAssessed,
)
from intake.cases.assessment import WrongScore
from intake.cases.case import Case, NeverTried, OpenCase, StillInArrears
from intake.cases.followed import AlreadyFollowing, AssignedLater, FollowedByOthers
from intake.cases.pact import NotACode, PactWithoutCommitments
from intake.cases.part import ClosedCase, NotReached
from intake.cases.pledged import AlreadyInCharge
from intake.cases.words import UnknownWord

SPRING = date(2025, 4, 1)


def test_without_an_adopted_target_arrears_are_only_a_signal(office):
    household_id = office.household()
    office.tell(detected(household_id))
    assert office.intake.cases() == []
    [signal] = office.intake.signals()
    assert (signal.household_id, signal.band, signal.status) == (
        household_id,
        "B",
        None,
    )


def test_arrears_that_are_sought_open_a_case(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case = office.case(household_id)
    assert (case.status, case.organisation_id) == ("identified", "la-rete")
    assert case.identified_on == date(2025, 2, 11)
    [opened] = office.said(CaseOpened)
    assert (opened.case_id, opened.effective_on) == (case.case_id, case.identified_on)


@pytest.mark.parametrize(
    "told",
    [
        {"bands": "CD"},
        {"buildings": ["sole"]},
        {"creditors": ["amm-sole"]},
    ],
)
def test_arrears_that_nobody_seeks_open_none(office, told):
    household_id = office.household()
    office.target(**told)
    office.tell(detected(household_id))
    assert office.intake.cases() == []


def test_a_target_adopted_later_selects_the_signals_kept(office):
    household_id = office.household()
    office.tell(detected(household_id))
    office.target(valid_from=date(2025, 6, 1))
    assert office.case(household_id).identified_on == date(2025, 6, 1)


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_arrears_cleared_before_a_target_holds_are_not_sought(office, order):
    household_id = office.household()
    office.target(valid_from=date(2025, 9, 1))
    told = [detected(household_id), cleared(household_id, on=date(2025, 8, 10))]
    office.tell(*(told[place] for place in order))
    assert office.intake.cases() == []


@pytest.mark.parametrize("order", [*permutations(range(2))])
def test_of_two_targets_the_one_that_selects_first_gives_the_organisation(
    office, order
):
    household_id = office.household()
    office.target(bands="C")
    office.target(organisation_id="elefanti-volanti", bands="B")
    told = [
        detected(household_id, "e1", on=date(2025, 5, 1), band="C"),
        detected(household_id, "e2", on=date(2025, 2, 1), band="B"),
    ]
    office.tell(*(told[place] for place in order))
    case = office.case(household_id)
    assert case.organisation_id == "elefanti-volanti"
    assert case.identified_on == date(2025, 2, 1)


def test_a_case_somebody_works_on_stays_with_its_organisation(office):
    household_id = office.household()
    office.target(bands="C")
    office.target(organisation_id="elefanti-volanti", bands="B")
    office.tell(detected(household_id, "e1", on=date(2025, 5, 1), band="C"))
    case_id = office.intake.case_of(household_id)
    with office.command() as intake:
        intake.record_contact(case_id, channel="door", outcome="reached", on=SPRING)
    office.tell(detected(household_id, "e2", on=date(2025, 2, 1), band="B"))
    case = office.case(household_id)
    assert (case.identified_on, case.organisation_id) == (date(2025, 2, 1), "la-rete")


def test_a_superseded_target_selects_nobody_new_and_keeps_whom_it_found(office):
    first, second = office.household("T1", "D1"), office.household("T2", "D2")
    definition_id = office.target()
    office.tell(detected(first))
    with office.command() as intake:
        intake.supersede_target(definition_id, date(2025, 3, 1))
    office.tell(detected(second, on=date(2025, 3, 1)))
    assert [it.household_id for it in office.intake.cases()] == [first]


def test_arrears_that_grow_into_a_sought_band_open_a_case(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id, band="A"))
    assert office.intake.cases() == []
    office.tell(moved(household_id, on=date(2025, 5, 1), band="B"))
    assert office.case(household_id).identified_on == date(2025, 5, 1)


def test_a_case_nobody_has_touched_goes_with_its_arrears(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id), retracted(household_id))
    assert office.intake.cases() == []
    assert office.tasks() == []
    [closed] = office.said(CaseClosed)
    assert (closed.outcome, closed.reason) == ("resolved", "arrears_retracted")


def test_a_case_somebody_works_on_stays_when_its_arrears_are_retracted(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    office.tell(retracted(household_id))
    assert office.case(household_id).status == "engaged"
    assert office.said(CaseClosed) == []
    assert office.intake.get(Case, case_id).is_open


def test_a_case_goes_from_contact_to_charge(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case_id = office.intake.case_of(household_id)
    with office.command() as intake:
        intake.record_contact(
            case_id,
            channel="phone",
            outcome="no_answer",
            part_of_day="morning",
            on=date(2025, 3, 3),
        )
    assert office.case(household_id).status == "contacting"
    with office.command() as intake:
        intake.record_contact(case_id, channel="door", outcome="reached", on=SPRING)
    assert office.case(household_id).status == "engaged"
    with office.command() as intake:
        intake.assess(case_id, {"income_and_debt": 2, "autonomy": 1}, date(2025, 4, 8))
    assert office.case(household_id).status == "assessed"
    with office.command() as intake:
        pact_id = intake.take_in_charge(
            case_id,
            commitments={"workshops": "family_budget", "ledger": "current_bills"},
            goals=["keep_home"],
            operator_id="op-7",
            on=date(2025, 4, 15),
        )
    assert office.case(household_id).status == "in_charge"
    [taken] = office.said(CaseTakenInCharge)
    assert (taken.pact_id, taken.goals) == (pact_id, ("keep_home",))
    assert [it.attempt_number for it in office.said(ContactAttempted)] == [1, 2]
    commitments = office.intake.get(Case, case_id).commitments
    assert [it.service for it in commitments] == ["ledger", "workshops"]


def test_what_comes_too_early_is_refused(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    case_id = office.intake.case_of(household_id)
    with office.command() as intake:
        with pytest.raises(NotReached):
            intake.assess(case_id, {"work": 2}, SPRING)
        with pytest.raises(NotReached):
            intake.take_in_charge(
                case_id,
                commitments={"ledger": "current_bills"},
                goals=[],
                operator_id="op-7",
                on=SPRING,
            )


def taken_in_charge(intake, case_id, **changed):
    told = {
        "commitments": {"ledger": "current_bills"},
        "goals": ["keep_home"],
        "operator_id": "op-7",
        "on": SPRING,
    }
    return intake.take_in_charge(case_id, **(told | changed))


def test_a_pact_is_refused_without_commitments_in_sentences_or_twice(office):
    office.target()
    case_id = office.reached_case(office.household())
    with office.command() as intake:
        with pytest.raises(PactWithoutCommitments):
            taken_in_charge(intake, case_id, commitments={})
        with pytest.raises(NotACode):
            taken_in_charge(intake, case_id, commitments={"ledger": "Pay, please"})
        with pytest.raises(NotACode):
            taken_in_charge(intake, case_id, commitments={"police": "obey"})
        with pytest.raises(NotACode):
            taken_in_charge(intake, case_id, goals=["find a job for Maria"])
        taken_in_charge(intake, case_id)
        with pytest.raises(AlreadyInCharge):
            taken_in_charge(intake, case_id)


@pytest.mark.parametrize("scores", [{}, {"work": 0}, {"work": 6}, {"budget": 3}])
def test_a_score_outside_the_matrix_is_refused(office, scores):
    office.target()
    case_id = office.reached_case(office.household())
    with office.command() as intake, pytest.raises(WrongScore):
        intake.assess(case_id, scores, SPRING)


def test_the_commissions_decision_is_told_without_its_cause(office):
    office.target()
    case_id = office.reached_case(office.household())
    with office.command() as intake:
        intake.assess_fault(
            case_id, "NO_FAULT", "Comm. 4/2025", SPRING, cause_code="serious_illness"
        )
    [assessed] = office.said(FaultAssessed)
    assert assessed.fault == "NO_FAULT"
    assert "illness" not in repr(assessed)


def test_only_the_organisation_that_follows_a_case_may_act_on_it(office):
    office.target()
    case_id = office.reached_case(office.household())
    june = date(2025, 6, 1)
    with office.command() as intake:
        intake.assign_case(case_id, "elefanti-volanti", june, by="la-rete")
        intake.suspend_case(case_id, "away", date(2025, 5, 31), by="la-rete")
        with pytest.raises(FollowedByOthers):
            intake.resume_case(case_id, date(2025, 6, 2), by="la-rete")
        intake.resume_case(case_id, june, by="elefanti-volanti")
    [assigned] = office.said(CaseAssigned)
    assert (assigned.from_organisation_id, assigned.from_on) == ("la-rete", june)


def test_a_hand_over_to_the_holder_or_before_the_last_one_is_refused(office):
    office.target()
    case_id = office.reached_case(office.household())
    with office.command() as intake:
        intake.assign_case(case_id, "elefanti-volanti", date(2025, 6, 1))
        with pytest.raises(AlreadyFollowing):
            intake.assign_case(case_id, "elefanti-volanti", date(2025, 7, 1))
        with pytest.raises(AssignedLater):
            intake.assign_case(case_id, "la-rete", date(2025, 5, 1))


def test_open_tasks_go_with_the_case_to_another_organisation(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake:
        intake.assign_case(case_id, "elefanti-volanti", date(2025, 6, 1))
    assert office.tasks(organisation_id="la-rete") == []
    assert office.tasks(organisation_id="elefanti-volanti") != []


def test_a_case_is_not_resolved_while_arrears_are_open(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake, pytest.raises(StillInArrears):
        intake.close_case(case_id, "resolved", date(2025, 8, 1))
    office.tell(cleared(household_id))
    with office.command() as intake:
        intake.close_case(case_id, "resolved", date(2025, 8, 20))
    assert office.case(household_id).status == "closed"
    assert office.tasks() == []


def test_work_on_a_closed_case_and_a_second_opening_are_refused(office):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    with office.command() as intake:
        with pytest.raises(OpenCase):
            intake.reopen_case(case_id, SPRING)
        intake.close_case(case_id, "declined", date(2025, 5, 1))
        with pytest.raises(ClosedCase):
            intake.record_contact(case_id, channel="door", outcome="reached", on=SPRING)
        with pytest.raises(ClosedCase):
            intake.close_case(case_id, "declined", date(2025, 5, 1))
        intake.reopen_case(case_id, date(2025, 6, 1))
    assert office.case(household_id).status == "identified"


def test_nobody_is_unreachable_untried_or_once_reached(office):
    first, second = office.household("T1", "D1"), office.household("T2", "D2")
    office.target()
    reached = office.reached_case(first)
    office.tell(detected(second))
    untried = office.intake.case_of(second)
    with office.command() as intake:
        for case_id in (reached, untried):
            with pytest.raises(NeverTried):
                intake.close_case(case_id, "unreachable", date(2025, 8, 1))
        intake.record_contact(untried, channel="phone", outcome="no_answer", on=SPRING)
        intake.close_case(untried, "unreachable", date(2025, 8, 1))
    assert office.case(second).outcome == "unreachable"


@pytest.mark.parametrize(
    ("channel", "outcome", "part_of_day"),
    [("pigeon", "reached", None), ("door", "maybe", None), ("door", "reached", "tea")],
)
def test_a_word_in_no_list_is_refused(office, channel, outcome, part_of_day):
    office.target()
    case_id = office.reached_case(office.household())
    with office.command() as intake, pytest.raises(UnknownWord):
        intake.record_contact(
            case_id,
            channel=channel,
            outcome=outcome,
            part_of_day=part_of_day,
            on=SPRING,
        )


def closed_case(office, outcome="resolved"):
    household_id = office.household()
    office.target()
    case_id = office.reached_case(household_id)
    office.tell(cleared(household_id))
    with office.command() as intake:
        intake.close_case(case_id, outcome, date(2025, 8, 20))
    return household_id


def test_a_relapse_reopens_the_same_case(office):
    household_id = closed_case(office)
    office.tell(detected(household_id, "e2", on=date(2025, 10, 11)))
    case = office.case(household_id)
    assert (case.status, case.identified_on) == ("identified", date(2025, 10, 11))
    assert len({it.case_id for it in office.said(CaseOpened)}) == 1


def test_a_relapse_that_was_none_leaves_the_case_closed_as_it_was(office):
    household_id = closed_case(office)
    office.tell(
        detected(household_id, "e2", on=date(2025, 10, 11)),
        retracted(household_id, "e2"),
    )
    case = office.case(household_id)
    assert (case.status, case.outcome) == ("closed", "resolved")
    assert case.closed_on == date(2025, 8, 20)


def test_arrears_of_those_who_are_gone_reopen_nothing(office):
    household_id = closed_case(office, "moved")
    office.tell(detected(household_id, "e2", on=date(2025, 10, 11)))
    assert office.case(household_id).status == "closed"


def test_arrears_answered_by_the_closing_do_not_reopen_it(office):
    household_id = closed_case(office)
    office.tell(moved(household_id, on=date(2025, 6, 1), band="C"))
    assert office.case(household_id).status == "closed"


def test_a_case_opened_by_hand_does_not_go_with_arrears(office):
    household_id = office.household()
    office.target()
    with office.command() as intake:
        case_id = intake.open_case(household_id, "comune-brescia", date(2025, 1, 7))
    office.tell(detected(household_id), retracted(household_id))
    case = office.case(household_id)
    assert (case.case_id, case.status) == (case_id, "identified")
    assert (case.organisation_id, case.identified_on) == (
        "comune-brescia",
        date(2025, 1, 7),
    )


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_case_counts_from_the_earliest_arrears_whatever_is_heard_first(
    office, order
):
    household_id = office.household()
    office.target()
    told = [
        detected(household_id, "e1", on=date(2025, 2, 11)),
        detected(household_id, "e2", on=date(2025, 5, 1), creditor="amm-sole"),
        retracted(household_id, "e1"),
    ]
    office.tell(*(told[place] for place in order))
    assert office.case(household_id).identified_on == date(2025, 5, 1)


def test_when_the_last_tenancy_ends_closing_the_case_is_proposed(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id), ended(until=date(2025, 7, 31)))
    assert ("propose_closing", date(2025, 7, 31)) in office.tasks()
