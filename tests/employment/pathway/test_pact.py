"""A service pact: its actions, its days of rest, and what of it was kept."""

from datetime import date
from uuid import UUID

import pytest

from azione0.contracts.intake import CaseTakenInCharge
from employment.pathway.actions import ImpossibleAction, UnknownAction
from employment.pathway.pathway import (
    ImpossiblePause,
    NoLength,
    NotResting,
    Pathway,
    PathwayResting,
    PauseOverlap,
)

HOUSEHOLD, PERSON, CASE = UUID(int=1), UUID(int=9), UUID(int=50)
ON = date(2025, 3, 3)
DUE = date(2025, 3, 31)


def sign(desk, programme="DUL"):
    pathway = desk.open_pathway(PERSON, HOUSEHOLD, programme, ON)
    desk.declare_availability(pathway, ON)
    level = {"band": 1} if programme == "DUL" else {"path": 4}
    desk.assess_profile(pathway, ON, **level)
    desk.sign_service_pact(pathway, ON)
    desk.hear(
        CaseTakenInCharge(
            case_id=CASE,
            household_id=HOUSEHOLD,
            pact_id=UUID(int=60),
            operator_id="op-1",
            goals=("work",),
            effective_on=ON,
        )
    )
    return pathway


def answers(desk):
    return [
        (type(it).__name__, it.effective_on)
        for name in ("CommitmentKept", "CommitmentMissed")
        for it in desk.said(name)
    ]


def test_hours_done_by_the_day_keep_a_commitment(desk_on_each_store):
    desk = desk_on_each_store
    pathway = sign(desk)
    action = desk.plan_action(pathway, "training", 480, DUE, ON)
    desk.do_action(pathway, action, 240, date(2025, 3, 10))
    desk.do_action(pathway, action, 240, DUE)
    desk.close_day(DUE)
    assert answers(desk) == []
    desk.close_day(date(2025, 4, 1))
    desk.close_day(date(2025, 4, 2))
    assert answers(desk) == [("CommitmentKept", DUE)]


def test_hours_told_late_make_a_missed_commitment_kept(desk_on_each_store):
    desk = desk_on_each_store
    pathway = sign(desk)
    action = desk.plan_action(pathway, "training", 480, DUE, ON)
    desk.do_action(pathway, action, 240, date(2025, 3, 10))
    desk.close_day(date(2025, 4, 1))
    assert answers(desk) == [("CommitmentMissed", DUE)]
    desk.do_action(pathway, action, 240, date(2025, 4, 2))
    assert answers(desk) == [("CommitmentMissed", DUE)]
    desk.do_action(pathway, action, 240, date(2025, 3, 20))
    assert set(answers(desk)) == {("CommitmentKept", DUE), ("CommitmentMissed", DUE)}


def test_what_is_missed_on_a_day_outweighs_what_is_kept(desk):
    pathway = sign(desk)
    desk.plan_action(pathway, "guidance", 60, DUE, ON)
    desk.record_appointment(pathway, DUE, kept=True)
    assert answers(desk) == [("CommitmentKept", DUE)]
    desk.close_day(date(2025, 4, 1))
    assert ("CommitmentMissed", DUE) in answers(desk)


def test_a_dropped_action_is_not_missed(desk):
    pathway = sign(desk)
    action = desk.plan_action(pathway, "guidance", 60, DUE, ON)
    desk.drop_action(pathway, action, "course_cancelled", date(2025, 3, 10))
    desk.close_day(date(2025, 4, 1))
    assert answers(desk) == []
    with pytest.raises(UnknownAction):
        desk.do_action(pathway, action, 60, date(2025, 3, 11))


def test_an_action_due_on_a_day_of_rest_is_due_the_day_after(desk):
    pathway = sign(desk)
    action = desk.plan_action(pathway, "guidance", 60, DUE, ON)
    desk.suspend_pathway(pathway, date(2025, 3, 20), date(2025, 4, 30), "illness")
    desk.close_day(date(2025, 4, 10))
    assert answers(desk) == []
    with pytest.raises(PathwayResting):
        desk.do_action(pathway, action, 60, DUE)
    with pytest.raises(PathwayResting):
        desk.record_appointment(pathway, DUE, kept=False)
    desk.close_day(date(2025, 5, 2))
    assert answers(desk) == [("CommitmentMissed", date(2025, 5, 1))]


