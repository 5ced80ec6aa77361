"""Somebody says that a household needs help; whose it is, and what becomes of it."""

from datetime import date

import pytest
from front_desk import ADMINISTRATOR, ALER, TOWER, cleared, detected, ended, tenancy

from azione0.contracts import condominium
from intake.cases.pact import NotACode
from intake.households.household import UnknownHousehold
from intake.signals.referral import (
    Clue,
    ImpossibleReferral,
    NoClue,
    ReferralSettled,
)

DAY = date(2025, 5, 6)


def refer(office, **told):
    with office.command() as intake:
        return intake.refer(
            **{
                "source": "concierge",
                "reason": "heating_cut",
                "organisation_id": "la-rete",
                "on": DAY,
            }
            | told
        )


def became(office, signal_id):
    [line] = [it for it in office.intake.received() if it.signal_id == signal_id]
    return line.result, line.why


def test_a_referral_by_a_known_tenancy_opens_the_case(office):
    household_id = office.household("0012345")
    signal_id = refer(office, tenancy_id="0012345", creditor_id=ALER)
    assert became(office, signal_id) == ("taken_up", "nobody_follows_it_yet")
    assert office.case(household_id).organisation_id == "la-rete"
    said = [it.said for it in office.intake.story(household_id)]
    assert {"Made", "Matched", "Judged", "Opened"} <= set(said)


def test_a_referral_by_a_dwelling_is_of_who_lives_there_on_the_day(office):
    office.household("T1", "D1")
    office.tell(ended("T1", until=date(2025, 1, 31)))
    office.household("T2", "D1", since=date(2025, 3, 1))
    refer(office, dwelling_id="D1")
    followed = {it.household_id for it in office.intake.cases()}
    assert followed == {office.intake.household_of(ALER, "T2")}


def test_a_second_signal_joins_the_open_case_and_opens_no_other(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    signal_id = refer(office, dwelling_id="D1")
    assert became(office, signal_id) == ("joined", "joins_the_open_case")
    assert len(office.intake.cases()) == 1
    of_ledger = office.intake.received(source="arrears")
    assert [(it.result, it.why) for it in of_ledger] == [
        ("taken_up", "opened_the_case")
    ]


def test_what_nobody_exactly_is_waits_with_those_who_may_be_meant(office):
    office.household("0012345", "D-1")
    office.household("0099999", "D2")
    refer(office, tenancy_id="12345")
    [waiting] = office.intake.referrals_waiting()
    assert waiting.how == "nobody_exactly"
    [candidate] = waiting.candidates
    assert candidate.household_id == office.intake.household_of(ALER, "0012345")
    assert candidate.reasons == ("tenancy_written_otherwise",)
    with office.command() as intake:
        intake.match_referral(waiting.signal.signal_id, candidate.household_id, DAY)
    assert office.intake.referrals_waiting() == []
    assert office.case(candidate.household_id) is not None


def test_two_households_meant_at_once_are_for_a_person_to_tell_apart(office):
    office.household("T1", "D1")
    office.household("T2", "D2")
    refer(office, tenancy_id="T1", dwelling_id="D2")
    [waiting] = office.intake.referrals_waiting()
    assert waiting.how == "speaks_of_several"
    assert [it.reasons for it in waiting.candidates] == [
        ("same_dwelling",),
        ("same_tenancy",),
    ]
    office.tell(
        tenancy("T1", "D7", by=condominium, building=TOWER),
    )
    assert office.intake.whose(Clue("T1"), DAY).how == "speaks_of_several"
    assert office.intake.whose(Clue("T1", ADMINISTRATOR), DAY).how == "same_tenancy"


def test_a_referral_is_matched_when_its_tenancy_is_heard_of(office):
    signal_id = refer(office, tenancy_id="T1", creditor_id=ALER)
    assert became(office, signal_id)[0] == "waiting"
    household_id = office.household("T1")
    assert became(office, signal_id)[0] == "taken_up"
    assert office.case(household_id).identified_on == DAY


def test_the_same_said_again_while_it_waits_is_one_with_it(office):
    refer(office, tenancy_id="T1")
    again = refer(office, tenancy_id="T1", source="social_services")
    assert became(office, again) == ("joined", "same_as_one_that_waits")
    assert len(office.intake.referrals_waiting()) == 1


def test_a_referral_that_waits_can_be_laid_aside(office):
    signal_id = refer(office, tenancy_id="T1")
    with office.command() as intake:
        intake.dismiss_referral(signal_id, "not_a_tenant", DAY)
    assert became(office, signal_id) == ("dismissed", "not_a_tenant")
    with pytest.raises(ReferralSettled), office.command() as intake:
        intake.dismiss_referral(signal_id, "not_a_tenant", DAY)
    household_id = office.household()
    with pytest.raises(ReferralSettled), office.command() as intake:
        intake.match_referral(signal_id, household_id, DAY)


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (NoClue, {}),
        (ImpossibleReferral, {"dwelling_id": "D1", "source": "gossip"}),
        (ImpossibleReferral, {"dwelling_id": "D1", "amount_cents": 0}),
        (NotACode, {"dwelling_id": "D1", "reason": "Mario has no heating"}),
    ],
)
def test_what_cannot_be_a_referral_is_refused(office, refusal, told):
    with pytest.raises(refusal):
        refer(office, **told)
    assert office.intake.received() == []


def test_a_referral_is_of_no_household_that_is_not_registered(office):
    signal_id = refer(office, tenancy_id="T1")
    with pytest.raises(UnknownHousehold), office.command() as intake:
        intake.match_referral(signal_id, signal_id, DAY)


def test_arrears_that_nobody_seeks_are_kept_and_what_was_never_true_is_said(office):
    household_id = office.household()
    office.tell(detected(household_id), detected(household_id, "e2", creditor="amm"))
    office.tell(cleared(household_id, "e2"))
    results = {(it.creditor_id, it.result) for it in office.intake.received()}
    assert results == {(ALER, "kept"), ("amm", "kept")}
    office.target()
    results = {(it.creditor_id, it.result) for it in office.intake.received()}
    assert results == {(ALER, "taken_up"), ("amm", "taken_up")}
    [line] = office.intake.selections()
    assert (line.band, line.figure) == ("B", "signal_threshold_cents=0")
