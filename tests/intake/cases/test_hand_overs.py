"""A case passes to another organisation when that one accepts, and not before."""

from datetime import date, timedelta

import pytest
from front_desk import cleared

from azione0.contracts.intake import CaseAssigned
from intake.cases.case import Case
from intake.cases.followed import AlreadyFollowing, AssignedLater, FollowedByOthers
from intake.cases.hand_over import (
    AnsweredAlready,
    HandOverBackdated,
    HandOverLapsed,
    HandOverOvertaken,
    HandOverPending,
    NoReferenceWorker,
    NotTheReceiver,
    WithoutMandate,
)
from intake.cases.pact import NotACode
from intake.cases.part import ClosedCase

OLD, NEW = "la-rete", "elefanti-volanti"
MAY, JUNE = date(2025, 5, 20), date(2025, 6, 1)
ONE_DAY = timedelta(days=1)


def a_case(office):
    household_id = office.household()
    office.target()
    return office.reached_case(household_id)


def offer(intake, case_id, to=NEW, from_on=JUNE, on=MAY, by=OLD):
    return intake.propose_hand_over(
        case_id, to, from_on, reason="moved_near", on=on, by=by
    )


def test_an_offer_moves_nothing_until_it_is_accepted(office):
    case_id = a_case(office)
    with office.command() as intake:
        made = offer(intake, case_id)
    assert office.intake.get(Case, case_id).organisation_on(JUNE) == OLD
    [waiting] = office.intake.hand_overs(to_organisation_id=NEW, status="proposed")
    assert (waiting.hand_over_id, waiting.from_on) == (made, JUNE)
    assert office.said(CaseAssigned) == []
    with office.command(f"{NEW}/carla") as intake:
        intake.accept_hand_over(made, JUNE, by=NEW)
    case = office.intake.get(Case, case_id)
    assert [case.organisation_on(it) for it in (JUNE - ONE_DAY, JUNE)] == [OLD, NEW]
    [told] = office.said(CaseAssigned)
    assert (told.from_organisation_id, told.to_organisation_id) == (OLD, NEW)
    assert told.from_on == JUNE
    assert office.intake.hand_overs(status="proposed") == []


def test_an_offer_is_declined_or_withdrawn_by_whose_it_is_and_once(office):
    case_id = a_case(office)
    with office.command() as intake:
        first = offer(intake, case_id)
        with pytest.raises(NotTheReceiver):
            intake.decline_hand_over(first, "no_room", MAY, by=OLD)
        with pytest.raises(NotTheReceiver):
            intake.withdraw_hand_over(first, MAY, by=NEW)
        with pytest.raises(NotACode):
            intake.decline_hand_over(first, "No room here", MAY, by=NEW)
        intake.decline_hand_over(first, "no_room", MAY, by=NEW)
        with pytest.raises(AnsweredAlready):
            intake.accept_hand_over(first, MAY, by=NEW)
    with office.command() as intake:
        second = offer(intake, case_id)
        intake.withdraw_hand_over(second, MAY, by=OLD)
        with pytest.raises(AnsweredAlready):
            intake.accept_hand_over(second, MAY, by=NEW)
    states = [it.status for it in office.intake.hand_overs(case_id=case_id)]
    assert sorted(states) == ["declined", "withdrawn"]
    assert office.said(CaseAssigned) == []


REFUSED = [
    (AlreadyFollowing, {"to": OLD}),
    (HandOverBackdated, {"from_on": MAY - ONE_DAY}),
    (WithoutMandate, {"to": "nobody"}),
    (FollowedByOthers, {"by": NEW}),
]


@pytest.mark.parametrize(("refusal", "told"), REFUSED)
def test_an_offer_that_cannot_be_is_refused(office, monkeypatch, refusal, told):
    case_id = a_case(office)
    monkeypatch.setattr(office.intake, "has_mandate", lambda who, day: who != "nobody")
    with office.command() as intake, pytest.raises(refusal):
        offer(intake, case_id, **told)
    assert office.intake.hand_overs() == []


def test_a_mandate_lost_before_the_answer_is_no_mandate(office, monkeypatch):
    case_id = a_case(office)
    with office.command() as intake:
        made = offer(intake, case_id)
    monkeypatch.setattr(office.intake, "has_mandate", lambda who, day: day < JUNE)
    with pytest.raises(WithoutMandate), office.command() as intake:
        intake.accept_hand_over(made, MAY, by=NEW)
    assert [it.status for it in office.intake.hand_overs()] == ["proposed"]
    assert office.intake.get(Case, case_id).organisation_on(JUNE) == OLD


def test_one_offer_at_a_time_and_none_for_a_past_day(office):
    case_id = a_case(office)
    with office.command() as intake:
        made = offer(intake, case_id)
        with pytest.raises(HandOverPending):
            offer(intake, case_id, "sol-co")
        with pytest.raises(HandOverLapsed):
            intake.accept_hand_over(made, JUNE + ONE_DAY, by=NEW)


