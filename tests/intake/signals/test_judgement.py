"""Repeated signals, and those under the threshold: the case DDA-002."""

from datetime import date

import pytest
from front_desk import detected, moved

from intake.governance.figures import Used
from intake.signals.judgement import judge

THRESHOLD = Used("signal_threshold_cents", "20000", "2025/1")
#: DDAS Vroegsignalering (VNG), detail model; amounts in whole euros there.
DDA_002 = [
    ({"amount": 450, "open_case": False}, "take_up"),
    ({"amount": 450, "open_case": True, "previous": 450}, "not_taken_up:repeat"),
    ({"amount": 500, "open_case": True, "previous": 450}, "take_up"),
    ({"amount": 150, "open_case": False}, "not_taken_up:unjustified"),
]
AS_DDAS = {
    "taken_up": "take_up",
    "joined": "take_up",
    "repeat": "not_taken_up:repeat",
    "unjustified": "not_taken_up:unjustified",
}


@pytest.mark.parametrize(("signal", "expected"), DDA_002)
def test_dda_002_a_repeated_signal_is_skipped_unless_it_has_grown(signal, expected):
    previous = signal.get("previous")
    said = judge(
        signal["amount"] * 100,
        has_open_case=signal["open_case"],
        previous_cents=None if previous is None else previous * 100,
        threshold=THRESHOLD,
    )
    assert AS_DDAS[said.result] == expected


def test_dda_002_holds_for_referrals_from_end_to_end(office):
    office.household()
    with office.command() as intake:
        intake.adopt_policy(
            "2025/1", {"signal_threshold_cents": "20000"}, date(2025, 1, 1)
        )
    results = []
    for month, cents in ((2, 15000), (3, 45000), (4, 45000), (5, 50000)):
        with office.command() as intake:
            signal_id = intake.refer(
                source="creditor",
                reason="arrears",
                organisation_id="la-rete",
                on=date(2025, month, 1),
                dwelling_id="D1",
                amount_cents=cents,
            )
        results += [
            (it.result, it.policy_version)
            for it in office.intake.received()
            if it.signal_id == signal_id
        ]
    assert results == [
        ("unjustified", "2025/1"),
        ("taken_up", "2025/1"),
        ("repeat", "2025/1"),
        ("joined", "2025/1"),
    ]


def test_the_ledgers_words_are_judged_by_the_same_rule(office):
    household_id = office.household()
    office.target(bands="ABCD")
    with office.command() as intake:
        intake.adopt_policy(
            "2025/1", {"signal_threshold_cents": "40000"}, date(2025, 1, 1)
        )
    office.tell(
        detected(household_id, on=date(2025, 2, 11), band="A", cents=30000),
        moved(household_id, on=date(2025, 3, 11), band="B", cents=50000),
        moved(household_id, on=date(2025, 4, 11), band="C", cents=90000),
        moved(household_id, on=date(2025, 5, 11), band="B", cents=50000),
    )
    told = reversed(office.intake.received())
    assert [(it.result, it.why) for it in told] == [
        ("unjustified", "under_the_threshold"),
        ("taken_up", "opened_the_case"),
        ("joined", "has_grown"),
        ("repeat", "has_not_grown"),
    ]
    assert office.case(household_id).identified_on == date(2025, 3, 11)