def test_a_pathway_lasts_longer_by_its_rest_and_what_was_added(desk_on_each_store):
    desk = desk_on_each_store
    pathway = sign(desk)

    def length(today):
        found = desk.application.get(Pathway, pathway)
        return found.planned_end_on(today), found.remaining_days(today)

    assert length(ON) == (date(2025, 6, 2), 92)
    desk.suspend_pathway(pathway, date(2025, 4, 1), None, "maternity")
    assert length(date(2025, 4, 11)) == (date(2025, 6, 12), 63)
    desk.resume_pathway(pathway, date(2025, 4, 21))
    assert length(date(2025, 5, 1))[0] == date(2025, 6, 22)
    desk.prolong_pathway(pathway, 30, "course_running", date(2025, 5, 1))
    assert length(date(2025, 5, 1))[0] == date(2025, 7, 22)


def test_a_rest_taken_back_on_its_first_day_was_none(desk):
    pathway = sign(desk)
    april = date(2025, 4, 1)
    desk.suspend_pathway(pathway, april, None, "illness")
    desk.resume_pathway(pathway, april)
    desk.record_appointment(pathway, april, kept=True)
    found = desk.application.get(Pathway, pathway)
    assert found.planned_end_on(date(2025, 5, 1)) == date(2025, 6, 2)
    desk.suspend_pathway(pathway, date(2025, 5, 1), date(2025, 5, 3), "illness")


def test_an_action_due_after_an_interruption_is_not_missed(desk):
    pathway = sign(desk)
    desk.plan_action(pathway, "guidance", 60, DUE, ON)
    desk.interrupt_pathway(pathway, "moved", date(2025, 3, 20))
    desk.close_day(date(2025, 4, 1))
    assert answers(desk) == []


def test_rests_and_prolongations_that_cannot_be_are_refused(desk):
    pathway = sign(desk)
    april = date(2025, 4, 1)
    with pytest.raises(ImpossiblePause):
        desk.suspend_pathway(pathway, april, ON, "illness")
    with pytest.raises(NotResting):
        desk.resume_pathway(pathway, april)
    desk.suspend_pathway(pathway, april, None, "illness")
    with pytest.raises(PauseOverlap):
        desk.suspend_pathway(pathway, date(2025, 5, 1), None, "illness")
    for days in (0, -1, 367):
        with pytest.raises(ImpossiblePause):
            desk.prolong_pathway(pathway, days, "more", april)


def test_a_programme_without_a_length_prolongs_nobody(desk):
    with pytest.raises(NoLength):
        desk.prolong_pathway(sign(desk, "GOL"), 10, "more", ON)


@pytest.mark.parametrize(
    ("kind", "minutes", "due_on"),
    [("holiday", 60, DUE), ("training", 0, DUE), ("training", 60, date(2025, 3, 2))],
)
def test_actions_that_cannot_be_are_refused(desk, kind, minutes, due_on):
    pathway = sign(desk)
    with pytest.raises(ImpossibleAction):
        desk.plan_action(pathway, kind, minutes, due_on, ON)


def test_a_rest_that_is_told_late_takes_back_what_was_missed_meanwhile(
    desk_on_each_store,
):
    desk = desk_on_each_store
    pathway = sign(desk)
    action = desk.plan_action(pathway, "training", 480, DUE, ON)
    desk.close_day(date(2025, 4, 1))
    assert answers(desk) == [("CommitmentMissed", DUE)]
    # Ill since the 20th, as is heard on the 2nd of April.
    desk.suspend_pathway(pathway, date(2025, 3, 20), date(2025, 4, 10), "illness")
    assert answers(desk) == [("CommitmentKept", DUE), ("CommitmentMissed", DUE)]
    desk.close_day(date(2025, 4, 11))
    assert len(answers(desk)) == 2
    desk.do_action(pathway, action, 480, date(2025, 4, 11))
    desk.close_day(date(2025, 4, 12))
    assert [it for it in answers(desk) if it[1] != DUE] == [
        ("CommitmentKept", date(2025, 4, 11))
    ]


def test_a_rest_takes_nothing_back_of_what_was_kept(desk):
    pathway = sign(desk)
    action = desk.plan_action(pathway, "training", 480, DUE, ON)
    desk.do_action(pathway, action, 480, date(2025, 3, 10))
    desk.close_day(date(2025, 4, 1))
    desk.suspend_pathway(pathway, date(2025, 3, 20), date(2025, 4, 10), "illness")
    desk.close_day(date(2025, 4, 20))
    assert answers(desk) == [("CommitmentKept", DUE)]
