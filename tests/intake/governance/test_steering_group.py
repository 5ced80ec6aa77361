"""Who sits in the steering group, and how it decides."""

from datetime import date

import pytest

from intake.governance.decision import (
    DecisionTaken,
    NoQuorum,
    SecondVote,
    UnknownDecision,
    UnknownVote,
    VoteWithoutMandate,
    required_of,
)
from intake.governance.mandate import (
    ImpossibleMandate,
    MandateHeld,
    NoMandate,
    OrganisationWithoutMandate,
)

BEGUN, MET, LATER = date(2025, 1, 1), date(2025, 2, 3), date(2025, 12, 31)
ANNA, BRUNO, CARLA = "aler-bcm/anna", "la-rete/bruno", "comune/carla"


@pytest.fixture
def group(office):
    with office.command() as intake:
        for organisation, role in (
            ("aler-bcm", "lead"),
            ("la-rete", "partner"),
            ("comune", "controller"),
        ):
            intake.mandate_organisation(organisation, role, BEGUN)
        intake.seat(ANNA, "aler-bcm", "chair", BEGUN)
        intake.seat(BRUNO, "la-rete", "member", BEGUN)
        intake.seat(CARLA, "comune", "member", BEGUN, date(2025, 1, 31))
    return office


def decide(office, ref, votes, about="target", on=MET):
    with office.command() as intake:
        meeting_id = intake.hold_meeting(on, [*votes])
        intake.propose_decision(meeting_id, ref, about)
        for who, vote in votes.items():
            intake.vote(ref, who, vote)
        return intake.take_decision(ref)


def test_a_mandate_has_its_days(group):
    on_the_day = {
        it.member_id or it.organisation_id for it in group.intake.mandates(MET)
    }
    assert on_the_day == {"aler-bcm", "la-rete", "comune", ANNA, BRUNO}
    assert len(group.intake.mandates()) == 6
    with group.command() as intake:
        intake.end_organisation("la-rete", "partner", date(2025, 6, 30))
        intake.end_seat(BRUNO, date(2025, 6, 30))
    assert {it.organisation_id for it in group.intake.mandates(date(2025, 7, 1))} == {
        "aler-bcm",
        "comune",
    }
    with pytest.raises(NoMandate), group.command() as intake:
        intake.end_seat(BRUNO, date(2025, 7, 1))
    with pytest.raises(NoMandate), group.command() as intake:
        intake.end_organisation("la-rete", "partner", date(2025, 7, 1))


def test_a_mandate_that_cannot_be_is_refused(group):
    refused = [
        (MandateHeld, ("aler-bcm", "lead", LATER)),
        (ImpossibleMandate, ("aler-bcm", "friend", LATER)),
        (ImpossibleMandate, ("Mario Rossi", "partner", LATER)),
        (ImpossibleMandate, ("aler-bcm", "processor", LATER, BEGUN)),
    ]
    for refusal, told in refused:
        with pytest.raises(refusal), group.command() as intake:
            intake.mandate_organisation(*told)
    with pytest.raises(MandateHeld), group.command() as intake:
        intake.seat(ANNA, "comune", "member", LATER)
    with pytest.raises(OrganisationWithoutMandate), group.command() as intake:
        intake.seat("x/y", "x", "member", LATER)


@pytest.mark.parametrize(
    ("members", "percent", "required"),
    [
        (0, 50, 1),
        (1, 50, 1),
        (2, 50, 2),
        (3, 50, 2),
        (9, 50, 5),
        (9, 66, 6),
        (4, 100, 4),
    ],
)
def test_a_quorum_is_more_than_so_many_percent(members, percent, required):
    assert required_of(members, percent) == required


def test_a_decision_is_carried_by_more_for_than_against(group):
    assert decide(group, "CdR 1/2025", {ANNA: "for", BRUNO: "abstained"}) == "carried"
    assert decide(group, "CdR 2/2025", {ANNA: "for", BRUNO: "against"}) == "rejected"
    lines = {it.decision_ref: it for it in group.intake.decisions()}
    assert lines["CdR 1/2025"].votes_for == 1
    assert lines["CdR 1/2025"].abstained == 1
    assert lines["CdR 2/2025"].status == "rejected"
    assert [it.required for it in group.intake.meetings()] == [2, 2]


def test_whoever_has_no_mandate_that_day_has_no_vote(group):
    with pytest.raises(VoteWithoutMandate), group.command() as intake:
        intake.hold_meeting(MET, [ANNA, BRUNO, CARLA])
    with group.command() as intake:
        meeting_id = intake.hold_meeting(MET, [ANNA, BRUNO])
        intake.propose_decision(meeting_id, "CdR 3", "other")
    with pytest.raises(VoteWithoutMandate, match="no mandate"), group.command() as it:
        it.vote("CdR 3", CARLA, "for")
    with group.command() as intake:
        meeting_id = intake.hold_meeting(date(2025, 1, 15), [ANNA, BRUNO])
        intake.propose_decision(meeting_id, "CdR 4", "other")
    with pytest.raises(VoteWithoutMandate, match="not present"), group.command() as it:
        it.vote("CdR 4", CARLA, "for")