def test_a_case_that_passed_later_is_not_offered_from_before(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.assign_case(case_id, NEW, JUNE)
        with pytest.raises(AssignedLater):
            offer(intake, case_id, "sol-co", MAY, MAY)


def test_a_case_in_charge_is_never_without_a_worker_of_reference(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.take_in_charge(
            case_id,
            commitments={"ledger": "current_bills"},
            goals=[],
            operator_id="op-7",
            on=date(2025, 4, 15),
        )
        made = offer(intake, case_id)
    with pytest.raises(NoReferenceWorker), office.command() as intake:
        intake.accept_hand_over(made, MAY, by=NEW)
    with office.command() as intake:
        intake.accept_hand_over(made, MAY, operator_id="op-9", by=NEW)
    case = office.intake.get(Case, case_id)
    assert [case.reference_on(it) for it in (JUNE - ONE_DAY, JUNE)] == ["op-7", "op-9"]


def test_a_case_closed_in_the_meantime_is_not_taken_over(office):
    case_id = a_case(office)
    with office.command() as intake:
        made = offer(intake, case_id)
    office.tell(cleared(office.intake.get(Case, case_id).household_id))
    with office.command() as intake:
        intake.close_case(case_id, "resolved", MAY)
        with pytest.raises(ClosedCase):
            offer(intake, case_id)
    with pytest.raises(ClosedCase), office.command() as intake:
        intake.accept_hand_over(made, MAY, by=NEW)
    assert [it.status for it in office.intake.hand_overs()] == ["proposed"]


def test_who_has_a_mandate_is_the_steering_groups_to_say(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.mandate_organisation(OLD, "partner", date(2025, 1, 1))
        intake.mandate_organisation(NEW, "partner", date(2025, 1, 1), date(2025, 5, 31))
    # Its last day is the one before the case would pass.
    with office.command() as intake, pytest.raises(WithoutMandate):
        offer(intake, case_id)
    with office.command() as intake:
        made = offer(intake, case_id, from_on=JUNE - ONE_DAY)
        intake.accept_hand_over(made, MAY, by=NEW)
    assert office.intake.get(Case, case_id).organisation_on(JUNE) == NEW


def test_an_offer_of_who_follows_the_case_no_more_moves_nothing(office):
    case_id = a_case(office)
    household_id = office.intake.get(Case, case_id).household_id
    with office.command() as intake:
        made = offer(intake, case_id)
        intake.close_case(case_id, "declined", MAY)
        intake.open_case(household_id, "terza", MAY)
    with office.command() as intake, pytest.raises(HandOverOvertaken):
        intake.accept_hand_over(made, JUNE, by=NEW)
    assert office.intake.get(Case, case_id).organisation_on(JUNE) == "terza"


def test_nobody_accepts_before_it_is_offered(office):
    case_id = a_case(office)
    with office.command() as intake:
        made = offer(intake, case_id)
    with office.command() as intake, pytest.raises(HandOverBackdated):
        intake.accept_hand_over(made, MAY - ONE_DAY, by=NEW)


def test_a_case_accepted_ahead_is_listed_with_who_follows_it_today(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.take_in_charge(
            case_id,
            commitments={"ledger": "pay_instalments"},
            goals=["regular_payments"],
            operator_id="la-rete/anna",
            on=MAY,
        )
    today = office.intake.today()
    ahead = today + timedelta(days=30)
    with office.command() as intake:
        made = offer(intake, case_id, from_on=ahead, on=today)
        intake.accept_hand_over(made, today, by=NEW, operator_id=f"{NEW}/carla")
    [line] = office.intake.cases()
    assert (line.organisation_id, line.operator_id) == (OLD, "la-rete/anna")
    assert office.intake.cases(organisation_id=NEW) == []
    assert {it.organisation_id for it in office.intake.tasks()} == {OLD}
    [row] = office.intake.worklist(today).rows
    assert (row.organisation_id, row.worker) == (OLD, "la-rete/anna")
    [line] = office.intake.cases(organisation_id=NEW, on=ahead)
    assert (line.organisation_id, line.operator_id) == (NEW, f"{NEW}/carla")
    assert {it.organisation_id for it in office.intake.tasks(on=ahead)} == {NEW}
    [row] = office.intake.worklist(ahead).rows
    assert (row.organisation_id, row.worker) == (NEW, f"{NEW}/carla")


def test_what_has_lapsed_is_accepted_on_no_earlier_day(office):
    case_id = a_case(office)
    today = office.intake.today()
    with office.command() as intake:
        made = offer(intake, case_id, from_on=today + ONE_DAY, on=today)
    office.now += timedelta(days=2)
    with office.command(f"{NEW}/carla") as intake, pytest.raises(HandOverLapsed):
        intake.accept_hand_over(made, today, by=NEW)
    assert office.intake.get(Case, case_id).organisation_id == OLD
    [line] = office.intake.hand_overs(status="proposed")
    assert line.hand_over_id == made