def test_nobody_votes_twice_or_after_the_count(group):
    with group.command() as intake:
        meeting_id = intake.hold_meeting(MET, [ANNA, BRUNO])
        intake.propose_decision(meeting_id, "CdR 5", "other")
        intake.vote("CdR 5", ANNA, "for")
    with pytest.raises(SecondVote), group.command() as intake:
        intake.vote("CdR 5", ANNA, "against")
    with pytest.raises(UnknownVote), group.command() as intake:
        intake.vote("CdR 5", BRUNO, "perhaps")
    with pytest.raises(NoQuorum), group.command() as intake:
        intake.take_decision("CdR 5")
    with group.command() as intake:
        intake.vote("CdR 5", BRUNO, "for")
        assert intake.take_decision("CdR 5") == "carried"
    with pytest.raises(DecisionTaken), group.command() as intake:
        intake.vote("CdR 5", BRUNO, "against")
    with pytest.raises(DecisionTaken), group.command() as intake:
        intake.propose_decision(meeting_id, "CdR 5", "other")


def test_a_meeting_without_quorum_decides_nothing(group):
    with group.command() as intake:
        meeting_id = intake.hold_meeting(MET, [ANNA])
    with pytest.raises(NoQuorum), group.command() as intake:
        intake.propose_decision(meeting_id, "CdR 6", "target")
    assert group.intake.decisions() == []
    with group.command() as intake:
        intake.adopt_policy("q", {"quorum_percent": "40"}, BEGUN, _carried(group))
        quorate = intake.hold_meeting(MET, [ANNA])
        intake.propose_decision(quorate, "CdR 7", "target")


def _carried(office):
    decide(office, "CdR P", {ANNA: "for", BRUNO: "for"}, about="policy")
    return "CdR P"


def test_with_a_steering_group_only_its_decisions_adopt(group):
    with pytest.raises(UnknownDecision):
        group.target(decision_ref="CdR 8", valid_from=MET)
    decide(group, "CdR 8", {ANNA: "for", BRUNO: "against"})
    with pytest.raises(UnknownDecision, match="rejected"):
        group.target(decision_ref="CdR 8", valid_from=MET)
    decide(group, "CdR 9", {ANNA: "for", BRUNO: "for"}, about="policy")
    with pytest.raises(UnknownDecision, match="about policy"):
        group.target(decision_ref="CdR 9", valid_from=MET)
    with pytest.raises(UnknownDecision), group.command() as intake:
        intake.adopt_policy("2025/1", {"call_days": "3"}, MET)
    decide(group, "CdR 10", {ANNA: "for", BRUNO: "for"})
    group.target(decision_ref="CdR 10", valid_from=MET)
    assert [it.decision_ref for it in group.intake.targets()] == ["CdR 10"]


def test_whoever_follows_those_found_has_a_mandate(group):
    decide(group, "CdR 11", {ANNA: "for", BRUNO: "for"})
    told = {"decision_ref": "CdR 11", "valid_from": MET}
    with pytest.raises(OrganisationWithoutMandate):
        group.target(organisation_id="elefanti", **told)
    with pytest.raises(OrganisationWithoutMandate), group.command() as intake:
        intake.refer(
            source="concierge",
            reason="heating_cut",
            organisation_id="elefanti",
            on=MET,
            dwelling_id="D1",
        )
    with group.command() as intake:
        intake.mandate_organisation("elefanti", "partner", MET)
    group.target(organisation_id="elefanti", **told)


def test_no_case_is_opened_for_an_organisation_without_a_mandate(group):
    household_id = group.household()
    with pytest.raises(OrganisationWithoutMandate), group.command() as intake:
        intake.open_case(household_id, "elefanti-volanti", MET)
    assert group.case(household_id) is None


def test_figures_of_before_the_first_seat_need_a_decision_too(group):
    """Who backdates does not go around the group."""
    before = date(2024, 12, 1)
    with pytest.raises(UnknownDecision), group.command() as intake:
        intake.adopt_policy("2024/1", {"call_days": "3"}, before)
    with pytest.raises(UnknownDecision):
        group.target(decision_ref="CdR 20", valid_from=before)
    assert group.intake.policies() == []
    assert group.intake.targets() == []


def test_where_all_seats_have_ended_the_group_still_decides(group):
    with group.command() as intake:
        intake.end_seat(ANNA, LATER)
        intake.end_seat(BRUNO, LATER)
    with pytest.raises(UnknownDecision), group.command() as intake:
        intake.adopt_policy("2026/1", {"call_days": "3"}, date(2026, 3, 1))


def test_one_decision_adopts_one_target(group):
    decide(group, "CdR 30", {ANNA: "for", BRUNO: "for"})
    first = group.target(decision_ref="CdR 30", valid_from=MET)
    with pytest.raises(DecisionTaken, match=str(first)):
        group.target(decision_ref="CdR 30", valid_from=MET, bands="A")
    assert len(group.intake.targets()) == 1
    decide(group, "CdR 31", {ANNA: "for", BRUNO: "for"}, about="policy")
    with group.command() as intake:
        intake.adopt_policy("2025/1", {"call_days": "3"}, MET, "CdR 31")
        # The same once more is the same, and asks for nothing.
        intake.adopt_policy("2025/1", {"call_days": "3"}, MET, "CdR 31")
        with pytest.raises(DecisionTaken, match="2025/1"):
            intake.adopt_policy("2025/2", {"assess_days": "9"}, MET, "CdR 31")
